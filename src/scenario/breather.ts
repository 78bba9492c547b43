import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets a long run be ended: without giving way now and then, the event that aborts it would never be delivered. */
export class Breather {
  readonly #every: number;
  readonly #signal: AbortSignal | undefined;
  #steps = 0;

  /** Gives way once in `every` steps. */
  constructor(every: number, signal: AbortSignal | undefined) {
    this.#every = every;
    this.#signal = signal;
  }

  /** To be called once a step. Rejects with the reason of the signal once it is aborted. */
  async step(): Promise<void> {
    if (this.#steps++ % this.#every !== 0) return;
    await nextTurn();
    this.#signal?.throwIfAborted();
  }
}
