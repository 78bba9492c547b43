/** A system that has not answered a step by then hangs, in milliseconds. */
export const STEP_TIMEOUT_MS = 60_000;

/** Watches for a system that hangs while it takes the steps of one trace: one timer for all of them. */
export class HangWatch {
  readonly #timer: NodeJS.Timeout;
  readonly #hangs: Promise<never>;
  #waitingFor = '';

  constructor(system: string) {
    let reject = (_error: Error): void => {};
    this.#hangs = new Promise<never>((_resolve, rejectIt) => {
      reject = rejectIt;
    });
    // Nobody may be waiting when the time is over.
    this.#hangs.catch(() => {});
    this.#timer = setTimeout(
      () => reject(new Error(`${system} has not answered ${this.#waitingFor} for ${STEP_TIMEOUT_MS / 1000} s`)),
      STEP_TIMEOUT_MS,
    );
  }

  /**
   * Waits for an answer, for {@link STEP_TIMEOUT_MS} at the most.
   *
   * @throws Error when the time is over.
   */
  answer<T>(of: string, answer: Promise<T>): Promise<T> {
    this.#waitingFor = of;
    this.#timer.refresh();
    return Promise.race([answer, this.#hangs]);
  }

  /** The watch is over. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
