/**
 * Keeps a file up to date with something that changes all the time: a process that is killed loses what it had not got
 * around to, and what came in the milliseconds since the last write began.
 */
export class LatestWriter<State> {
  readonly #write: (state: State) => Promise<void>;
  #latest: State;
  #written: State;
  #writing: Promise<void> | undefined;

  /** Takes over a file that holds `written`. */
  constructor(written: State, write: (state: State) => Promise<void>) {
    this.#write = write;
    this.#latest = written;
    this.#written = written;
  }

  /** Takes the next state, and writes it unless another one comes before the write that is under way has ended. */
  offer(state: State): void {
    this.#latest = state;
    // One that fails now is tried again with the next state or at the end, and complained of then.
    this.#writing ??= this.#catchUp()
      .catch(() => undefined)
      .finally(() => {
        this.#writing = undefined;
      });
  }

  /** Writes the last state; rejects where that fails. */
  async finish(): Promise<void> {
    await this.#writing;
    await this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    while (this.#written !== this.#latest) {
      const state = this.#latest;
      await this.#write(state);
      this.#written = state;
    }
  }
}
