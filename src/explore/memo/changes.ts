import type { Layout } from '../parts/layout.ts';
import type { Effect } from './effect.ts';
import { Numbers } from './numbers.ts';

/** One thing an action can do to a state. */
export interface Change {
  readonly effect: Effect;
  /** Place of the result among all results of the action. */
  readonly result: number;
}

/** What an action can do to the states of one footprint. */
export interface Consequences {
  /** Results in all, those that change nothing and those that come to the same included. */
  readonly results: number;
  /** Changes that differ. */
  readonly changes: readonly Change[];
}

/**
 * The consequences that were worked out so far, as numbers. A change is kept with what it does to a fingerprint, so that the fingerprint
 * of the state after it is known before that state is made.
 */
export class ChangeLog {
  /** By number of the consequences: results in all, and which changes. */
  readonly results = new Numbers();
  readonly first = new Numbers();
  readonly end = new Numbers();
  /** By number of the change: its share in the fingerprint. */
  readonly low = new Numbers();
  readonly high = new Numbers();
  /** By number of the change: place of its result, and its effect. */
  readonly result = new Numbers();
  readonly effects: Effect[] = [];
  readonly #layout: Layout;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** Number of these consequences, which are those of a state. */
  add({ results, changes }: Consequences, state: ArrayLike<number>): number {
    this.first.push(this.effects.length);
    for (const { effect, result } of changes) {
      let low = 0;
      let high = 0;
      for (const { place, value } of effect.writes) {
        const { values } = this.#layout.part(place);
        const before = state[place] ?? 0;
        low ^= values.low(before) ^ values.low(value);
        high ^= values.high(before) ^ values.high(value);
      }
      this.low.push(low);
      this.high.push(high);
      this.result.push(result);
      this.effects.push(effect);
    }
    this.end.push(this.effects.length);
    return this.results.push(results);
  }
}
