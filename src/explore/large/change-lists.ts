import type { Lookup } from '../memo/lookup.ts';
import { Numbers } from '../numbers.ts';
import type { Change, Consequences } from '../search/successors.ts';
import { HashedLookup } from './hash/hashed-lookup.ts';
import type { ValueHashes } from './hash/value-hashes.ts';

/**
 * A list begins with these: results of all its actions; bits of the places that decide about it, of which those that
 * are 32 apart share one; how often it was looked up since that was last counted; where it ends.
 */
export const RESULTS = 0;
export const PLACES = 1;
export const USES = 2;
export const END = 3;
/** From here on its changes. */
export const CHANGES = 4;

/**
 * What is kept of each change in a list: n for change n, or -n where state hashes depend on what its edits make of
 * bucket keys, too.
 */
export const CHANGE = 0;
/** From here on what it does to state hashes, those edits left out, in the order of {@link ValueHashes}. */
export const BITS = 1;

/** An edit of bucket keys, and what it does to state hashes. */
interface HashedEdit {
  readonly place: number;
  readonly lookup: HashedLookup;
}

const NO_EDITS: readonly HashedEdit[] = [];

/** What is counted of a list: numbers of its consequences, and of changes that leave its states as they are. */
interface Counted {
  readonly consequences: readonly number[];
  readonly idle: readonly number[];
}

/**
 * What several actions together can do to a state: all their changes in one list, which is read from one end to the
 * other for each state. A change is kept with what it does to a state hash, so that the hash of the state after it is
 * known before that state is made.
 */
export class ChangeLists {
  /** All lists, one behind the other: what is read together lies together. The number of a list is where it begins. */
  readonly numbers = new Numbers();
  /** By number of the change: its edits, of those that have some. */
  readonly edits: (readonly HashedEdit[])[] = [];
  /** Of each list, in their order. */
  readonly #counted: Counted[] = [];
  readonly #hashed = new Map<Lookup, HashedLookup>();
  readonly #hashes: readonly ValueHashes[];

  /** @param hashes - by place */
  constructor(hashes: readonly ValueHashes[]) {
    this.#hashes = hashes;
  }

  /**
   * Number of a new list: the consequences that several actions have in a state, which begins at `at`.
   *
   * @param places - of what decides about the list
   * @param isWhole - whether that is the values that the state has there, and all that is edited is among them; else it
   * is what read sets find there, and edits come to something else from state to state
   */
  add(
    consequences: readonly Consequences[],
    places: readonly number[],
    isWhole: boolean,
    states: ArrayLike<number>,
    at: number,
  ): number {
    const { numbers } = this;
    const list = numbers.length;
    for (let i = 0; i < CHANGES; i++) numbers.push(0);
    const bits = new Int32Array(this.#hashes[0]?.stride ?? 0);
    const idle: number[] = [];
    let results = 0;
    for (const one of consequences) {
      results += one.results;
      for (const change of one.changes) {
        const edits = this.#editsOf(change);
        const isOpen = edits.length > 0 && !isWhole;
        bits.fill(0);
        for (const { place, value } of change.writes)
          this.#hashes[place]?.difference(states[at + place] as number, value, bits, 0);
        if (!isOpen) for (const { place, lookup } of edits) lookup.toggle(states[at + place] as number, bits);
        if (!isOpen && isNothing(bits)) {
          idle.push(change.number);
          continue;
        }
        numbers.push(isOpen ? -change.number : change.number);
        for (const half of bits) numbers.push(half);
      }
    }
    numbers.items[list + RESULTS] = results;
    for (const place of places) numbers.items[list + PLACES] = (numbers.items[list + PLACES] as number) | (1 << place);
    numbers.items[list + END] = numbers.length;
    this.#counted.push({ consequences: consequences.map(({ number }) => number), idle });
    return list;
  }

  /** Calls `count` with what is counted of each list that was looked up since the last time, and how often it was. */
  takeUses(count: (counted: Counted, times: number) => void): void {
    const { items } = this.numbers;
    let list = 0;
    for (const counted of this.#counted) {
      const times = items[list + USES] as number;
      items[list + USES] = 0;
      if (times > 0) count(counted, times);
      list = items[list + END] as number;
    }
  }

  #editsOf({ number, lookups }: Change): readonly HashedEdit[] {
    if (lookups.length === 0) return NO_EDITS;
    this.edits[number] ??= lookups.map(({ place, lookup }) => ({ place, lookup: this.#hashedLookup(place, lookup) }));
    return this.edits[number];
  }

  #hashedLookup(place: number, lookup: Lookup): HashedLookup {
    const known = this.#hashed.get(lookup) ?? new HashedLookup(this.#hashes[place] as ValueHashes, lookup);
    this.#hashed.set(lookup, known);
    return known;
  }
}

/** Whether a change leaves the hash of a state as it is, and so the state. */
export function isNothing(bits: Int32Array): boolean {
  return bits[0] === 0 && bits[bits.length / 2] === 0;
}
