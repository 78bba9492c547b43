import { stateBoundText } from '../options.ts';

/** What an exploration may take; beyond it its verdict is unknown. */
export interface Bounds {
  /** Most states to tell apart. */
  readonly maxStates: number;
  /** Most memory of states, links and rows, in bytes; no bound without it. */
  readonly maxBytes?: number;
}

/** A bound that was reached. */
export type Bound = 'states' | 'memory';

/** Places in the shared memory. */
const STATES = 0;
const STOP = 1;
const REACHED = 2;
/** Behind those places, in bytes: the memory that all threads hold, and the most they ever did. */
const MEMORY = 16;
const BYTES = 32;
const HELD = 0;
const MOST = 1;
/** States a thread takes at a time where several share a budget, so that they seldom meet. */
const SHARE = 1_024;
/** What stands at the place of the bound that was reached: 0 for none. */
const BOUNDS: readonly (Bound | undefined)[] = [undefined, 'states', 'memory'];

/**
 * How many states an exploration may still make, and how much memory they may take, shared by all its threads; and
 * whether it is to stop.
 */
export class Budget {
  readonly #shared: Int32Array;
  readonly #memory: BigInt64Array;
  readonly #bounds: Bounds;
  readonly #share: number;
  #own = 0;

  /** @param memory - made by {@link Budget.memory} */
  constructor(memory: SharedArrayBuffer, bounds: Bounds, threads: number) {
    this.#shared = new Int32Array(memory, 0, MEMORY / Int32Array.BYTES_PER_ELEMENT);
    this.#memory = new BigInt64Array(memory, MEMORY);
    this.#bounds = bounds;
    this.#share = threads === 1 ? 1 : SHARE;
  }

  /** The memory that the threads of one exploration share; `states` are there already. */
  static memory(states: number): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(BYTES);
    new Int32Array(memory)[STATES] = states;
    return memory;
  }

  /** Takes one state; false when there is none left. */
  take(): boolean {
    if (this.#own === 0) {
      const taken = Atomics.add(this.#shared, STATES, this.#share);
      this.#own = Math.min(this.#share, this.#bounds.maxStates - taken);
      if (this.#own <= 0) {
        this.#own = 0;
        this.#reach('states');
        return false;
      }
    }
    this.#own--;
    return true;
  }

  /**
   * Counts memory that is held from now on, or with a number below 0 given back, in bytes; `shared` is what all threads
   * hold besides.
   */
  hold(bytes: number, shared: number): void {
    const held = Atomics.add(this.#memory, HELD, BigInt(bytes)) + BigInt(bytes + shared);
    for (let most = Atomics.load(this.#memory, MOST); held > most; )
      most = Atomics.compareExchange(this.#memory, MOST, most, held);
  }

  /** The most memory that was held at a time, in bytes. */
  get mostBytes(): number {
    return Number(Atomics.load(this.#memory, MOST));
  }

  /** Whether so many bytes can be had besides those that are held. */
  fits(bytes: number): boolean {
    const { maxBytes } = this.#bounds;
    if (maxBytes === undefined || Number(Atomics.load(this.#memory, HELD)) + bytes <= maxBytes) return true;
    this.#reach('memory');
    return false;
  }

  /** The bound that was reached first. */
  get reached(): Bound | undefined {
    return BOUNDS[Atomics.load(this.#shared, REACHED)];
  }

  /** The bound that was reached first, for people. */
  get reachedText(): string | undefined {
    const { maxStates, maxBytes } = this.#bounds;
    switch (this.reached) {
      case 'states':
        return stateBoundText(maxStates);
      case 'memory':
        return `the bound of ${maxBytes} bytes of memory (--max-memory)`;
      default:
        return undefined;
    }
  }

  /** Tells every thread to stop. */
  stop(): void {
    Atomics.store(this.#shared, STOP, 1);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#shared, STOP) === 1;
  }

  #reach(bound: Bound): void {
    Atomics.compareExchange(this.#shared, REACHED, 0, BOUNDS.indexOf(bound));
  }
}
