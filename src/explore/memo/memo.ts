import type { Questions } from './questions.ts';

/** Nothing is known of a footprint yet. */
export const UNKNOWN = -1;

/** Where a node keeps its question, how many answers it has room for, and what follows on the first of them. */
const QUESTION = 0;
const ROOM = 1;
const BRANCHES = 2;
const FIRST_ROOM = 4;

/**
 * Remembers a number for each footprint of an action: a tree in which each node asks one question of a state, the
 * question that was asked next by whoever had been given these answers until then. So a look-up asks no more of a state
 * than the step itself did.
 */
export class Memo {
  /**
   * All nodes, one behind the other. What follows on an answer is n > 0 for the node that begins at n, n < 0 for the
   * remembered number
   * -n - 1, 0 for nothing yet. Place n of the first `actions` is the same for an action before anything was asked.
   */
  #tree: Int32Array;
  #size: number;
  readonly #questions: Questions;

  /** @param actions - how many actions there are */
  constructor(actions: number, questions: Questions) {
    this.#questions = questions;
    this.#tree = new Int32Array(1_024 + actions);
    this.#size = actions;
  }

  /** What is remembered for an action in the state that begins at `at` of `states`, or {@link UNKNOWN}. */
  find(action: number, states: ArrayLike<number>, at: number): number {
    const tree = this.#tree;
    let node = tree[action] as number;
    while (node > 0) {
      const question = tree[node + QUESTION] as number;
      const answer = this.#questions.answer(question, states[at + this.#questions.place(question)] as number);
      node = answer < (tree[node + ROOM] as number) ? (tree[node + BRANCHES + answer] as number) : 0;
    }
    return -node - 1;
  }

  /**
   * Remembers a number for all states that give the same answers to what was asked.
   *
   * @throws Error when the questions contradict what was remembered before: then something else was looked at too.
   */
  remember(action: number, asked: readonly number[], state: ArrayLike<number>, remembered: number): void {
    let branch = action;
    for (const question of asked) {
      const node = this.#tree[branch] || this.#add(question, FIRST_ROOM);
      this.#tree[branch] = node;
      if (node < 0 || this.#tree[node + QUESTION] !== question)
        throw new Error(`action ${action} asked other questions than it did before`);
      const answer = this.#questions.answer(question, state[this.#questions.place(question)] ?? 0);
      branch = this.#widened(branch, answer) + BRANCHES + answer;
    }
    this.#tree[branch] = -remembered - 1;
  }

  /** Adds a node and answers where it begins. */
  #add(question: number, room: number): number {
    const node = this.#size;
    this.#size += BRANCHES + room;
    if (this.#size > this.#tree.length) {
      const wider = new Int32Array(2 * this.#size);
      wider.set(this.#tree);
      this.#tree = wider;
    }
    this.#tree[node + QUESTION] = question;
    this.#tree[node + ROOM] = room;
    return node;
  }

  /** Where the node at the end of a branch begins once it has room for an answer. */
  #widened(branch: number, answer: number): number {
    const node = this.#tree[branch] as number;
    const room = this.#tree[node + ROOM] as number;
    if (answer < room) return node;
    const wider = this.#add(this.#tree[node + QUESTION] as number, Math.max(answer + 1, 2 * room));
    this.#tree.copyWithin(wider + BRANCHES, node + BRANCHES, node + BRANCHES + room);
    this.#tree[branch] = wider;
    return wider;
  }
}
