import { forEachWay, type perform, type Scope, type Seen } from '../../../model/index.ts';
import type { Transition } from '../../../properties/transition.ts';
import type { Coverage } from '../coverage.ts';
import { INVARIANTS } from '../invariants.ts';
import type { Layout } from '../parts/layout.ts';
import { NOW_MS } from '../parts/part.ts';
import { type Action, stepAt } from '../scope.ts';
import { type Effect, effectOf } from './effect.ts';
import { Footprint } from './footprint.ts';
import type { Questions } from './questions.ts';
import { TracedWorld } from './traced-world.ts';

/** All KMS calls are seen, and of opaque ETags nothing but that they are opaque. */
const SEEN: Seen = { etag: () => undefined };

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

/** An invariant that a result breaks. */
export interface Broken {
  /** Id of the invariant. */
  readonly id: string;
  readonly reason: string;
  /** Place of the result among all results of the action. */
  readonly result: number;
}

/** Everything that an action does to a state, and what settles it. */
export interface WorkedOut {
  /** Questions that were asked of the state, by the model or by an invariant, in the order of asking. */
  readonly asked: readonly number[];
  readonly consequences: Consequences;
  /** The first result that breaks an invariant. */
  readonly broken: Broken | undefined;
}

/** Has the model carry out actions on states, each in every way that is open, and the invariants judge what it does. */
export class Workshop {
  readonly #model: Scope;
  readonly #layout: Layout;
  readonly #questions: Questions;
  readonly #coverage: Coverage;
  readonly #act: typeof perform;

  /** @param act - the model, or a wrapper that spoils what it does */
  constructor(model: Scope, layout: Layout, questions: Questions, coverage: Coverage, act: typeof perform) {
    this.#model = model;
    this.#layout = layout;
    this.#questions = questions;
    this.#coverage = coverage;
    this.#act = act;
  }

  /** What an action does to a state. */
  workOut(action: Action, state: ArrayLike<number>): WorkedOut {
    const footprint = new Footprint(this.#questions);
    const step = stepAt(action, NOW_MS);
    const changes = new Map<string, Change>();
    let results = 0;
    let broken: Broken | undefined;
    forEachWay(SEEN, (chooser) => {
      const result = results++;
      const before = new TracedWorld(this.#model, this.#layout, state, footprint);
      const after = new TracedWorld(this.#model, this.#layout, state, footprint);
      const outcome = this.#coverage.watchCharts(() => this.#act(after, step, this.#coverage.watchChoices(chooser)));
      const written = {
        objects: [...after.objects.written.keys()],
        bucketKeys: [...after.bucketKeys.written.keys()],
      };
      const transition = { before, step, outcome, after, written };
      broken = judged(transition, result);
      const effect = effectOf(this.#layout, after);
      const key = JSON.stringify(effect);
      const isChange = effect.writes.length + effect.edits.length > 0;
      if (isChange && !changes.has(key)) changes.set(key, { effect, result });
      return broken === undefined;
    });
    return { asked: footprint.asked, consequences: { results, changes: [...changes.values()] }, broken };
  }
}

function judged(transition: Transition, result: number): Broken | undefined {
  for (const { id, judge } of INVARIANTS) {
    const reason = judge(transition);
    if (reason !== undefined) return { id, reason, result };
  }
  return undefined;
}
