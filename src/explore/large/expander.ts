import type { perform } from '../../../model/index.ts';
import type { ActionTally } from '../action-counts.ts';
import type { Coverage } from '../coverage.ts';
import { Memo, UNKNOWN } from '../memo/memo.ts';
import type { Reads } from '../memo/reads.ts';
import type { ExploreScope } from '../scope.ts';
import type { States } from '../search/states.ts';
import { type BrokenResult, type Consequences, Successors, TICK } from '../search/successors.ts';
import { actionGroups } from './action-groups.ts';
import type { Candidates } from './candidates.ts';
import { BITS, CHANGE, CHANGES, ChangeLists, END, isNothing, PLACES, RESULTS, USES } from './change-lists.ts';
import { HashedLookup } from './hash/hashed-lookup.ts';
import { RowHashes, smallest } from './hash/row-hashes.ts';
import type { StateHash } from './hash/state-hash.ts';
import { ValueHashes } from './hash/value-hashes.ts';
import { Images } from './symmetry/images.ts';
import type { Symmetry } from './symmetry/symmetries.ts';

/**
 * Lists of a group for whole values. Where there are more than that, they are too seldom looked up again to be worth
 * their memory.
 */
const MOST_WHOLE = 2 ** 15;

/**
 * Finds everything that can follow on a state, as {@link Successors} do, but by state hash: the hash of a state after a
 * change is known from the one before by what the change does to it, so that only new states need be made. The changes
 * of several actions are looked up together.
 */
export class Expander {
  readonly successors: Successors;
  /** Results of actions and ticks that were come across. */
  transitions = 0;
  /** By group of actions: places of the actions. */
  readonly #groups: readonly (readonly number[])[];
  /** Of each group the list of changes for a state, where there is one. */
  readonly #memo: Memo;
  readonly #lists: ChangeLists;
  /**
   * By group: how many lists more are to be made for the whole values of all parts that its actions read or edit; 0
   * where they are for what read sets find alone, and edits are looked up for each state.
   */
  readonly #wholes: Int32Array;
  /** By number of the change: how often since that was last counted its edits left a state as it was. */
  readonly #idle: number[] = [];
  /** Hashes of the row that is expanded, and of the one expanded last the list of each group. */
  readonly #row: RowHashes;
  readonly #last: Int32Array;
  /** Hashes of a candidate. */
  readonly #next: Int32Array;

  /**
   * @param symmetries - of the scope, the one that changes nothing first: states that one of them leads to each other
   * are one state
   * @param mostWhole - most lists of a group for whole values
   */
  constructor(
    scope: ExploreScope,
    coverage: Coverage,
    act: typeof perform,
    symmetries: readonly Symmetry[],
    mostWhole = MOST_WHOLE,
  ) {
    this.successors = new Successors(scope, coverage, act);
    const { layout, reads, initial } = this.successors;
    const renamings = symmetries.slice(1).map(({ names }) => new Images(names, layout));
    const hashes = initial.map((_, place) => new ValueHashes(layout, place, renamings));
    this.#groups = actionGroups(scope);
    // An action that stands alone may edit what is in any bucket.
    this.#wholes = Int32Array.from(this.#groups, ({ length }) => (length > 1 ? mostWhole : 0));
    this.#memo = new Memo(2 * this.#groups.length, reads);
    this.#lists = new ChangeLists(hashes);
    const ticks = this.successors
      .change(TICK)
      .lookups.map(({ place, lookup }) => new HashedLookup(hashes[place] as ValueHashes, lookup));
    this.#row = new RowHashes(initial, hashes, ticks);
    this.#last = new Int32Array(this.#groups.length).fill(UNKNOWN);
    this.#next = new Int32Array(2 * symmetries.length);
  }

  /** The result that breaks an invariant, once one was found. */
  get broken(): BrokenResult | undefined {
    return this.successors.broken;
  }

  /** The hash of the state whose row begins at `at`: of those under all symmetries the smallest. */
  hashOf(items: ArrayLike<number>, at: number): StateHash {
    const hashes = this.#row.of(items, at);
    const least = smallest(hashes);
    return { low: hashes[hashes.length / 2 + least] as number, high: hashes[least] as number };
  }

  /**
   * Adds whatever can follow on the state whose row begins at `at`, and differs from it, to the candidates; nothing
   * once an invariant is broken.
   */
  expand({ items }: States, at: number, candidates: Candidates): void {
    const lists = this.#lists.numbers;
    const differences = this.#row.moveTo(items, at);
    const last = this.#last;
    for (let group = 0; group < last.length; group++) {
      let list = last[group] as number;
      if (list < 0 || (differences & (lists.items[list + PLACES] as number)) !== 0) {
        list = this.#memo.find(this.#memoOf(group), items, at);
        if (list < 0) list = this.#learn(group, items, at);
        if (this.broken !== undefined) return;
        last[group] = list;
      }
      this.transitions += lists.items[list + RESULTS] as number;
      lists.items[list + USES] = (lists.items[list + USES] as number) + 1;
      this.#addAll(list, items, at, candidates);
    }
    this.transitions++;
    const { own, tick } = this.#row;
    if (isNothing(tick)) return;
    const next = this.#next;
    for (let i = 0; i < next.length; i++) next[i] = (own[i] as number) ^ (tick[i] as number);
    this.#add(at, TICK, candidates);
  }

  /** Counts what has come of the actions since that was last done: on each transition there is no time for it. */
  countActions(tally: ActionTally): void {
    this.#lists.takeUses(({ consequences, idle }, times) => {
      for (const number of consequences) {
        const { action, counts } = this.successors.consequences(number);
        tally.add(action, counts, times);
      }
      for (const number of idle) this.#addUnchanged(tally, number, times);
    });
    for (const [number, times] of this.#idle.entries()) {
      if (times === undefined || times === 0) continue;
      this.#addUnchanged(tally, number, times);
      this.#idle[number] = 0;
    }
  }

  #addUnchanged(tally: ActionTally, change: number, times: number): void {
    const { action, results } = this.successors.change(change);
    tally.addUnchanged(action, times * results);
  }

  /** The place of a group in the memo: there are two, by read sets and by whole values. */
  #memoOf(group: number): number {
    return (this.#wholes[group] as number) > 0 ? this.#groups.length + group : group;
  }

  /** Puts together what the actions of a group do to a state; {@link UNKNOWN} once an invariant is broken. */
  #learn(group: number, items: ArrayLike<number>, at: number): number {
    const all: Consequences[] = [];
    for (const action of this.#groups[group] ?? []) {
      all.push(this.successors.of(action, items, at));
      if (this.broken !== undefined) return UNKNOWN;
    }
    const { reads } = this.successors;
    const isWhole = (this.#wholes[group] as number) > 0;
    const places = isWhole ? placesOf(all, reads) : undefined;
    const readSet = places?.map((place) => reads.value(place)) ?? [...new Set(all.flatMap((one) => one.readSet))];
    const list = this.#lists.add(all, places ?? readSet.map((read) => reads.place(read)), isWhole, items, at);
    this.#memo.remember(this.#memoOf(group), readSet, items, at, list);
    if (isWhole) this.#wholes[group] = (this.#wholes[group] as number) - 1;
    return list;
  }

  /**
   * Adds what a list leads to, each candidate with the smallest of its hashes under all symmetries: it stands for all
   * states of an orbit, as the canonical representative does in Ip & Dill 1996.
   */
  #addAll(list: number, items: ArrayLike<number>, at: number, candidates: Candidates): void {
    const changes = this.#lists.numbers.items;
    const { own } = this.#row;
    const lows = own.length / 2;
    const end = changes[list + END] as number;
    for (let i = list + CHANGES; i < end; i += BITS + own.length) {
      const change = changes[i + CHANGE] as number;
      if (change < 0) {
        this.#addEdited(-change, i + BITS, items, at, candidates);
        continue;
      }
      // As in `smallest`, but nothing is written down on the way.
      let high = (own[0] as number) ^ (changes[i + BITS] as number);
      let low = (own[lows] as number) ^ (changes[i + BITS + lows] as number);
      for (let k = 1; k < lows; k++) {
        const otherHigh = (own[k] as number) ^ (changes[i + BITS + k] as number);
        if (otherHigh > high) continue;
        const otherLow = (own[lows + k] as number) ^ (changes[i + BITS + lows + k] as number);
        if (otherHigh === high && otherLow >= low) continue;
        high = otherHigh;
        low = otherLow;
      }
      candidates.add(low, high, at, change);
    }
  }

  /** Adds what a change leads to, of which the bits at `from` lack its edits, unless it leaves the state as it is. */
  #addEdited(change: number, from: number, items: ArrayLike<number>, at: number, candidates: Candidates): void {
    const next = this.#next;
    const changes = this.#lists.numbers.items;
    for (let k = 0; k < next.length; k++) next[k] = changes[from + k] as number;
    for (const { place, lookup } of this.#lists.edits[change] ?? []) lookup.toggle(items[at + place] as number, next);
    if (isNothing(next)) {
      this.#idle[change] = (this.#idle[change] ?? 0) + 1;
      return;
    }
    const { own } = this.#row;
    for (let k = 0; k < next.length; k++) next[k] = (next[k] as number) ^ (own[k] as number);
    this.#add(at, change, candidates);
  }

  /** Adds the candidate whose hashes are at hand. */
  #add(at: number, change: number, candidates: Candidates): void {
    const next = this.#next;
    const least = smallest(next);
    candidates.add(next[next.length / 2 + least] as number, next[least] as number, at, change);
  }
}

/** Places of all that was read, and after that of what is edited. */
function placesOf(all: readonly Consequences[], reads: Reads): readonly number[] {
  const places = new Set<number>();
  for (const { readSet } of all) for (const read of readSet) places.add(reads.place(read));
  for (const { changes } of all) for (const { lookups } of changes) for (const { place } of lookups) places.add(place);
  return [...places];
}
