import type { perform } from '../../../model/index.ts';
import type { ActionTally } from '../action-counts.ts';
import type { Coverage } from '../coverage.ts';
import type { Lookup } from '../memo/lookup.ts';
import { Memo, UNKNOWN } from '../memo/memo.ts';
import type { ExploreScope } from '../scope.ts';
import type { States } from '../search/states.ts';
import { type BrokenResult, type Consequences, type PartLookup, Successors, TICK } from '../search/successors.ts';
import { actionGroups } from './action-groups.ts';
import type { Candidates } from './candidates.ts';
import { BITS, CHANGE, CHANGES, ChangeLists, END, PLACES, RESULTS, USES } from './change-lists.ts';
import { HashedLookup, BITS as LOOKUP_BITS } from './hash/hashed-lookup.ts';
import { isSmaller, RowHashes, smallest } from './hash/row-hashes.ts';
import type { StateHash } from './hash/state-hash.ts';
import { ValueHashes } from './hash/value-hashes.ts';
import { Images } from './symmetry/images.ts';
import type { Symmetry } from './symmetry/symmetries.ts';

/** An edit of bucket keys, and what it does to state hashes. */
interface HashedEdit {
  readonly place: number;
  readonly lookup: HashedLookup;
}

/** Those of a change that edits nothing. */
const NO_EDITS: readonly HashedEdit[] = [];

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
  readonly #hashes: readonly ValueHashes[];
  readonly #hashed = new Map<Lookup, HashedLookup>();
  /** By number of the change: its edits, and how often since that was last counted they left a state as it was. */
  readonly #edits: (readonly HashedEdit[])[] = [];
  readonly #idle: number[] = [];
  /** Hashes of the row that is expanded, and of the one expanded last the list of each group. */
  readonly #row: RowHashes;
  readonly #last: Int32Array;
  /** Of each edit of a change, where its row is. */
  readonly #rows: number[] = [];
  /** Hashes of a candidate. */
  readonly #next: Int32Array;

  /**
   * @param symmetries - of the scope, the one that changes nothing first: states that one of them leads to each other
   * are one state
   */
  constructor(scope: ExploreScope, coverage: Coverage, act: typeof perform, symmetries: readonly Symmetry[]) {
    this.successors = new Successors(scope, coverage, act);
    const { layout, reads, initial } = this.successors;
    const renamings = symmetries.slice(1).map(({ names }) => new Images(names, layout));
    this.#hashes = initial.map((_, place) => new ValueHashes(layout, place, renamings));
    this.#groups = actionGroups(scope);
    this.#memo = new Memo(this.#groups.length, reads);
    this.#lists = new ChangeLists(this.#hashes, reads);
    const ticks = this.successors.change(TICK).lookups.map((lookup) => this.#hashedLookup(lookup));
    this.#row = new RowHashes(initial, this.#hashes, ticks);
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
    return { low: hashes[least] as number, high: hashes[least + 1] as number };
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
        list = this.#memo.find(group, items, at);
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
    if (tick[0] === 0 && tick[1] === 0) return;
    const next = this.#next;
    for (let i = 0; i < next.length; i++) next[i] = (own[i] as number) ^ (tick[i] as number);
    this.#add(at, TICK, candidates);
  }

  /** Counts what has come of the actions since that was last done: on each transition there is no time for it. */
  countActions(tally: ActionTally): void {
    this.#lists.takeUses((number, times) => {
      const { action, counts } = this.successors.consequences(number);
      tally.add(action, counts, times);
    });
    for (const [number, times] of this.#idle.entries()) {
      if (times === undefined || times === 0) continue;
      const { action, results } = this.successors.change(number);
      tally.addUnchanged(action, times * results);
      this.#idle[number] = 0;
    }
  }

  /** Puts together what the actions of a group do to a state; {@link UNKNOWN} once an invariant is broken. */
  #learn(group: number, items: ArrayLike<number>, at: number): number {
    const all: Consequences[] = [];
    for (const action of this.#groups[group] ?? []) {
      const consequences = this.successors.of(action, items, at);
      if (this.broken !== undefined) return UNKNOWN;
      for (const { number, lookups } of consequences.changes) {
        this.#edits[number] ??= lookups.map((edit) => ({ place: edit.place, lookup: this.#hashedLookup(edit) }));
        this.#idle[number] ??= 0;
      }
      all.push(consequences);
    }
    const list = this.#lists.add(all, items, at);
    this.#memo.remember(group, [...new Set(all.flatMap(({ readSet }) => readSet))], items, at, list);
    return list;
  }

  #hashedLookup({ place, lookup }: PartLookup): HashedLookup {
    const known = this.#hashed.get(lookup) ?? new HashedLookup(this.#hashes[place] as ValueHashes, lookup);
    this.#hashed.set(lookup, known);
    return known;
  }

  /**
   * Adds what a list leads to, each candidate with the smallest of its hashes under all symmetries: it stands for all
   * states of an orbit, as the canonical representative does in Ip & Dill 1996. Most scopes have one symmetry, which
   * changes nothing; so its two numbers stay where they are fast to get at.
   */
  #addAll(list: number, items: ArrayLike<number>, at: number, candidates: Candidates): void {
    const changes = this.#lists.numbers.items;
    const { own } = this.#row;
    const rows = this.#rows;
    const width = own.length;
    const end = changes[list + END] as number;
    for (let i = list + CHANGES; i < end; i += BITS + width) {
      const change = changes[i + CHANGE] as number;
      const edits = change > 0 ? NO_EDITS : (this.#edits[-change] as readonly HashedEdit[]);
      let low = 0;
      let high = 0;
      let isIdle = false;
      for (let k = 0; k < width; k += 2) {
        let nextLow = (own[k] as number) ^ (changes[i + BITS + k] as number);
        let nextHigh = (own[k + 1] as number) ^ (changes[i + BITS + k + 1] as number);
        for (let e = 0; e < edits.length; e++) {
          const { place, lookup } = edits[e] as HashedEdit;
          if (k === 0) rows[e] = lookup.at(items[at + place] as number) + LOOKUP_BITS;
          const row = (rows[e] as number) + k;
          nextLow ^= lookup.table[row] as number;
          nextHigh ^= lookup.table[row + 1] as number;
        }
        if (k === 0) isIdle = nextLow === own[0] && nextHigh === own[1];
        else if (!isSmaller(nextLow, nextHigh, low, high)) continue;
        low = nextLow;
        high = nextHigh;
      }
      if (isIdle) this.#idle[-change] = (this.#idle[-change] as number) + 1;
      else candidates.add(low, high, at, Math.abs(change));
    }
  }

  /** Adds the candidate whose hashes are at hand. */
  #add(at: number, change: number, candidates: Candidates): void {
    const least = smallest(this.#next);
    candidates.add(this.#next[least] as number, this.#next[least + 1] as number, at, change);
  }
}
