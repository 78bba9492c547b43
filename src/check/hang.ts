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

  constructor(timeoutMs = STEP_TIMEOUT_MS) {
    let reject = (_error: Error): void => {};
    this.#hangs = new Promise<never>((_resolve, rejectIt) => {
      reject = rejectIt;
    });
    // Nobody may be waiting when the time is over.
    this.#hangs.catch(() => {});
    this.#timer = setTimeout(() => reject(new HangError(timeoutMs)), timeoutMs);
  }

  /**
   * Asks, and waits for an answer until the time is over.
   *
   * @throws HangError when it is; what asking throws, at once or later
   */
  async answer<T>(ask: () => Promise<T>): Promise<T> {
    this.#timer.refresh();
    return Promise.race([ask(), this.#hangs]);
  }

  /** The watch is over. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
