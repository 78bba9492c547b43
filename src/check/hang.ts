/** A system that has not answered a step by then hangs, in milliseconds, where nothing else is said. */
export const STEP_TIMEOUT_MS = 60_000;

/** A system did not answer in time. */
export class HangError extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1000} s`);
    this.name = 'HangError';
  }
}

/** Watches for a system that hangs while it takes the steps of one trace: one timer for all of them. */
export class HangWatch {
  readonly #timer: NodeJS.Timeout;
  readonly #hangs: Promise<never>;
  /** Made when somebody wants its signal: most systems do not. */
  #controller: AbortController | undefined;
  #hasEnded = false;
  #isAsked = false;

  constructor(timeoutMs = STEP_TIMEOUT_MS) {
    let reject = (_error: Error): void => {};
    this.#hangs = new Promise<never>((_resolve, rejectIt) => {
      reject = rejectIt;
    });
    // Nobody may be waiting when the time is over.
    this.#hangs.catch(() => {});
    this.#timer = setTimeout(() => {
      if (!this.#isAsked) return;
      reject(new HangError(timeoutMs));
      this.abort();
    }, timeoutMs);
  }

  /** Aborts when nobody waits for an answer any more. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#hasEnded) this.#controller.abort();
    return this.#controller.signal;
  }

  /**
   * Asks, and waits for an answer until the time is over.
   *
   * @throws HangError when it is; what asking throws, at once or later
   */
  async answer<T>(ask: () => Promise<T>): Promise<T> {
    this.#isAsked = true;
    this.#timer.refresh();
    return Promise.race([ask(), this.#hangs]);
  }

  /** Nothing is asked until it is asked again. */
  rest(): void {
    this.#isAsked = false;
  }

  /** Nobody waits for an answer any more. */
  abort(): void {
    this.#hasEnded = true;
    this.#controller?.abort();
  }

  /** The watch is over. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
