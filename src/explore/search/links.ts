import { Chunks } from './chunks.ts';

/** A state among those of several regions. */
export interface StateName {
  readonly region: number;
  /** Number in its region, in the order of discovery. */
  readonly number: number;
}

/** How a state was first reached. */
export interface Link {
  /** Place of the action among what can happen in the scope. */
  readonly action: number;
  /** Place of the result among those of the action. */
  readonly result: number;
}

/** {@link Links} as they travel between threads. */
export interface LinksData {
  readonly parents: Uint32Array;
  readonly events: Uint16Array;
  readonly pairs: readonly Link[];
}

/** Most pairs of action and result: as many as 16 bits tell apart. */
const MOST_PAIRS = 2 ** 16;

/** For each state of a region, how it was first reached: 6 bytes a state. The first state of all was not reached from any other. */
export class Links {
  /** The state before: its number times the count of regions, plus its region. */
  readonly #parents: Chunks<Uint32Array>;
  /** Numbers of the pairs of action and result. */
  readonly #events: Chunks<Uint16Array>;
  readonly #regions: number;
  readonly #pairs: Link[] = [];
  readonly #numbers: Map<number, number>[] = [];

  /** @param regions - how many regions there are */
  constructor(regions: number) {
    this.#regions = regions;
    this.#parents = new Chunks((length) => new Uint32Array(length));
    this.#events = new Chunks((length) => new Uint16Array(length));
  }

  /** How many states there are. */
  get size(): number {
    return this.#parents.length;
  }

  get bytes(): number {
    return this.#parents.bytes + this.#events.bytes;
  }

  /** Memory with so many states more, in bytes. */
  bytesWith(states: number): number {
    return this.#parents.bytesWith(states) + this.#events.bytesWith(states);
  }

  /** Adds the next state: where it was reached from, and the number of the {@link event}. */
  add(region: number, number: number, event: number): void {
    this.#parents.push(number * this.#regions + region);
    this.#events.push(event);
  }

  /** A copy that can travel. */
  data(): LinksData {
    return { parents: this.#parents.joined(), events: this.#events.joined(), pairs: this.#pairs };
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
}

/** The links from the first state of all to this one, in order. */
export function pathTo(regions: readonly LinksData[], { region, number }: StateName): readonly Link[] {
  const path: Link[] = [];
  let at = number * regions.length + region;
  // The first state is number 0 of its region, and its own parent.
  for (;;) {
    const links = regions[at % regions.length];
    const own = Math.floor(at / regions.length);
    const parent = links?.parents[own];
    if (links === undefined || parent === undefined) throw new RangeError(`there is no state ${own}`);
    if (parent === at) return path.reverse();
    const link = links.pairs[links.events[own] ?? 0];
    if (link === undefined) throw new RangeError(`nothing led to state ${own}`);
    path.push(link);
    at = parent;
  }
}
