const FIRST_CAPACITY = 1024;

/** How a state was first reached. */
export interface Link {
  /** State it was reached from. */
  readonly parent: number;
  /** Place of the action in the scope; the place after the last is the tick. */
  readonly action: number;
  /** Place of the result among all results of the action. */
  readonly result: number;
}

/** For each state but the first, how it was first reached: 12 bytes a state. */
export class Links {
  #numbers = new Int32Array(3 * FIRST_CAPACITY);
  #size = 1;

  /** Adds the next state. */
  add({ parent, action, result }: Link): void {
    if (3 * (this.#size + 1) > this.#numbers.length) {
      const wider = new Int32Array(2 * this.#numbers.length);
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#numbers.set([parent, action, result], 3 * this.#size);
    this.#size++;
  }

  /** The links from the first state to this one, in order. */
  pathTo(state: number): readonly Link[] {
    const path: Link[] = [];
    for (let at = state; at > 0; ) {
      const [parent = 0, action = 0, result = 0] = this.#numbers.subarray(3 * at, 3 * at + 3);
      path.push({ parent, action, result });
      at = parent;
    }
    return path.reverse();
  }
}
