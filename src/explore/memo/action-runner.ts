import { forEachChooser, type Outcome, type perform, type Scope, type Seen } from '../../../model/index.ts';
import type { Coverage } from '../coverage.ts';
import { type BrokenInvariant, firstBroken, unanswered } from '../invariants.ts';
import type { Layout } from '../parts/layout.ts';
import { NOW_MS } from '../parts/part.ts';
import type { Judges } from '../questions/judges.ts';
import type { Question } from '../questions/question.ts';
import { type Action, stepAt } from '../scope.ts';
import { type Effect, effectOf } from './effect.ts';
import { ReadSet } from './read-set.ts';
import type { Reads } from './reads.ts';
import { TrackedWorld } from './tracked-world.ts';

/** All KMS calls are seen, and of opaque ETags nothing but that they are opaque. */
const SEEN: Seen = { etag: () => undefined };

/** No result leaves the state as it is. */
export const NONE = -1;

/** An invariant that a result breaks. */
export interface Broken extends BrokenInvariant {
  /** Place of the result among all results of the action. */
  readonly result: number;
}

/** What an action answers, and what it does to the state. */
export interface Answer {
  readonly outcome: Outcome;
  /** Place of its effect among those that differ, or {@link NONE}. */
  readonly effect: number;
}

/** Everything that an action does to a state, and what decides about it. */
export interface ActionRun {
  /** What the model or an invariant has read of the state, in the order of reading. */
  readonly readSet: readonly number[];
  /** Results in all, those that change nothing and those that come to the same included. */
  readonly results: number;
  /** Effects that differ, each with the place of the first result that has it. */
  readonly effects: readonly { readonly effect: Effect; readonly result: number }[];
  /** Place of the first result without any effect, or {@link NONE}. */
  readonly unchanged: number;
  /** What each result answers. */
  readonly answers: readonly Answer[];
  /** The first result that breaks an invariant. */
  readonly broken: Broken | undefined;
  /** Questions that some result answers. */
  readonly answered: readonly Question[];
}

/** Has the model carry out actions on states, each in every way that is open, and the invariants judge what it does. */
export class ActionRunner {
  readonly #model: Scope;
  readonly #layout: Layout;
  readonly #reads: Reads;
  readonly #coverage: Coverage;
  readonly #act: typeof perform;
  readonly #judges: Judges;

  /** @param act - the model, or a wrapper that spoils what it does */
  constructor(model: Scope, layout: Layout, reads: Reads, coverage: Coverage, act: typeof perform, judges: Judges) {
    this.#model = model;
    this.#layout = layout;
    this.#reads = reads;
    this.#coverage = coverage;
    this.#act = act;
    this.#judges = judges;
  }

  /** What an action does to a state. */
  run(action: Action, state: ArrayLike<number>): ActionRun {
    const readSet = new ReadSet(this.#reads);
    const step = stepAt(action, NOW_MS);
    const effects = new Map<string, { readonly effect: Effect; readonly result: number; readonly place: number }>();
    const answers: Answer[] = [];
    const answered = new Set<Question>();
    let results = 0;
    let unchanged = NONE;
    let broken: Broken | undefined;
    forEachChooser(SEEN, (chooser) => {
      const before = new TrackedWorld(this.#model, this.#layout, state, readSet);
      const after = new TrackedWorld(this.#model, this.#layout, state, readSet);
      let outcome: Outcome;
      try {
        outcome = this.#coverage.watchCharts(() => this.#act(after, step, this.#coverage.watchChoices(chooser)));
      } catch (error) {
        broken = { ...unanswered(error), result: results };
        return false;
      }
      if (this.#layout.isBeyond(after)) return true;
      const result = results++;
      const written = {
        objects: [...after.objects.written.keys()],
        bucketKeys: [...after.bucketKeys.written.keys()],
      };
      const transition = { before, step, outcome, after, written };
      const against = firstBroken(this.#judges.invariants, transition);
      if (against !== undefined) broken = { ...against, result };
      for (const question of this.#judges.questions)
        if (!answered.has(question) && question.isSo(transition)) answered.add(question);
      const effect = effectOf(this.#layout, after);
      let place = NONE;
      if (effect.writes.length + effect.edits.length > 0) {
        const key = JSON.stringify(effect);
        const known = effects.get(key);
        place = known?.place ?? effects.size;
        if (known === undefined) effects.set(key, { effect, result, place });
      } else if (unchanged === NONE) unchanged = result;
      answers.push({ outcome, effect: place });
      return broken === undefined;
    });
    return {
      readSet: readSet.reads,
      results,
      effects: [...effects.values()],
      unchanged,
      answers,
      broken,
      answered: [...answered],
    };
  }
}
