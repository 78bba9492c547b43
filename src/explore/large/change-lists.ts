import type { Reads } from '../memo/reads.ts';
import { Numbers } from '../numbers.ts';
import type { Consequences } from '../search/successors.ts';
import type { ValueHashes } from './hash/value-hashes.ts';

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
  /** By number of the list: results of all its actions, and where its changes are. */
  readonly results = new Numbers();
  readonly first = new Numbers();
  readonly end = new Numbers();
  /** Bits of the places that decide about it; places that are 32 apart share a bit. */
  readonly places = new Numbers();
  readonly changes = new Numbers();
  /** How often it was looked up since that was last counted, and where the numbers of its consequences are. */
  readonly uses = new Numbers();
  readonly firstConsequences = new Numbers();
  readonly consequences = new Numbers();
  readonly #hashes: readonly ValueHashes[];
  readonly #reads: Reads;

  /** @param hashes - by place */
  constructor(hashes: readonly ValueHashes[], reads: Reads) {
    this.#hashes = hashes;
    this.#reads = reads;
  }

  /** Number of a new list: the consequences that several actions have in a state, which begins at `at`. */
  add(consequences: readonly Consequences[], states: ArrayLike<number>, at: number): number {
    let [results, places] = [0, 0];
    const bits = new Int32Array(this.#hashes[0]?.stride ?? 0);
    this.first.push(this.changes.length);
    this.uses.push(0);
    this.firstConsequences.push(this.consequences.length);
    for (const one of consequences) {
      results += one.results;
      this.consequences.push(one.number);
      for (const read of one.readSet) places |= 1 << this.#reads.place(read);
      for (const { number, writes, lookups } of one.changes) {
        this.changes.push(lookups.length === 0 ? number : -number);
        bits.fill(0);
        for (const { place, value } of writes)
          this.#hashes[place]?.difference(states[at + place] as number, value, bits, 0);
        for (const half of bits) this.changes.push(half);
      }
    }
    this.end.push(this.changes.length);
    this.places.push(places);
    return this.results.push(results);
  }
  /** Calls `count` with the numbers of consequences that were looked up since the last time, and how often. */
  takeUses(count: (consequences: number, times: number) => void): void {
    for (let list = 0; list < this.uses.length; list++) {
      const times = this.uses.items[list] as number;
      if (times === 0) continue;
      this.uses.items[list] = 0;
      const isLast = list + 1 === this.uses.length;
      const end = isLast ? this.consequences.length : (this.firstConsequences.items[list + 1] as number);
      for (let at = this.firstConsequences.items[list] as number; at < end; at++)
        count(this.consequences.items[at] as number, times);
    }
  }
}
