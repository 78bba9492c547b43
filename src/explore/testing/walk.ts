import {
  forEachResult,
  initialWorld,
  type Outcome,
  type perform,
  type Seen,
  type Step,
  stepBy,
  type World,
} from '../../../model/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import type { Transition } from '../../../properties/transition.ts';
import { transitionOf } from '../../../properties/transition-of.ts';
import { observationOfOutcome } from '../../suts/model-sut.ts';
import { Canonical } from '../canonical.ts';
import { type ExploreScope, isBeyond, stepAt } from '../scope.ts';

/** A transition, and a shortest trace that ends with it. */
export interface Walked {
  readonly transition: Transition;
  readonly trace: readonly ObservedStep[];
  /** All traces that go on from there by one action. */
  continued(): readonly (readonly ObservedStep[])[];
}

/** A world, and a shortest trace to it. */
interface Reached {
  /** As an exploration sees it: of opaque ETags nothing but that they are opaque. */
  readonly world: World;
  /** The same with the ETags that the trace shows. */
  readonly shown: World;
  readonly trace: readonly ObservedStep[];
}

/** What an action has led to. */
interface Next extends Reached {
  readonly transition: Transition;
}

const UNSEEN: Seen = { etag: () => undefined };

/**
 * Walks through the worlds of a scope breadth first, as `explore` does, but on whole worlds and with the trace at hand:
 * visits all that can happen in the first of them, at most `most`. Goes on only where `visit` says so.
 */
export function walk(scope: ExploreScope, act: typeof perform, most: number, visit: (walked: Walked) => boolean): void {
  const initial = initialWorld(scope.setup, scope.profile);
  const canonical = new Canonical(scope, initial);
  const reached: Reached[] = [];
  const known = new Set<string>();
  const add = (next: Reached) => {
    const key = canonical.key(next.world);
    if (known.has(key)) return;
    known.add(key);
    reached.push(next);
  };
  add({ world: initial, shown: initial, trace: [] });
  for (let at = 0; at < Math.min(reached.length, most); at++) {
    const here = reached[at] as Reached;
    for (const next of nextOf(scope, act, here)) {
      const { transition, trace } = next;
      const continued = () => nextOf(scope, act, next).map((one) => one.trace);
      if (visit({ transition, trace, continued })) add(next);
    }
    const later = (world: World): World => ({ ...world, nowMs: world.nowMs + scope.tickMs });
    add({ ...here, world: later(here.world), shown: later(here.shown) });
  }
}

/** Everything that the actions of a scope can do to a world. */
function nextOf(scope: ExploreScope, act: typeof perform, { world, shown, trace }: Reached): readonly Next[] {
  // An opaque ETag of its own for each step: no two writes share one.
  const etag = (trace.length + 1).toString(16).padStart(32, '0');
  return scope.actions.flatMap((action) => {
    const step = stepAt(action, world.nowMs);
    const results = resultsOf(world, step, UNSEEN, act);
    return resultsOf(shown, step, { etag: () => etag }, act).flatMap((seen, place): readonly Next[] => {
      const result = results[place];
      if (result === undefined || isBeyond(scope, result.world)) return [];
      const observed = { step, observation: observationOfOutcome(seen.outcome) };
      return [
        {
          world: result.world,
          shown: seen.world,
          trace: [...trace, observed],
          transition: transitionOf(world, step, result),
        },
      ];
    });
  });
}

function resultsOf(world: World, step: Step, seen: Seen, act: typeof perform) {
  const results: { readonly world: World; readonly outcome: Outcome }[] = [];
  const keep = ({ world: after, outcome }: { readonly world: World; readonly outcome: Outcome }) => {
    results.push({ world: after, outcome });
    return true;
  };
  forEachResult(world, step, seen, keep, (...given) => stepBy(act, ...given));
  return results;
}
