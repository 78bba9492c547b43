/** How a state was first reached. */
export interface Link {
  /** Number of the state before. */
  readonly parent: number;
  /** Place of the action among what can happen in the scope. */
  readonly action: number;
  /** Place of the result among those of the action. */
  readonly result: number;
}

const FIRST_CAPACITY = 1_024;
const GROWTH = 1.5;

/** For each state but the first, how it was first reached: 6 bytes a state. States are numbered in the order of discovery. */
export class Links {
  #parents = new Uint32Array(FIRST_CAPACITY);
  /** Numbers of the pairs of action and result. */
  #events = new Uint16Array(FIRST_CAPACITY);
  #size = 1;
  readonly #pairs: { readonly action: number; readonly result: number }[] = [];
  readonly #numbers: Map<number, number>[] = [];

  /** How many states there are. */
  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#parents.byteLength + this.#events.byteLength;
  }

  /** Adds the next state. */
  add(parent: number, action: number, result: number): void {
    if (this.#size === this.#parents.length) this.#grow();
    this.#parents[this.#size] = parent;
    this.#events[this.#size] = this.#event(action, result);
    this.#size++;
  }

  /** The links from the first state to this one, in order. */
  pathTo(state: number): readonly Link[] {
    const path: Link[] = [];
    for (let at = state; at > 0; at = this.#parents[at] ?? 0) {
      const pair = this.#pairs[this.#events[at] ?? 0];
      if (pair === undefined) throw new RangeError(`there is no state ${at}`);
      path.push({ parent: this.#parents[at] ?? 0, ...pair });
    }
    return path.reverse();
  }

  #event(action: number, result: number): number {
    let numbers = this.#numbers[action];
    if (numbers === undefined) {
      numbers = new Map();
      this.#numbers[action] = numbers;
    }
    const known = numbers.get(result);
    if (known !== undefined) return known;
    const number = this.#pairs.push({ action, result }) - 1;
    if (number >= 2 ** 16) throw new RangeError('a scope with more than 65,536 results of its actions');
    numbers.set(result, number);
    return number;
  }

  #grow(): void {
    const length = Math.ceil(GROWTH * this.#parents.length);
    const parents = new Uint32Array(length);
    parents.set(this.#parents);
    this.#parents = parents;
    const events = new Uint16Array(length);
    events.set(this.#events);
    this.#events = events;
  }
}
