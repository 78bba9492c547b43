import type { ChangeLog } from './changes.ts';
import { Numbers } from './numbers.ts';

/**
 * What is kept of each change in a plan: n for change n, or -n - 1 where it edits bucket keys too, which fingerprints
 * depend on then.
 */
export const CHANGE = 0;
/** From here on what its writes do to fingerprints, two numbers for each symmetry. */
export const BITS = 1;

/**
 * What several actions together can do to a state: all their changes in one list, which is read from one end to the
 * other for each state.
 */
export class Plans {
  /** By number of the plan: results of all its actions, and where its changes are. */
  readonly results = new Numbers();
  readonly first = new Numbers();
  readonly end = new Numbers();
  /** Bits of the places that decide about it. */
  readonly places = new Numbers();
  readonly changes = new Numbers();
  readonly #log: ChangeLog;

  constructor(log: ChangeLog) {
    this.#log = log;
  }

  /** Number of a new plan, made of the consequences of several actions. */
  add(consequences: readonly number[]): number {
    const log = this.#log;
    let [results, places] = [0, 0];
    this.first.push(this.changes.length);
    for (const one of consequences) {
      results += log.results.items[one] as number;
      places |= log.places.items[one] as number;
      for (let change = log.first.items[one] as number; change < (log.end.items[one] as number); change++) {
        this.changes.push(log.effects[change]?.edits.length === 0 ? change : -change - 1);
        for (const bits of log.bits[change] ?? []) this.changes.push(bits);
      }
    }
    this.end.push(this.changes.length);
    this.places.push(places);
    return this.results.push(results);
  }
}
