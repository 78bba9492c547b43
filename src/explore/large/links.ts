import type { Link } from '../search/link.ts';
import { Chunks } from './chunks.ts';

/** {@link Links} as they travel, in pieces. */
export interface LinksData {
  readonly parents: readonly Uint32Array[];
  readonly events: readonly Uint16Array[];
  readonly pairs: readonly Link[];
}

/** Most pairs of action and result: as many as 16 bits tell apart. */
export const MOST_PAIRS = 2 ** 16;

/**
 * For each of a list of states, how it was first reached: 6 bytes a state. The states themselves can be made anew from
 * that, as TLC makes those of a counterexample (Yu, Manolios & Lamport 1999, Model Checking TLA+ Specifications).
 */
export class Links {
  /** Numbers of the states before. */
  readonly #parents = new Chunks((length) => new Uint32Array(length));
  /** Numbers of the pairs of action and result. */
  readonly #events = new Chunks((length) => new Uint16Array(length));
  readonly #pairs: Link[] = [];
  readonly #numbers: Map<number, number>[] = [];

  /** How many states there are. */
  get size(): number {
    return this.#parents.length;
  }

  get bytes(): number {
    return this.bytesWith(0);
  }

  /** Memory with so many states more, in bytes. */
  bytesWith(states: number): number {
    return this.#parents.bytesWith(states) + this.#events.bytesWith(states);
  }

  /** Adds the next state: the number of the state before, and the number of the {@link event}. */
  add(parent: number, event: number): void {
    this.#parents.push(parent);
    this.#events.push(event);
  }

  /** Adds the states of another list behind those of this one. */
  append({ parents, events, pairs }: LinksData): void {
    const numbers = pairs.map((pair) => this.event(pair));
    for (const piece of parents) this.#parents.append(piece);
    for (const piece of events) this.#events.append(piece.map((event) => numbers[event] as number));
  }

  /** All there is, as it is now, whatever is added afterwards. */
  data(): LinksData {
    return { parents: this.#parents.pieces(), events: this.#events.pieces(), pairs: [...this.#pairs] };
  }

  /** Takes all states away; the numbers of events stay. */
  clear(): void {
    this.#parents.clear();
    this.#events.clear();
  }

  /** Number of an action's result. */
  event({ action, result }: Link): number {
    let numbers = this.#numbers[action];
    if (numbers === undefined) {
      numbers = new Map();
      this.#numbers[action] = numbers;
    }
    const known = numbers.get(result);
    if (known !== undefined) return known;
    const number = this.#pairs.push({ action, result }) - 1;
    if (number >= MOST_PAIRS) throw new RangeError(`a scope with more than ${MOST_PAIRS} results of its actions`);
    numbers.set(result, number);
    return number;
  }

  /** Number of the state before one, in a list of all states from the first one on. */
  parent(state: number): number {
    const parent = this.#parents.at(state);
    if (parent === undefined) throw new RangeError(`there is no state ${state}`);
    return parent;
  }

  /** How a state was reached from the one before. */
  link(state: number): Link {
    const link = this.#pairs[this.#events.at(state) ?? MOST_PAIRS];
    if (link === undefined) throw new RangeError(`nothing led to state ${state}`);
    return link;
  }

  /** The links from state 0, the first of all, to this one, in order. */
  pathTo(state: number): readonly Link[] {
    const path: Link[] = [];
    for (let at = state; at !== 0; at = this.parent(at)) path.push(this.link(at));
    return path.reverse();
  }
}
