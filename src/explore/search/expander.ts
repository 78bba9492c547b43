import { initialWorld, type perform } from '../../../model/index.ts';
import type { Coverage } from '../coverage.ts';
import { Draws } from '../memo/draws.ts';
import { BITS as LOOKUP_BITS, Lookup } from '../memo/lookup.ts';
import { UNKNOWN } from '../memo/memo.ts';
import { BITS, CHANGE } from '../memo/plans.ts';
import { Questions } from '../memo/questions.ts';
import { Workshop } from '../memo/work-out.ts';
import { Layout } from '../parts/layout.ts';
import { stateOf } from '../parts/state-of.ts';
import { type ExploreScope, tickOf } from '../scope.ts';
import { Images } from '../symmetry/images.ts';
import type { Symmetry } from '../symmetry/symmetries.ts';
import { type Batch, TICK } from './batch.ts';
import { type BrokenResult, type EditLookup, Learned } from './learned.ts';
import type { Link } from './links.ts';
import type { Print } from './past.ts';
import { Prints, smallest } from './prints.ts';
import type { States } from './states.ts';

/** Finds everything that can follow on a state, by looking up what was learned, and learning what was not. */
export class Expander {
  readonly layout: Layout;
  /** The state an exploration begins with. */
  readonly first: readonly number[];
  /** Results of actions and ticks that were come across. */
  transitions = 0;
  readonly #scope: ExploreScope;
  readonly #coverage: Coverage;
  readonly #learned: Learned;
  /** By place: what a tick makes of a part. */
  readonly #later: readonly Lookup[];
  /** Fingerprints of the row that is expanded, and of the one expanded last the plan of each unit. */
  readonly #prints: Prints;
  readonly #last: Int32Array;
  /** Fingerprints of a candidate. */
  readonly #next: Int32Array;

  /**
   * @param symmetries - of the scope, the one that changes nothing first: states that one of them leads to each other
   * are one state
   */
  constructor(scope: ExploreScope, coverage: Coverage, act: typeof perform, symmetries: readonly Symmetry[]) {
    this.#scope = scope;
    this.#coverage = coverage;
    const initial = initialWorld(scope.setup, scope.profile);
    const layout = new Layout(scope, initial);
    this.layout = layout;
    this.first = stateOf(layout, initial);
    const renamings = symmetries.slice(1).map(({ names }) => new Images(names, layout, initial.scope));
    const draws = this.first.map((_, place) => new Draws(layout, place, renamings));
    const questions = new Questions(layout);
    this.#learned = new Learned(
      scope,
      layout,
      draws,
      questions,
      new Workshop(initial.scope, layout, questions, coverage, act),
      coverage,
    );
    this.#later = draws.map((own, place) => new Lookup(own, (value) => this.#laterAt(place, value)));
    this.#prints = new Prints(this.first, draws, this.#later);
    this.#last = new Int32Array(this.#learned.units).fill(UNKNOWN);
    this.#next = new Int32Array(2 * symmetries.length);
  }

  /** The result that breaks an invariant, once one was found. */
  get broken(): BrokenResult | undefined {
    return this.#learned.broken;
  }

  /** The fingerprint of the state whose row begins at `at`: of those under all symmetries the smallest. */
  printOf(items: ArrayLike<number>, at: number): Print {
    const prints = this.#prints.of(items, at);
    const least = smallest(prints);
    return { low: prints[least] as number, high: prints[least + 1] as number };
  }

  /**
   * Adds whatever can follow on the state whose row begins at `at`, and differs from it, to a batch; nothing once an
   * invariant is broken.
   */
  expand(states: States, at: number, batch: Batch): void {
    const { items } = states;
    const learned = this.#learned;
    const { plans, memo } = learned;
    const differences = this.#prints.moveTo(items, at);
    const last = this.#last;
    for (let unit = 0; unit < last.length; unit++) {
      let plan = last[unit] as number;
      if (plan < 0 || (differences & (plans.places.items[plan] as number)) !== 0) {
        plan = memo.find(unit, items, at);
        if (plan < 0) plan = learned.plan(unit, items.subarray(at, at + states.width));
        if (learned.broken !== undefined) return;
        last[unit] = plan;
      }
      this.transitions += plans.results.items[plan] as number;
      if (this.#next.length === 2) this.#addAll(plan, items, at, batch);
      else this.#addSmallest(plan, items, at, batch);
    }
    this.transitions++;
    const { own, tick } = this.#prints;
    if (tick[0] === 0 && tick[1] === 0) return;
    const next = this.#next;
    for (let i = 0; i < next.length; i++) next[i] = (own[i] as number) ^ (tick[i] as number);
    this.#add(at, TICK, batch);
  }

  /** Adds what a plan leads to where there is no symmetry, so that fingerprints are what they are. */
  #addAll(plan: number, items: ArrayLike<number>, at: number, batch: Batch): void {
    const { plans } = this.#learned;
    const { own } = this.#prints;
    const low = own[0] as number;
    const high = own[1] as number;
    const changes = plans.changes.items;
    const end = plans.end.items[plan] as number;
    for (let i = plans.first.items[plan] as number; i < end; i += BITS + 2) {
      const change = changes[i + CHANGE] as number;
      const nextLow = low ^ (changes[i + BITS] as number);
      const nextHigh = high ^ (changes[i + BITS + 1] as number);
      if (change >= 0) batch.add(nextLow, nextHigh, at, change);
      else this.#edit(items, at, nextLow, nextHigh, -change - 1, batch);
    }
  }

  /** Adds what follows on an edit of bucket keys, unless they stay as they are. */
  #edit(
    items: ArrayLike<number>,
    at: number,
    withoutLow: number,
    withoutHigh: number,
    change: number,
    batch: Batch,
  ): void {
    let [low, high] = [withoutLow, withoutHigh];
    const edits = this.#learned.editsOf[change] as readonly EditLookup[];
    for (let i = 0; i < edits.length; i++) {
      const { place, lookup } = edits[i] as EditLookup;
      const row = lookup.at(items[at + place] as number);
      low ^= lookup.table[row + LOOKUP_BITS] as number;
      high ^= lookup.table[row + LOOKUP_BITS + 1] as number;
    }
    const { own } = this.#prints;
    if (low !== own[0] || high !== own[1]) batch.add(low, high, at, change);
  }

  /** Adds what a plan leads to, each candidate with the smallest of its fingerprints under all symmetries. */
  #addSmallest(plan: number, items: ArrayLike<number>, at: number, batch: Batch): void {
    const { plans, editsOf } = this.#learned;
    const prints = this.#prints.own;
    const next = this.#next;
    const changes = plans.changes.items;
    const end = plans.end.items[plan] as number;
    const width = prints.length;
    for (let i = plans.first.items[plan] as number; i < end; i += BITS + width) {
      for (let k = 0; k < width; k++) next[k] = (prints[k] as number) ^ (changes[i + BITS + k] as number);
      const change = changes[i + CHANGE] as number;
      if (change >= 0) {
        this.#add(at, change, batch);
        continue;
      }
      const edits = editsOf[-change - 1] as readonly EditLookup[];
      for (let e = 0; e < edits.length; e++) {
        const { place, lookup } = edits[e] as EditLookup;
        const row = lookup.at(items[at + place] as number) + LOOKUP_BITS;
        const table = lookup.table;
        for (let k = 0; k < width; k++) next[k] = (next[k] as number) ^ (table[row + k] as number);
      }
      if (next[0] !== prints[0] || next[1] !== prints[1]) this.#add(at, -change - 1, batch);
    }
  }

  /** Adds the candidate whose fingerprints are at hand. */
  #add(at: number, change: number, batch: Batch): void {
    const least = smallest(this.#next);
    batch.add(this.#next[least] as number, this.#next[least + 1] as number, at, change);
  }

  /** What a tick makes of a part. */
  #laterAt(place: number, value: number): number {
    const part = this.layout.part(place);
    const { tickMs } = this.#scope;
    return this.#coverage.watchCharts(() => part.encode(part.moved(part.values.record(value), -tickMs)));
  }

  /** Makes the state of a candidate: `row` begins as a copy of the state before. */
  apply(change: number, row: States, at: number): void {
    if (change === TICK) {
      for (const [place, lookup] of this.#later.entries())
        row.set(at + place, lookup.next(row.items[at + place] as number));
      return;
    }
    for (const { place, lookup } of this.#learned.editsOf[change] ?? [])
      row.set(at + place, lookup.next(row.items[at + place] as number));
    for (const { place, value } of this.#learned.effect(change).writes) row.set(at + place, value);
  }

  /**
   * The action of a candidate's change, by its place in the scope, and the place of its result among those of the
   * action.
   */
  linkOf(change: number): Link {
    return change === TICK ? { action: tickOf(this.#scope), result: 0 } : this.#learned.linkOf(change);
  }

  /** The change that a link is in the state whose row begins at `at`; undefined where it leads nowhere. */
  changeTo(link: Link, items: ArrayLike<number>, at: number): number | undefined {
    if (link.action === tickOf(this.#scope)) return link.result === 0 ? TICK : undefined;
    return this.#learned.changeTo(link, items, at);
  }
}
