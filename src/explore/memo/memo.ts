import type { Reads } from './reads.ts';

/** Nothing is remembered of a read set yet. */
export const UNKNOWN = -1;

/** Where a node keeps its read, how many finds it has room for, and what follows on the first of them. */
const READ = 0;
const ROOM = 1;
const BRANCHES = 2;
const FIRST_ROOM = 4;

/**
 * Memoisation by read set (selective memoisation: Acar, Blelloch & Harper, POPL 2003): remembers a number for each read
 * set of an action and what was found in it. A tree in which each node is a read, the next one of whoever had found the
 * same until then. So a look-up reads no more of a state than the step itself did.
 */
export class Memo {
  /**
   * All nodes, one behind the other. What follows on a find is n > 0 for the node that begins at n, n < 0 for the
   * remembered number -n - 1, 0 for nothing yet. Place n of the first `actions` is the same for an action before
   * anything was read.
   */
  #tree: Int32Array;
  #size: number;
  readonly #reads: Reads;

  /** @param actions - how many actions there are */
  constructor(actions: number, reads: Reads) {
    this.#reads = reads;
    this.#tree = new Int32Array(1_024 + actions);
    this.#size = actions;
  }

  /** What is remembered for an action in the state that begins at `at` of `states`, or {@link UNKNOWN}. */
  find(action: number, states: ArrayLike<number>, at: number): number {
    const tree = this.#tree;
    let node = tree[action] as number;
    while (node > 0) {
      const read = tree[node + READ] as number;
      const found = this.#reads.find(read, states[at + this.#reads.place(read)] as number);
      node = found < (tree[node + ROOM] as number) ? (tree[node + BRANCHES + found] as number) : 0;
    }
    return -node - 1;
  }

  /**
   * Remembers a number for all states in which the same is found as in the one that begins at `at`.
   *
   * @throws Error when the reads contradict what was remembered before: then something else was looked at too.
   */
  remember(
    action: number,
    readSet: readonly number[],
    states: ArrayLike<number>,
    at: number,
    remembered: number,
  ): void {
    let branch = action;
    for (const read of readSet) {
      const node = this.#tree[branch] || this.#add(read, FIRST_ROOM);
      this.#tree[branch] = node;
      if (node < 0 || this.#tree[node + READ] !== read)
        throw new Error(`action ${action} read something else than it did before`);
      const found = this.#reads.find(read, states[at + this.#reads.place(read)] as number);
      branch = this.#widened(branch, found) + BRANCHES + found;
    }
    this.#tree[branch] = -remembered - 1;
  }

  /** Adds a node and answers where it begins. */
  #add(read: number, room: number): number {
    const node = this.#size;
    this.#size += BRANCHES + room;
    if (this.#size > this.#tree.length) {
      const wider = new Int32Array(2 * this.#size);
      wider.set(this.#tree);
      this.#tree = wider;
    }
    this.#tree[node + READ] = read;
    this.#tree[node + ROOM] = room;
    return node;
  }

  /** Where the node at the end of a branch begins once it has room for a find. */
  #widened(branch: number, found: number): number {
    const node = this.#tree[branch] as number;
    const room = this.#tree[node + ROOM] as number;
    if (found < room) return node;
    const wider = this.#add(this.#tree[node + READ] as number, Math.max(found + 1, 2 * room));
    this.#tree.copyWithin(wider + BRANCHES, node + BRANCHES, node + BRANCHES + room);
    this.#tree[branch] = wider;
    return wider;
  }
}
