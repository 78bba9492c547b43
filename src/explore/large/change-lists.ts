import type { Reads } from '../memo/reads.ts';
import { Numbers } from '../numbers.ts';
import type { Consequences } from '../search/successors.ts';
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
 * What is kept of each change in a list: n for change n, or -n where it edits bucket keys too, which state hashes
 * depend on then.
 */
export const CHANGE = 0;
/** From here on what its writes do to state hashes, two numbers for each symmetry. */
export const BITS = 1;

/**
 * What several actions together can do to a state: all their changes in one list, which is read from one end to the
 * other for each state. A change is kept with what it does to a state hash, so that the hash of the state after it is
 * known before that state is made.
 */
export class ChangeLists {
  /** All lists, one behind the other: what is read together lies together. The number of a list is where it begins. */
  readonly numbers = new Numbers();
  /** Of each list, in their order, the numbers of its consequences. */
  readonly #consequences: (readonly number[])[] = [];
  readonly #hashes: readonly ValueHashes[];
  readonly #reads: Reads;

  /** @param hashes - by place */
  constructor(hashes: readonly ValueHashes[], reads: Reads) {
    this.#hashes = hashes;
    this.#reads = reads;
  }

  /** Number of a new list: the consequences that several actions have in a state, which begins at `at`. */
  add(consequences: readonly Consequences[], states: ArrayLike<number>, at: number): number {
    const { numbers } = this;
    const list = numbers.length;
    for (let i = 0; i < CHANGES; i++) numbers.push(0);
    const bits = new Int32Array(this.#hashes[0]?.stride ?? 0);
    let [results, places] = [0, 0];
    for (const one of consequences) {
      results += one.results;
      for (const read of one.readSet) places |= 1 << this.#reads.place(read);
      for (const { number, writes, lookups } of one.changes) {
        numbers.push(lookups.length === 0 ? number : -number);
        bits.fill(0);
        for (const { place, value } of writes)
          this.#hashes[place]?.difference(states[at + place] as number, value, bits, 0);
        for (const half of bits) numbers.push(half);
      }
    }
    numbers.items[list + RESULTS] = results;
    numbers.items[list + PLACES] = places;
    numbers.items[list + END] = numbers.length;
    this.#consequences.push(consequences.map(({ number }) => number));
    return list;
  }

  /** Calls `count` with the numbers of consequences that were looked up since the last time, and how often. */
  takeUses(count: (consequences: number, times: number) => void): void {
    const { items } = this.numbers;
    let list = 0;
    for (const consequences of this.#consequences) {
      const times = items[list + USES] as number;
      items[list + USES] = 0;
      if (times > 0) for (const one of consequences) count(one, times);
      list = items[list + END] as number;
    }
  }
}
