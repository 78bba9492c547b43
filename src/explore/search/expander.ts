import { initialWorld, type perform, type World } from '../../../model/index.ts';
import type { Coverage } from '../coverage.ts';
import { ChangeLog } from '../memo/changes.ts';
import type { Edit, Effect } from '../memo/effect.ts';
import { Lookup } from '../memo/lookup.ts';
import { Memo } from '../memo/memo.ts';
import { Questions } from '../memo/questions.ts';
import { type Broken, Workshop } from '../memo/work-out.ts';
import { Layout } from '../parts/layout.ts';
import { stateOf } from '../parts/state-of.ts';
import { type ExploreScope, tickOf } from '../scope.ts';
import { type Batch, TICK } from './batch.ts';
import type { States } from './states.ts';

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
  /** Results of actions and ticks that were come across. */
  transitions = 0;
  /** The result that breaks an invariant, once one was found. */
  broken: BrokenResult | undefined;
  readonly #scope: ExploreScope;
  readonly #initial: World;
  readonly #workshop: Workshop;
  readonly #memo: Memo;
  readonly #log: ChangeLog;
  /** By number of the change. */
  readonly #editsOf: (readonly EditLookup[])[] = [];
  /** By place: what a tick makes of a part. */
  readonly #later: readonly Lookup[];
  /** By place and edit. */
  readonly #edits = new Map<string, Lookup>();

  constructor(scope: ExploreScope, coverage: Coverage, act: typeof perform) {
    this.#scope = scope;
    this.#initial = initialWorld(scope.setup, scope.profile);
    this.layout = new Layout(scope, this.#initial);
    const questions = new Questions(this.layout);
    this.#workshop = new Workshop(this.#initial.scope, this.layout, questions, coverage, act);
    this.#memo = new Memo(scope.actions.length, questions);
    this.#log = new ChangeLog(this.layout);
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
  }

  /** The state an exploration begins with. */
  get first(): readonly number[] {
    return stateOf(this.layout, this.#initial);
  }

  /** The fingerprint of the state whose row begins at `at`: what its parts' values draw, put together. */
  fingerprint(states: States, at: number): { readonly low: number; readonly high: number } {
    let [low, high] = [0, 0];
    for (let place = 0; place < states.width; place++) {
      const { values } = this.layout.part(place);
      const value = states.items[at + place] as number;
      low ^= values.low(value);
      high ^= values.high(value);
    }
    return { low, high };
  }

  /** Adds whatever can follow on the state whose row begins at `at`, and differs from it, to a batch; nothing once an invariant is broken. */
  expand(states: States, at: number, batch: Batch): void {
    const { items } = states;
    const { results, first, end, low, high } = this.#log;
    const { low: ownLow, high: ownHigh } = this.fingerprint(states, at);
    for (let action = 0; action < this.#scope.actions.length; action++) {
      let found = this.#memo.find(action, items, at);
      if (found < 0) {
        found = this.#learn(action, items.subarray(at, at + states.width));
        if (this.broken !== undefined) return;
      }
      this.transitions += results.items[found] as number;
      const last = end.items[found] as number;
      for (let change = first.items[found] as number; change < last; change++) {
        let nextLow = ownLow ^ (low.items[change] as number);
        let nextHigh = ownHigh ^ (high.items[change] as number);
        const edits = this.#editsOf[change] as readonly EditLookup[];
        if (edits.length > 0) {
          for (const { place, lookup } of edits) {
            const value = items[at + place] as number;
            lookup.of(value);
            nextLow ^= lookup.low.items[value] as number;
            nextHigh ^= lookup.high.items[value] as number;
          }
          if (nextLow === ownLow && nextHigh === ownHigh) continue;
        }
        batch.add(nextLow, nextHigh, at, action, change);
      }
    }
    this.#tick(states, at, batch, ownLow, ownHigh);
  }

  /** Makes the state of a candidate: `row` begins as a copy of the state before. */
  apply(change: number, row: States, at: number): void {
    if (change === TICK) {
      for (const [place, lookup] of this.#later.entries()) row.set(at + place, lookup.of(row.items[at + place] as number));
      return;
    }
    for (const { place, lookup } of this.#editsOf[change] ?? []) row.set(at + place, lookup.of(row.items[at + place] as number));
    for (const { place, value } of this.#effect(change).writes) row.set(at + place, value);
  }

  /** Place of a candidate's result among those of its action. */
  resultOf(change: number): number {
    return change === TICK ? 0 : (this.#log.result.items[change] as number);
  }

  #tick(states: States, at: number, batch: Batch, ownLow: number, ownHigh: number): void {
    this.transitions++;
    let [nextLow, nextHigh] = [ownLow, ownHigh];
    for (let place = 0; place < states.width; place++) {
      const lookup = this.#later[place] as Lookup;
      const value = states.items[at + place] as number;
      lookup.of(value);
      nextLow ^= lookup.low.items[value] as number;
      nextHigh ^= lookup.high.items[value] as number;
    }
    if (nextLow !== ownLow || nextHigh !== ownHigh) batch.add(nextLow, nextHigh, at, tickOf(this.#scope), TICK);
  }

  #learn(place: number, state: ArrayLike<number>): number {
    const action = this.#scope.actions[place];
    if (action === undefined) throw new RangeError(`the scope ${this.#scope.name} has no action ${place}`);
    const { asked, consequences, broken } = this.#workshop.workOut(action, state);
    if (broken !== undefined) this.broken = { ...broken, action: place };
    for (const { effect } of consequences.changes) this.#editsOf.push(effect.edits.map((edit) => this.#editLookup(edit)));
    const number = this.#log.add(consequences, state);
    this.#memo.remember(place, asked, state, number);
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
