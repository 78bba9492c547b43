import type { Coverage } from '../coverage.ts';
import { ChangeLog } from '../memo/changes.ts';
import type { Draws } from '../memo/draws.ts';
import type { Edit, Effect } from '../memo/effect.ts';
import { Lookup } from '../memo/lookup.ts';
import { Memo, UNKNOWN } from '../memo/memo.ts';
import { Plans } from '../memo/plans.ts';
import type { Questions } from '../memo/questions.ts';
import type { Broken, Workshop } from '../memo/work-out.ts';
import type { BucketKeysEdit } from '../parts/bucket-keys.ts';
import type { BucketKeysPlace, Layout } from '../parts/layout.ts';
import type { ExploreScope } from '../scope.ts';
import type { Link } from './links.ts';
import { unitsOf } from './units.ts';

/** A result that breaks an invariant. */
export interface BrokenResult extends Broken {
  readonly action: number;
}

/** An edit of bucket keys, looked up. */
export interface EditLookup {
  readonly place: number;
  readonly lookup: Lookup;
}

/**
 * What was learned of the actions of a scope: the model carries out an action once for each footprint, and all that it
 * does is remembered.
 */
export class Learned {
  /** How many units there are. */
  readonly units: number;
  /** Of each unit the plan for a state, where there is one. */
  readonly memo: Memo;
  readonly plans: Plans;
  /** By number of the change. */
  readonly editsOf: (readonly EditLookup[])[] = [];
  /** The result that breaks an invariant, once one was found. */
  broken: BrokenResult | undefined;
  readonly #scope: ExploreScope;
  readonly #layout: Layout;
  readonly #draws: readonly Draws[];
  readonly #workshop: Workshop;
  readonly #coverage: Coverage;
  readonly #units: readonly (readonly number[])[];
  /** Of each action its consequences. */
  readonly #consequences: Memo;
  readonly #log: ChangeLog;
  /** By place and edit. */
  readonly #edits = new Map<string, Lookup>();

  constructor(
    scope: ExploreScope,
    layout: Layout,
    draws: readonly Draws[],
    questions: Questions,
    workshop: Workshop,
    coverage: Coverage,
  ) {
    this.#scope = scope;
    this.#layout = layout;
    this.#draws = draws;
    this.#workshop = workshop;
    this.#coverage = coverage;
    this.#units = unitsOf(scope);
    this.units = this.#units.length;
    this.memo = new Memo(this.units, questions);
    this.#consequences = new Memo(scope.actions.length, questions);
    this.#log = new ChangeLog(draws, questions);
    this.plans = new Plans(this.#log);
  }

  /** Puts together what the actions of a unit do to a state; {@link UNKNOWN} once an invariant is broken. */
  plan(unit: number, state: ArrayLike<number>): number {
    const consequences: number[] = [];
    for (const action of this.#units[unit] ?? []) {
      consequences.push(this.#consequencesOf(action, state, 0));
      if (this.broken !== undefined) return UNKNOWN;
    }
    const plan = this.plans.add(consequences);
    const asked = new Set(consequences.flatMap((one) => this.#log.asked[one] ?? []));
    this.memo.remember(unit, [...asked], state, plan);
    return plan;
  }

  /**
   * The change that an action's result is in the state that begins at `at`; undefined where it changes nothing, or has
   * no such result.
   */
  changeTo({ action, result }: Link, states: ArrayLike<number>, at: number): number | undefined {
    if (this.#scope.actions[action] === undefined) return undefined;
    const consequences = this.#consequencesOf(action, states, at);
    const end = this.#log.end.items[consequences] as number;
    for (let change = this.#log.first.items[consequences] as number; change < end; change++) {
      if (this.#log.result.items[change] === result) return change;
    }
    return undefined;
  }

  /** The action of a change, and the place of its result among those of the action. */
  linkOf(change: number): Link {
    return { action: this.#log.action.items[change] as number, result: this.#log.result.items[change] as number };
  }

  /** @throws RangeError when there is no such change */
  effect(change: number): Effect {
    const effect = this.#log.effects[change];
    if (effect === undefined) throw new RangeError(`there is no change ${change}`);
    return effect;
  }

  #consequencesOf(action: number, states: ArrayLike<number>, at: number): number {
    const known = this.#consequences.find(action, states, at);
    return known === UNKNOWN
      ? this.#learn(
          action,
          Array.from({ length: this.#layout.size }, (_, place) => states[at + place] ?? 0),
        )
      : known;
  }

  #learn(place: number, state: ArrayLike<number>): number {
    const action = this.#scope.actions[place];
    if (action === undefined) throw new RangeError(`the scope ${this.#scope.name} has no action ${place}`);
    const workedOut = this.#workshop.workOut(action, state);
    if (workedOut.broken !== undefined) this.broken = { ...workedOut.broken, action: place };
    for (const { effect } of workedOut.consequences.changes)
      this.editsOf.push(effect.edits.map((edit) => this.#editLookup(edit)));
    const number = this.#log.add(place, workedOut, state);
    this.#consequences.remember(place, workedOut.asked, state, number);
    return number;
  }

  #editLookup({ place, edit }: Edit): EditLookup {
    const name = JSON.stringify([place, edit]);
    let lookup = this.#edits.get(name);
    if (lookup === undefined) {
      const keys = this.#layout.bucketKeysAt(place);
      if (keys === undefined) throw new RangeError(`there are no bucket keys at ${place}`);
      lookup = new Lookup(this.#draws[place] as Draws, (value) => this.#editedAt(keys, value, edit));
      this.#edits.set(name, lookup);
    }
    return { place, lookup };
  }

  /** What an edit makes of bucket keys. */
  #editedAt(keys: BucketKeysPlace, value: number, edit: BucketKeysEdit): number {
    return this.#coverage.watchCharts(() => keys.part.edited(value, edit));
  }
}
