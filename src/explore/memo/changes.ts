import type { Draws } from './draws.ts';
import type { Effect } from './effect.ts';
import { Numbers } from './numbers.ts';
import type { Questions } from './questions.ts';
import type { WorkedOut } from './work-out.ts';

/**
 * The consequences that were worked out so far, as numbers. A change is kept with what it does to a fingerprint, so
 * that the fingerprint of the state after it is known before that state is made.
 */
export class ChangeLog {
  /** By number of the consequences: results in all, and which changes. */
  readonly results = new Numbers();
  /** Bits of the places that decide about them; places that are 32 apart share a bit. */
  readonly places = new Numbers();
  readonly first = new Numbers();
  readonly end = new Numbers();
  /** By number of the change: what its writes do to fingerprints, two numbers for each symmetry. */
  readonly bits: Int32Array[] = [];
  /** By number of the change: its action, place of its result among those of the action, and its effect. */
  readonly action = new Numbers();
  readonly result = new Numbers();
  readonly effects: Effect[] = [];
  /** By number of the consequences: the questions whose answers decide about them. */
  readonly asked: (readonly number[])[] = [];
  readonly #draws: readonly Draws[];
  readonly #questions: Questions;

  /** @param draws - by place */
  constructor(draws: readonly Draws[], questions: Questions) {
    this.#draws = draws;
    this.#questions = questions;
  }

  /** Number of these consequences, which were worked out for an action and a state. */
  add(action: number, { asked, consequences: { results, changes } }: WorkedOut, state: ArrayLike<number>): number {
    this.asked.push(asked);
    this.places.push(asked.reduce((bits, question) => bits | (1 << this.#questions.place(question)), 0));
    this.first.push(this.effects.length);
    for (const { effect, result } of changes) {
      const bits = new Int32Array(this.#draws[0]?.stride ?? 0);
      for (const { place, value } of effect.writes) this.#draws[place]?.difference(state[place] ?? 0, value, bits, 0);
      this.bits.push(bits);
      this.action.push(action);
      this.result.push(result);
      this.effects.push(effect);
    }
    this.end.push(this.effects.length);
    return this.results.push(results);
  }
}
