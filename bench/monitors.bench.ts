import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bench, describe } from 'vitest';
import { FIRST_OPTION, initialWorld, step } from '../model/index.ts';
import { PROPERTIES } from '../properties/properties.ts';
import type { ObservedStep, Property } from '../properties/property.ts';
import { PropertySuite } from '../properties/suite.ts';
import { observationOf, opening, PROFILE, SETUP, workloadStep } from './workload.ts';

const OBJECTS = 100;
const STEPS = 5_000;
const OPTIONS = { iterations: 100, time: 0, warmupIterations: 40, warmupTime: 0 };

/** The workload as it is seen, with its opening. Each iteration goes through all of it, so that the times compare as they stand. */
function observed(steps: number, objects: number): readonly ObservedStep[] {
  let world = initialWorld(SETUP, PROFILE);
  return [...opening(objects), ...Array.from({ length: steps }, (_, i) => workloadStep(i, objects))].map((input) => {
    const next = observationOf(world, input);
    world = next.world;
    return { step: input, observation: next.observation };
  });
}

function judge(properties: readonly Property[], steps: readonly ObservedStep[]): PropertySuite {
  const suite = new PropertySuite(properties, SETUP, PROFILE);
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
  bench(
    'step alone',
    () => {
      let world = initialWorld(SETUP, PROFILE);
      for (const { step: input } of seen) world = step(world, input, FIRST_OPTION).world;
    },
    OPTIONS,
  );

  bench('ledger alone', () => void judge([], seen), OPTIONS);

  bench('all monitors alone', () => void judge(PROPERTIES, seen), OPTIONS);

  bench(
    'step with all monitors',
    () => {
      const suite = new PropertySuite(PROPERTIES, SETUP, PROFILE);
      let world = initialWorld(SETUP, PROFILE);
      for (const one of seen) {
        world = step(world, one.step, FIRST_OPTION).world;
        suite.see(one);
      }
    },
    OPTIONS,
  );
});
