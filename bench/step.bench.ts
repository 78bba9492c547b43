import { bench, describe } from 'vitest';
import { createActor, transition } from 'xstate';
import { bucketkeyMachine, FIRST_OPTION, step } from '../model/index.ts';
import type { ObservedStep } from '../properties/property.ts';
import { observationOf, oracleOf, PROFILE, SETUP, workloadStep, worldOf } from './workload.ts';

const BATCH = 1_000;

/** A thousand observed steps that follow each other, from step `first` on. */
function batches(objects: number, count: number): { oracle: ReturnType<typeof oracleOf>['oracle']; batches: ObservedStep[][] } {
  const { oracle, world: initial } = oracleOf(objects);
  let world = initial;
  const all: ObservedStep[][] = [];
  for (let b = 0; b < count; b++) {
    const batch: ObservedStep[] = [];
    for (let i = 0; i < BATCH; i++) {
      const input = workloadStep(b * BATCH + i, objects);
      const next = observationOf(world, input);
      world = next.world;
      batch.push({ step: input, observation: next.observation });
    }
    all.push(batch);
  }
  return { oracle, batches: all };
}

const ITERATIONS = 60;
// A few batches more than are warmed up with: the benchmark makes trial calls of its own.
const WARM_UP = 13;
const OPTIONS = { iterations: ITERATIONS, time: 0, warmupIterations: WARM_UP - 3, warmupTime: 0 };

describe('a thousand steps: the oracle against XState', () => {
  const judged = batches(100, ITERATIONS + WARM_UP);
  let next = 0;
  bench(
    'oracle.see',
    () => {
      for (const seen of judged.batches[next++] ?? []) judged.oracle.see(seen);
    },
    OPTIONS,
  );

  let world = worldOf(100);
  let stepped = 0;
  bench(
    'step alone',
    () => {
      for (let i = 0; i < BATCH; i++) world = step(world, workloadStep(stepped++, 100), FIRST_OPTION).world;
    },
    OPTIONS,
  );

  const actor = createActor(bucketkeyMachine, { input: { setup: SETUP, profile: PROFILE } }).start();
  let snapshot = actor.getSnapshot();
  let sent = 0;
  bench(
    'XState transition() on the composed machine',
    () => {
      for (let i = 0; i < BATCH; i++) {
        const input = workloadStep(sent++, 100);
        [snapshot] = transition(bucketkeyMachine, snapshot, { type: input.event.op, step: input });
      }
    },
    OPTIONS,
  );
});

describe('a thousand oracle steps among ever more objects', () => {
  for (const objects of [10, 1_000, 100_000]) {
    const judged = batches(objects, ITERATIONS + WARM_UP);
    let next = 0;
    bench(
      `${objects} objects`,
      () => {
        for (const seen of judged.batches[next++] ?? []) judged.oracle.see(seen);
      },
      OPTIONS,
    );
  }
});
