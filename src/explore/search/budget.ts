/** Places in the shared memory. */
const STATES = 0;
const STOP = 1;
/** States a thread takes at a time where several share a budget, so that they seldom meet. */
const SHARE = 1_024;

/** How many states an exploration may still make, shared by all its threads, and whether it is to stop. */
export class Budget {
  readonly #shared: Int32Array;
  readonly #maxStates: number;
  readonly #share: number;
  #own = 0;

  /** @param memory - made by {@link Budget.memory} */
  constructor(memory: SharedArrayBuffer, maxStates: number, threads: number) {
    this.#shared = new Int32Array(memory);
    this.#maxStates = maxStates;
    this.#share = threads === 1 ? 1 : SHARE;
  }

  /** The memory that the threads of one exploration share. */
  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(8);
  }

  /** Takes one state; false when there is none left. */
  take(): boolean {
    if (this.#own === 0) {
      const taken = Atomics.add(this.#shared, STATES, this.#share);
      this.#own = Math.min(this.#share, this.#maxStates - taken);
      if (this.#own <= 0) {
        this.#own = 0;
        return false;
      }
    }
    this.#own--;
    return true;
  }

  /** Tells every thread to stop. */
  stop(): void {
    Atomics.store(this.#shared, STOP, 1);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#shared, STOP) === 1;
  }
}
