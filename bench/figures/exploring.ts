import { getAdjacencyMap } from 'xstate/graph';
import type { World } from '../../model/index.ts';
import { explore } from '../../src/explore/explore.ts';
import { exploreLarge } from '../../src/explore/large/explore-large.ts';
import { type ExploreScope, stepAt } from '../../src/explore/scope.ts';
import { copies } from '../../src/explore/scopes/copies.ts';
import { medium } from '../../src/explore/scopes/medium.ts';
import { tiny } from '../../src/explore/scopes/tiny.ts';
import { BATCH, reducerOnScripts } from '../contenders.ts';
import type { Figure } from '../figure.ts';
import { keysOf } from '../state-graph.ts';
import { type Contender, timeRatio } from '../timing.ts';
import { type WorldEvent, worldMachine } from '../world-machine.ts';

/** More than any scope has that is seen whole here. */
const MAX_STATES = 50_000_000;

/**
 * How many states XState leaves of a scope that it cannot see whole. Few, since its queue makes a transition the dearer
 * the more there are.
 */
const SOME_STATES = 2_000;

/** What it costs to see a scope whole. */
export const EXPLORING_FIGURES: readonly Figure[] = [
  {
    id: 'reducer-of-explored',
    title: 'a step of the hand-written reducer on a walk through the scope `copies` / an explored transition of it',
    better: 'higher',
    unit: 'x',
    run: 'short',
    measure: (rounds) => timeRatio(walked(copies), explored(copies, 1), fewer(rounds)),
  },
  {
    id: 'graph-of-explored-tiny',
    title:
      'a transition of `getAdjacencyMap` (xstate/graph) on a machine over the world / an explored one, scope `tiny`',
    better: 'higher',
    unit: 'x',
    run: 'short',
    measure: (rounds) => timeRatio(graphed(tiny, Number.POSITIVE_INFINITY), exploredTiny(), rounds),
  },
  {
    id: 'graph-of-explored-copies',
    title:
      'a transition of `getAdjacencyMap` (xstate/graph) on a machine over the world / an explored one, scope `copies`',
    better: 'higher',
    unit: 'x',
    run: 'twins',
    measure: () => timeRatio(graphed(copies, Number.POSITIVE_INFINITY), explored(copies, 1), 1),
  },
  {
    id: 'graph-of-explored-medium',
    title:
      'a transition of `getAdjacencyMap` (xstate/graph) on a machine over the world, from the first 2,000 states ' +
      'of the scope `medium` / an explored one of all',
    better: 'higher',
    target: 300,
    unit: 'x',
    run: 'twins',
    measure: () => timeRatio(graphed(medium, SOME_STATES), explored(medium, 1), 1),
  },
];

/** A whole exploration is a long batch. */
function fewer(rounds: number): number {
  return Math.ceil(rounds / 8);
}

/** Every transition of a scope, as the command explores it on one thread, some times over. */
export function explored(scope: ExploreScope, times: number): Contender {
  const explores = scope === medium ? exploreLarge : explore;
  return {
    batch: () => async () => {
      let transitions = 0;
      for (let i = 0; i < times; i++) {
        const { verdict, counts } = await explores(scope, { maxStates: MAX_STATES });
        if (verdict !== 'conforms') throw new Error(`the scope ${scope.name} ${verdict}`);
        transitions += counts.transitions;
      }
      return transitions;
    },
  };
}

/** The scope `tiny`, some times over: once is too short to be timed. */
export function exploredTiny(): Contender {
  // The other tools that see it do not judge paths.
  return explored({ ...tiny, monitored: false }, 10);
}

/** A walk through a scope by the reducer: nothing is remembered but where it stands. */
function walked(scope: ExploreScope): Contender {
  const { setup, actions, tickMs, profile } = scope;
  const every = actions.length + 1;
  const steps = Array.from({ length: BATCH }, (_, i) => {
    // A stride coprime with the number of actions, shifted a little each time round, takes them in all orders.
    const action = actions[(i * 7 + Math.floor(i / every)) % actions.length];
    return action === undefined ? [] : [stepAt(action, Math.floor(i / every) * tickMs)];
  }).flat();
  return reducerOnScripts([{ setup, steps }], profile.cacheLifetime.maxMs);
}

/** Every transition from the first states of a scope, by XState's own exploration of the composed machine. */
function graphed(scope: ExploreScope, states: number): Contender {
  const { setup, profile } = scope;
  return {
    batch: () => () => {
      let left = 0;
      // Without keys every world is a state of its own, since time passes: those of the product make the space finite.
      let keyOf: ((world: World) => string) | undefined;
      const map = getAdjacencyMap(worldMachine, {
        input: { setup, profile },
        events: ({ context }) => eventsAt(scope, context.world),
        serializeState: ({ context: { world } }) => {
          keyOf ??= keysOf(scope, world);
          return keyOf(world);
        },
        serializeEvent: ({ step }) => JSON.stringify(step),
        // XState's `limit` ends in an error; a state that traversal stops at is there, but not left.
        limit: Number.POSITIVE_INFINITY,
        stopWhen: () => left++ >= states,
      });
      return Object.values(map).reduce((sum, { transitions }) => sum + Object.keys(transitions).length, 0);
    },
  };
}

/** Everything that can happen in a scope; for a tick, a request a tick later that changes nothing. */
function eventsAt({ actions, setup, tickMs }: ExploreScope, { nowMs }: World): WorldEvent[] {
  const steps = actions.map((action) => stepAt(action, nowMs));
  const by = setup.requesters[0]?.name ?? null;
  const tick = stepAt({ by, event: { op: 'HeadObject', bucket: 'b', key: 'x' } }, nowMs + tickMs);
  return [...steps, tick].map((step) => ({ type: step.event.op, step }));
}
