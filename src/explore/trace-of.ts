import {
  forEachResult,
  initialWorld,
  type Outcome,
  type perform,
  type Step,
  stepBy,
  type World,
} from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { observationOfOutcome } from '../suts/model-sut.ts';
import { TRACE_FORMAT, type Trace } from '../trace/trace.ts';
import { type ExploreScope, stepAt, tickOf } from './scope.ts';
import type { Link } from './search/link.ts';

/** The trace of a path through a scope. Ticks are no steps of it: they show in the times of those that follow. */
export function traceOf(scope: ExploreScope, path: readonly Link[], act: typeof perform): Trace {
  const tick = tickOf(scope);
  const steps: ObservedStep[] = [];
  let world = initialWorld(scope.setup, scope.profile);
  for (const { action: place, result } of path) {
    if (place === tick) {
      world = { ...world, nowMs: world.nowMs + scope.tickMs };
      continue;
    }
    const action = scope.actions[place];
    if (action === undefined) throw new RangeError(`the scope ${scope.name} has no action ${place}`);
    const taken = stepAt(action, world.nowMs);
    const { after, outcome } = resultOf(world, taken, result, etagOf(steps.length), act);
    world = after;
    steps.push({ step: taken, observation: observationOfOutcome(outcome) });
  }
  const { setup, profile } = scope;
  return {
    header: { bucketkeyTrace: TRACE_FORMAT, profile: profile.name, sut: `model (scope ${scope.name})`, seed: 0, setup },
    steps,
  };
}

/** An opaque ETag of its own for each step: no two writes share one. */
function etagOf(step: number): string {
  return (step + 1).toString(16).padStart(32, '0');
}

function resultOf(
  world: World,
  input: Step,
  place: number,
  etag: string,
  act: typeof perform,
): { after: World; outcome: Outcome } {
  let at = 0;
  let found: { after: World; outcome: Outcome } | undefined;
  forEachResult(
    world,
    input,
    { etag: () => etag },
    (result) => {
      if (at++ === place) found = { after: result.world, outcome: result.outcome };
      return found === undefined;
    },
    (...given) => stepBy(act, ...given),
  );
  if (found === undefined) throw new RangeError(`the step has no result ${place}`);
  return found;
}
