/** Nothing is known of a footprint yet. */
export const UNKNOWN = -1;

/**
 * Remembers a number for each footprint of an action: a tree in which each node asks for the value of one part of a state, the part that
 * was read next by whoever had read these values until then. So a look-up reads no more of a state than the step itself did.
 */
export class Memo {
  /** For each action its first node. A node is n > 0 for place n, n < 0 for the remembered number -n - 1, 0 for nothing yet. */
  readonly #roots: Int32Array;
  /** By node: the part whose value decides, and the next node for each value. */
  readonly #places: number[] = [0];
  readonly #next: Int32Array[] = [new Int32Array(0)];

  /** @param actions - how many actions there are */
  constructor(actions: number) {
    this.#roots = new Int32Array(actions);
  }

  /** What is remembered for an action in the state that begins at `at` of `states`, or {@link UNKNOWN}. */
  find(action: number, states: ArrayLike<number>, at: number): number {
    let node = this.#roots[action] as number;
    while (node > 0) {
      const next = this.#next[node] as Int32Array;
      const value = states[at + (this.#places[node] as number)] as number;
      node = value < next.length ? (next[value] as number) : 0;
    }
    return -node - 1;
  }

  /**
   * Remembers a number for all states that have the same values in the places of a footprint.
   *
   * @throws Error when the footprint contradicts what was remembered before: then what it was noted of looked at something else.
   */
  remember(action: number, footprint: readonly number[], state: ArrayLike<number>, remembered: number): void {
    const leaf = -remembered - 1;
    const [first] = footprint;
    if (first === undefined) {
      this.#roots[action] = leaf;
      return;
    }
    let node = this.#roots[action] as number;
    if (node === 0) {
      node = this.#add(first);
      this.#roots[action] = node;
    }
    for (const [depth, place] of footprint.entries()) {
      if (node <= 0 || this.#places[node] !== place) throw new Error(`action ${action} read other parts of a state than it did before`);
      const value = state[place] ?? 0;
      const next = this.#wide(node, value);
      const after = footprint[depth + 1];
      if (after === undefined) next[value] = leaf;
      else {
        if (next[value] === 0) next[value] = this.#add(after);
        node = next[value] as number;
      }
    }
  }

  /** How many nodes there are. */
  get size(): number {
    return this.#places.length - 1;
  }

  #add(place: number): number {
    this.#next.push(new Int32Array(4));
    return this.#places.push(place) - 1;
  }

  /** The branches of a node, with room for a value. */
  #wide(node: number, value: number): Int32Array {
    const next = this.#next[node] as Int32Array;
    if (value < next.length) return next;
    const wider = new Int32Array(Math.max(value + 1, 2 * next.length));
    wider.set(next);
    this.#next[node] = wider;
    return wider;
  }
}
