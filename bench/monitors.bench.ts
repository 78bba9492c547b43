import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bench, describe } from 'vitest';
import { initialWorld, step } from '../model/index.ts';
import type { ObservedStep } from '../properties/observed-step.ts';
import { PROPERTIES } from '../properties/properties.ts';
import type { Property } from '../properties/property.ts';
import { PropertySuite } from '../properties/suite.ts';
import { drawing } from './watched.ts';
import { opening, PROFILE, WORKLOAD_SETUP, workloadStep } from './workload.ts';

const OBJECTS = 100;
const STEPS = 5_000;
const OPTIONS = { iterations: 100, time: 0, warmupIterations: 40, warmupTime: 0 };

/**
 * The workload as it is seen, with its opening. Each iteration goes through all of it, so that the times compare as
 * they stand.
 */
function observed(steps: number, objects: number): readonly ObservedStep[] {
  const chooser = drawing();
  let world = initialWorld(WORKLOAD_SETUP, PROFILE);
  return [...opening(objects), ...Array.from({ length: steps }, (_, i) => workloadStep(i, objects))].map((input) => {
    const { world: after, outcome } = step(world, input, chooser);
    world = after;
    return { step: input, observation: outcome };
  });
}

function judge(properties: readonly Property[], steps: readonly ObservedStep[]): PropertySuite {
  const suite = new PropertySuite(properties, WORKLOAD_SETUP, PROFILE);
  for (const seen of steps) if (suite.see(seen).length > 0) throw new Error('a conforming step is refused');
  return suite;
}

/** Heap that the monitors need for each object of a trace, in bytes. */
function bytesPerObject(objects: number): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const steps = observed(objects, objects);
  judge(PROPERTIES, steps);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const suite = judge(PROPERTIES, steps);
  collectGarbage();
  const bytes = process.memoryUsage().heapUsed - before;
  if (suite.ledger.steps !== steps.length) throw new Error('the suite is to be in use until here');
  return Math.round(bytes / objects);
}

const seen = observed(STEPS, OBJECTS);

describe(`${STEPS} steps; the monitors keep ${bytesPerObject(20_000)} bytes an object`, () => {
  bench('ledger alone', () => void judge([], seen), OPTIONS);

  bench('all monitors alone', () => void judge(PROPERTIES, seen), OPTIONS);
});
