import {
  type Event,
  forEachResult,
  initialWorld,
  type Outcome,
  type Profile,
  type Setup,
  type Step,
  type World,
} from '../../model/index.ts';

/** How many KMS calls a trace may take. */
export interface CallRange {
  readonly fewest: number;
  readonly most: number;
}

/** States looked at before a search gives up. */
const MOST_STATES = 1_000_000;

const UNSEEN = { etag: () => undefined } as const;

/**
 * The fewest and the most KMS calls the model admits for a trace: the minimum and maximum over every way to resolve
 * what the profile leaves open, found by searching the model. The maximum rests on {@link callsAtMost}. Throws
 * RangeError when a search looks at more than `mostStates` states: a truncated search has no answer.
 */
export function callRange(
  setup: Setup,
  profile: Profile,
  steps: readonly Step[],
  mostStates: number = MOST_STATES,
): CallRange {
  const world = initialWorld(setup, profile);
  let bound = 0;
  for (const { event } of steps) bound += callsAtMost(event);
  return {
    fewest: cheapestWay(world, steps, (_event, { kmsCalls }) => kmsCalls.length, mostStates),
    most: bound - cheapestWay(world, steps, callsMissed, mostStates),
  };
}

/**
 * Calls no request exceeds: one for each side that needs KMS, two where a write verifies its bucket key (property
 * `calls-per-side`). Every result the search for the maximum looks at is checked against it.
 */
function callsAtMost(event: Event): number {
  switch (event.op) {
    case 'GetObject':
      return 1;
    case 'PutObject':
      return 2;
    case 'CopyObject':
    case 'ReplicateObject':
      return 3;
    default:
      return 0;
  }
}

/** By how much a result stays below {@link callsAtMost}: the most calls are the fewest missed ones. */
function callsMissed(event: Event, { kmsCalls }: Outcome): number {
  const missed = callsAtMost(event) - kmsCalls.length;
  if (missed < 0)
    throw new Error(`${event.op} made ${kmsCalls.length} KMS calls, more than the ${callsAtMost(event)} it may make`);
  return missed;
}

interface Stop {
  readonly world: World;
  /** Number of steps taken. */
  readonly taken: number;
}

/**
 * Least total cost of a way through all steps, when a result costs a whole number from 0 up. Ways are continued in
 * ascending order of their cost so far, so the first that gets through is a cheapest one; of equal cost the longest
 * first, which seldom has to turn back.
 */
function cheapestWay(
  start: World,
  steps: readonly Step[],
  costOf: (event: Event, outcome: Outcome) => number,
  mostStates: number,
): number {
  const stopsByCost: Stop[][] = [[{ world: start, taken: 0 }]];
  let looked = 0;
  for (let cost = 0; cost < stopsByCost.length; cost++) {
    const stops = stopsByCost[cost] ?? [];
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
      const step = steps[stop.taken];
      if (step === undefined) return cost;
      const taken = stop.taken + 1;
      forEachResult(stop.world, step, UNSEEN, ({ world, outcome }) => {
        if (++looked > mostStates)
          throw new RangeError(`more than ${mostStates} states in the search for the number of KMS calls`);
        const total = cost + costOf(step.event, outcome);
        stopsByCost[total] ??= [];
        stopsByCost[total].push({ world, taken });
        return true;
      });
    }
  }
  throw new RangeError('no way leads through all steps');
}
