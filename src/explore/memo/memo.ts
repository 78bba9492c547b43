import type { Questions } from './questions.ts';

/** Nothing is known of a footprint yet. */
export const UNKNOWN = -1;

/**
 * Remembers a number for each footprint of an action: a tree in which each node asks one question of a state, the question that was asked
 * next by whoever had been given these answers until then. So a look-up asks no more of a state than the step itself did.
 */
export class Memo {
  /** For each action its first node. A node is n > 0 for node n, n < 0 for the remembered number -n - 1, 0 for nothing yet. */
  readonly #roots: Int32Array;
  /** By node: the question, and the next node for each answer. */
  readonly #asks: number[] = [0];
  readonly #next: Int32Array[] = [new Int32Array(0)];

  readonly #questions: Questions;

  /** @param actions - how many actions there are */
  constructor(actions: number, questions: Questions) {
    this.#questions = questions;
    this.#roots = new Int32Array(actions);
  }

  /** What is remembered for an action in the state that begins at `at` of `states`, or {@link UNKNOWN}. */
  find(action: number, states: ArrayLike<number>, at: number): number {
    let node = this.#roots[action] as number;
    while (node > 0) {
      const next = this.#next[node] as Int32Array;
      const question = this.#asks[node] as number;
      const answer = this.#questions.answer(question, states[at + this.#questions.place(question)] as number);
      node = answer < next.length ? (next[answer] as number) : 0;
    }
    return -node - 1;
  }

  /**
   * Remembers a number for all states that give the same answers to what was asked.
   *
   * @throws Error when the questions contradict what was remembered before: then something else was looked at too.
   */
  remember(action: number, asked: readonly number[], state: ArrayLike<number>, remembered: number): void {
    const leaf = -remembered - 1;
    const [first] = asked;
    if (first === undefined) {
      this.#roots[action] = leaf;
      return;
    }
    let node = this.#roots[action] as number;
    if (node === 0) {
      node = this.#add(first);
      this.#roots[action] = node;
    }
    for (const [depth, question] of asked.entries()) {
      if (node <= 0 || this.#asks[node] !== question) throw new Error(`action ${action} asked other questions than it did before`);
      const answer = this.#questions.answer(question, state[this.#questions.place(question)] ?? 0);
      const next = this.#wide(node, answer);
      const after = asked[depth + 1];
      if (after === undefined) next[answer] = leaf;
      else {
        if (next[answer] === 0) next[answer] = this.#add(after);
        node = next[answer] as number;
      }
    }
  }

  /** How many nodes there are. */
  get size(): number {
    return this.#asks.length - 1;
  }

  #add(question: number): number {
    this.#next.push(new Int32Array(4));
    return this.#asks.push(question) - 1;
  }

  /** The branches of a node, with room for an answer. */
  #wide(node: number, answer: number): Int32Array {
    const next = this.#next[node] as Int32Array;
    if (answer < next.length) return next;
    const wider = new Int32Array(Math.max(answer + 1, 2 * next.length));
    wider.set(next);
    this.#next[node] = wider;
    return wider;
  }
}
