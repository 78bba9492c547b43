import { type Chooser, type perform, type Step, type StepResult, stepBy, type World } from '../../../model/index.ts';
import { randomChooser } from '../../suts/model-sut.ts';
import { type ExploreScope, isBeyond, stepAt, tickOf } from '../scope.ts';

/** One action of a random walk, or a tick. */
export interface Walked {
  readonly before: World;
  /** Place of the action among what can happen in the scope; that of the tick for a tick. */
  readonly place: number;
  /** The action, and the one of its results that was drawn; undefined for a tick. */
  readonly taken: { readonly step: Step; readonly result: StepResult } | undefined;
  readonly after: World;
}

/** What makes a walk what it is: equal seeds walk alike. */
export interface WalkOptions {
  readonly seed: number;
  /** Actions and ticks in all. */
  readonly depth: number;
  /** Whether opaque ETags are drawn, as they are where a trace is shown; else nothing is seen of them. */
  readonly etags: boolean;
}

/**
 * A random walk through a scope on whole worlds: each action and the tick are as likely as each other, and so is each
 * option of a choice.
 */
export function* randomWalk(
  scope: ExploreScope,
  initial: World,
  act: typeof perform,
  { seed, depth, etags }: WalkOptions,
): Generator<Walked> {
  const drawn = randomChooser(seed);
  const chooser: Chooser = etags ? drawn : { pick: drawn.pick, opaqueEtag: () => undefined };
  const places = [...scope.actions.keys(), tickOf(scope)];
  let before = initial;
  for (let at = 0; at < depth; at++) {
    const place = places[drawn.pick('cache', places)] as number;
    const action = scope.actions[place];
    if (action === undefined) {
      const after: World = { ...before, nowMs: before.nowMs + scope.tickMs };
      yield { before, place, taken: undefined, after };
      before = after;
      continue;
    }
    const step = stepAt(action, before.nowMs);
    const result = stepBy(act, before, step, chooser);
    // What would lead out of the scope is not done.
    if (isBeyond(scope, result.world)) continue;
    yield { before, place, taken: { step, result }, after: result.world };
    before = result.world;
  }
}
