import { initialWorld, type perform } from '../../../model/index.ts';
import type { Coverage } from '../coverage.ts';
import { ChangeLog } from '../memo/changes.ts';
import { Draws } from '../memo/draws.ts';
import type { Edit, Effect } from '../memo/effect.ts';
import { BITS as LOOKUP_BITS, Lookup } from '../memo/lookup.ts';
import { Memo, UNKNOWN } from '../memo/memo.ts';
import { BITS, CHANGE, Plans } from '../memo/plans.ts';
import { Questions } from '../memo/questions.ts';
import { type Broken, Workshop } from '../memo/work-out.ts';
import type { BucketKeysEdit } from '../parts/bucket-keys.ts';
import { type BucketKeysPlace, Layout } from '../parts/layout.ts';
import { stateOf } from '../parts/state-of.ts';
import { coolDown } from '../parts/warmth.ts';
import { type ExploreScope, tickOf } from '../scope.ts';
import { Images } from '../symmetry/images.ts';
import type { Symmetry } from '../symmetry/symmetries.ts';
import { type Batch, TICK } from './batch.ts';
import type { States } from './states.ts';
import { unitsOf } from './units.ts';

/** A result that breaks an invariant. */
export interface BrokenResult extends Broken {
  readonly action: number;
}

/** An edit of bucket keys, looked up. */
interface EditLookup {
  readonly place: number;
  readonly lookup: Lookup;
}

/**
 * Finds everything that can follow on a state. The model carries out an action once for each footprint; from then on what the action does
 * is looked up.
 */
export class Expander {
  readonly layout: Layout;
  /** The state an exploration begins with. */
  readonly first: readonly number[];
  /** Results of actions and ticks that were come across. */
  transitions = 0;
  /** The result that breaks an invariant, once one was found. */
  broken: BrokenResult | undefined;
  readonly #scope: ExploreScope;
  readonly #coverage: Coverage;
  readonly #questions: Questions;
  readonly #workshop: Workshop;
  readonly #units: readonly (readonly number[])[];
  /** Of each unit its plan, and of each action its consequences. */
  readonly #memo: Memo;
  readonly #consequences: Memo;
  readonly #plans: Plans;
  readonly #log: ChangeLog;
  /** By number of the change. */
  readonly #editsOf: (readonly EditLookup[])[] = [];
  /** By place: what a tick makes of a part. */
  readonly #later: readonly Lookup[];
  /** By place and edit. */
  readonly #edits = new Map<string, Lookup>();

  /** By place. */
  readonly #draws: readonly Draws[];
  /** The row that was expanded last, and the plan of each unit found there. */
  readonly #row: number[];
  readonly #last: Int32Array;
  /** Its fingerprints, and what a tick does to them: two numbers for each symmetry, low and high half. */
  readonly #prints: Int32Array;
  readonly #tick: Int32Array;
  /** Fingerprints of a candidate. */
  readonly #next: Int32Array;

  /** @param symmetries - of the scope, the one that changes nothing first: states that one of them leads to each other are one state */
  constructor(scope: ExploreScope, coverage: Coverage, act: typeof perform, symmetries: readonly Symmetry[]) {
    this.#scope = scope;
    this.#coverage = coverage;
    const initial = initialWorld(scope.setup, scope.profile);
    const layout = new Layout(scope, initial);
    this.layout = layout;
    this.first = stateOf(layout, initial);
    const renamings = symmetries.slice(1).map(({ names }) => new Images(names, layout, initial.scope));
    this.#draws = this.first.map((_, place) => new Draws(layout, place, renamings));
    this.#questions = new Questions(layout);
    this.#workshop = new Workshop(initial.scope, layout, this.#questions, coverage, act);
    this.#units = unitsOf(scope);
    this.#memo = new Memo(this.#units.length, this.#questions);
    this.#consequences = new Memo(scope.actions.length, this.#questions);
    this.#log = new ChangeLog(this.#draws, this.#questions);
    this.#plans = new Plans(this.#log);
    this.#later = this.#draws.map((draws, place) => new Lookup(draws, (value) => this.#laterAt(place, value)));
    this.#last = new Int32Array(this.#units.length).fill(UNKNOWN);
    this.#row = [...this.first];
    this.#prints = new Int32Array(2 * symmetries.length);
    this.#tick = new Int32Array(2 * symmetries.length);
    this.#next = new Int32Array(2 * symmetries.length);
    for (const [place, value] of this.first.entries()) {
      const draws = this.#draws[place] as Draws;
      const later = this.#later[place] as Lookup;
      const [from, row] = [draws.at(value), later.at(value) + LOOKUP_BITS];
      for (let k = 0; k < this.#prints.length; k++) {
        this.#prints[k] = (this.#prints[k] as number) ^ (draws.bits[from + k] as number);
        this.#tick[k] = (this.#tick[k] as number) ^ (later.table[row + k] as number);
      }
    }
  }

  /** The fingerprint an exploration begins with. Call it before anything is expanded. */
  get firstFingerprint(): { readonly low: number; readonly high: number } {
    const at = smallest(this.#prints);
    return { low: this.#prints[at] as number, high: this.#prints[at + 1] as number };
  }

  /** Adds whatever can follow on the state whose row begins at `at`, and differs from it, to a batch; nothing once an invariant is broken. */
  expand(states: States, at: number, batch: Batch): void {
    const { items } = states;
    const plans = this.#plans;
    const differences = this.#moveTo(items, at);
    const last = this.#last;
    for (let unit = 0; unit < last.length; unit++) {
      let plan = last[unit] as number;
      if (plan < 0 || (differences & (plans.places.items[plan] as number)) !== 0) {
        plan = this.#memo.find(unit, items, at);
        if (plan < 0) plan = this.#plan(unit, items.subarray(at, at + states.width));
        if (this.broken !== undefined) return;
        last[unit] = plan;
      }
      this.transitions += plans.results.items[plan] as number;
      if (this.#prints.length === 2) this.#addAll(plan, items, at, batch);
      else this.#addSmallest(plan, items, at, batch);
    }
    this.transitions++;
    const tick = this.#tick;
    if (tick[0] === 0 && tick[1] === 0) return;
    const next = this.#next;
    for (let i = 0; i < next.length; i++) next[i] = (this.#prints[i] as number) ^ (tick[i] as number);
    this.#add(at, TICK, batch);
  }

  /** Adds what a plan leads to where there is no symmetry, so that fingerprints are what they are. */
  #addAll(plan: number, items: ArrayLike<number>, at: number, batch: Batch): void {
    const plans = this.#plans;
    const low = this.#prints[0] as number;
    const high = this.#prints[1] as number;
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
  #edit(items: ArrayLike<number>, at: number, withoutLow: number, withoutHigh: number, change: number, batch: Batch): void {
    let [low, high] = [withoutLow, withoutHigh];
    const edits = this.#editsOf[change] as readonly EditLookup[];
    for (let i = 0; i < edits.length; i++) {
      const { place, lookup } = edits[i] as EditLookup;
      const row = lookup.at(items[at + place] as number);
      low ^= lookup.table[row + LOOKUP_BITS] as number;
      high ^= lookup.table[row + LOOKUP_BITS + 1] as number;
    }
    if (low !== this.#prints[0] || high !== this.#prints[1]) batch.add(low, high, at, change);
  }

  /** Adds what a plan leads to, each candidate with the smallest of its fingerprints under all symmetries. */
  #addSmallest(plan: number, items: ArrayLike<number>, at: number, batch: Batch): void {
    const plans = this.#plans;
    const prints = this.#prints;
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
      const edits = this.#editsOf[-change - 1] as readonly EditLookup[];
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

  /** Puts together what is known of the actions of a unit. */
  #plan(unit: number, state: ArrayLike<number>): number {
    const consequences: number[] = [];
    for (const action of this.#units[unit] ?? []) {
      const known = this.#consequences.find(action, state, 0);
      consequences.push(known === UNKNOWN ? this.#learn(action, state) : known);
      if (this.broken !== undefined) return UNKNOWN;
    }
    const plan = this.#plans.add(consequences);
    const asked = new Set(consequences.flatMap((one) => this.#log.asked[one] ?? []));
    this.#memo.remember(unit, [...asked], state, plan);
    return plan;
  }

  /**
   * Makes a row the one that is expanded. Rows that follow each other differ in few places, so what was found for the one before still
   * holds where nothing it depends on has changed. Answers the bits of the places in which they differ.
   */
  #moveTo(items: ArrayLike<number>, at: number): number {
    const row = this.#row;
    let differences = 0;
    for (let place = 0; place < row.length; place++) {
      const value = items[at + place] as number;
      const before = row[place] as number;
      if (value === before) continue;
      differences |= 1 << place;
      row[place] = value;
      this.#exchange(place, before, value);
    }
    return differences;
  }

  /** Puts the value of a part into the fingerprints in place of the one before. */
  #exchange(place: number, before: number, value: number): void {
    const draws = this.#draws[place] as Draws;
    const later = this.#later[place] as Lookup;
    const from = draws.at(before);
    const to = draws.at(value);
    const laterFrom = later.at(before) + LOOKUP_BITS;
    const laterTo = later.at(value) + LOOKUP_BITS;
    const { bits } = draws;
    const { table } = later;
    const prints = this.#prints;
    const tick = this.#tick;
    for (let k = 0; k < prints.length; k++) {
      prints[k] = (prints[k] as number) ^ (bits[from + k] as number) ^ (bits[to + k] as number);
      tick[k] = (tick[k] as number) ^ (table[laterFrom + k] as number) ^ (table[laterTo + k] as number);
    }
  }

  /** What a tick makes of a part. */
  #laterAt(place: number, value: number): number {
    const part = this.layout.part(place);
    const keys = this.layout.bucketKeysAt(place);
    return this.#coverage.watchCharts(() => {
      const after = part.encode(part.moved(part.values.record(value), -this.#scope.tickMs));
      if (keys !== undefined) coolDown(this.layout.model, keys, value, after, 'LifetimeEnds');
      return after;
    });
  }

  /** Makes the state of a candidate: `row` begins as a copy of the state before. */
  apply(change: number, row: States, at: number): void {
    if (change === TICK) {
      for (const [place, lookup] of this.#later.entries()) row.set(at + place, lookup.next(row.items[at + place] as number));
      return;
    }
    for (const { place, lookup } of this.#editsOf[change] ?? []) row.set(at + place, lookup.next(row.items[at + place] as number));
    for (const { place, value } of this.#effect(change).writes) row.set(at + place, value);
  }

  /** The action of a candidate's change, by its place in the scope, and the place of its result among those of the action. */
  eventOf(change: number): { readonly action: number; readonly result: number } {
    if (change === TICK) return { action: tickOf(this.#scope), result: 0 };
    return { action: this.#log.action.items[change] as number, result: this.#log.result.items[change] as number };
  }

  #learn(place: number, state: ArrayLike<number>): number {
    const action = this.#scope.actions[place];
    if (action === undefined) throw new RangeError(`the scope ${this.#scope.name} has no action ${place}`);
    const workedOut = this.#workshop.workOut(action, state);
    if (workedOut.broken !== undefined) this.broken = { ...workedOut.broken, action: place };
    for (const { effect } of workedOut.consequences.changes) this.#editsOf.push(effect.edits.map((edit) => this.#editLookup(edit)));
    const number = this.#log.add(place, workedOut, state);
    this.#consequences.remember(place, workedOut.asked, state, number);
    return number;
  }

  #editLookup({ place, edit }: Edit): EditLookup {
    const name = JSON.stringify([place, edit]);
    let lookup = this.#edits.get(name);
    if (lookup === undefined) {
      const keys = this.layout.bucketKeysAt(place);
      if (keys === undefined) throw new RangeError(`there are no bucket keys at ${place}`);
      lookup = new Lookup(this.#draws[place] as Draws, (value) => this.#editedAt(keys, value, edit));
      this.#edits.set(name, lookup);
    }
    return { place, lookup };
  }

  /** What an edit makes of bucket keys. */
  #editedAt(keys: BucketKeysPlace, value: number, edit: BucketKeysEdit): number {
    const { loss } = edit;
    const after = keys.part.edited(value, edit);
    if (loss !== undefined) this.#coverage.watchCharts(() => coolDown(this.layout.model, keys, value, after, loss));
    return after;
  }

  #effect(change: number): Effect {
    const effect = this.#log.effects[change];
    if (effect === undefined) throw new RangeError(`there is no change ${change}`);
    return effect;
  }
}

/** Where the smallest of some fingerprints is, by its high half first, so that the low halves stay evenly spread. */
function smallest(prints: Int32Array): number {
  let least = 0;
  let low = prints[0] as number;
  let high = prints[1] as number;
  for (let at = 2; at < prints.length; at += 2) {
    const otherHigh = prints[at + 1] as number;
    if (otherHigh > high) continue;
    const otherLow = prints[at] as number;
    if (otherHigh === high && otherLow >= low) continue;
    least = at;
    low = otherLow;
    high = otherHigh;
  }
  return least;
}
