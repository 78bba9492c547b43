import { initialWorld, type perform } from '../../../model/index.ts';
import type { Coverage } from '../coverage.ts';
import { ChangeLog } from '../memo/changes.ts';
import type { Edit, Effect } from '../memo/effect.ts';
import { Lookup } from '../memo/lookup.ts';
import { Memo, UNKNOWN } from '../memo/memo.ts';
import { CHANGE, HIGH, LOW, Plans, STRIDE } from '../memo/plans.ts';
import { Questions } from '../memo/questions.ts';
import { type Broken, Workshop } from '../memo/work-out.ts';
import { Layout } from '../parts/layout.ts';
import { stateOf } from '../parts/state-of.ts';
import { type ExploreScope, tickOf } from '../scope.ts';
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

  /** The row that was expanded last, and the plan of each unit found there. */
  readonly #row: number[];
  readonly #last: Int32Array;
  /** Its fingerprint, and what a tick does to it. */
  #low: number;
  #high: number;
  #tickLow = 0;
  #tickHigh = 0;

  constructor(scope: ExploreScope, coverage: Coverage, act: typeof perform) {
    this.#scope = scope;
    const initial = initialWorld(scope.setup, scope.profile);
    this.layout = new Layout(scope, initial);
    this.first = stateOf(this.layout, initial);
    this.#questions = new Questions(this.layout);
    this.#workshop = new Workshop(initial.scope, this.layout, this.#questions, coverage, act);
    this.#units = unitsOf(scope);
    this.#memo = new Memo(this.#units.length, this.#questions);
    this.#consequences = new Memo(scope.actions.length, this.#questions);
    this.#log = new ChangeLog(this.layout, this.#questions);
    this.#plans = new Plans(this.#log);
    const { layout } = this;
    this.#later = Array.from(
      { length: layout.size },
      (_, place) =>
        new Lookup(layout, place, (value) => {
          const part = layout.part(place);
          const before = part.values.record(value);
          const after = part.encode(part.moved(before, -scope.tickMs));
          for (const placed of layout.kmsKeys.values()) {
            if (placed.place === place) coverage.seeLater(placed.part.values.record(value), placed.part.values.record(after));
          }
          return after;
        }),
    );
    this.#last = new Int32Array(this.#units.length).fill(UNKNOWN);
    this.#row = [...this.first];
    const { low, high } = this.fingerprint(this.first);
    this.#low = low;
    this.#high = high;
    for (const [place, value] of this.first.entries()) {
      const later = this.#later[place] as Lookup;
      this.#tickLow ^= later.low(value);
      this.#tickHigh ^= later.high(value);
    }
  }

  /** The fingerprint of a state: what its parts' values draw, put together. */
  fingerprint(state: readonly number[]): { readonly low: number; readonly high: number } {
    let [low, high] = [0, 0];
    for (const [place, value] of state.entries()) {
      const { values } = this.layout.part(place);
      low ^= values.low(value);
      high ^= values.high(value);
    }
    return { low, high };
  }

  /** Adds whatever can follow on the state whose row begins at `at`, and differs from it, to a batch; nothing once an invariant is broken. */
  expand(states: States, at: number, batch: Batch): void {
    const { items } = states;
    const plans = this.#plans;
    const differences = this.#moveTo(items, at);
    const low = this.#low;
    const high = this.#high;
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
      const changes = plans.changes.items;
      const end = plans.end.items[plan] as number;
      for (let i = plans.first.items[plan] as number; i < end; i += STRIDE) {
        const change = changes[i + CHANGE] as number;
        const nextLow = low ^ (changes[i + LOW] as number);
        const nextHigh = high ^ (changes[i + HIGH] as number);
        if (change >= 0) batch.add(nextLow, nextHigh, at, change);
        else this.#edit(items, at, nextLow, nextHigh, -change - 1, batch);
      }
    }
    this.transitions++;
    if (this.#tickLow !== 0 || this.#tickHigh !== 0) batch.add(low ^ this.#tickLow, high ^ this.#tickHigh, at, TICK);
  }

  /** Adds what follows on an edit of bucket keys, unless they stay as they are. */
  #edit(items: ArrayLike<number>, at: number, withoutLow: number, withoutHigh: number, change: number, batch: Batch): void {
    let [low, high] = [withoutLow, withoutHigh];
    const edits = this.#editsOf[change] as readonly EditLookup[];
    for (let i = 0; i < edits.length; i++) {
      const { place, lookup } = edits[i] as EditLookup;
      const value = items[at + place] as number;
      low ^= lookup.low(value);
      high ^= lookup.high(value);
    }
    if (low !== this.#low || high !== this.#high) batch.add(low, high, at, change);
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
      const { values } = this.layout.part(place);
      const later = this.#later[place] as Lookup;
      this.#low ^= values.low(before) ^ values.low(value);
      this.#high ^= values.high(before) ^ values.high(value);
      this.#tickLow ^= later.low(before) ^ later.low(value);
      this.#tickHigh ^= later.high(before) ^ later.high(value);
    }
    return differences;
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
      lookup = new Lookup(this.layout, place, (value) => keys.part.edited(value, edit));
      this.#edits.set(name, lookup);
    }
    return { place, lookup };
  }

  #effect(change: number): Effect {
    const effect = this.#log.effects[change];
    if (effect === undefined) throw new RangeError(`there is no change ${change}`);
    return effect;
  }
}
