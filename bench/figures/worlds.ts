import { FIRST_OPTION, step, type World } from '../../model/index.ts';
import { LIFETIME_MS, modelFrom, modelOnWorkload, reducerOf, reducerOnWorkload } from '../contenders.ts';
import type { Figure } from '../figure.ts';
import { liveBytes, timeRatio } from '../timing.ts';
import { workloadStep, workloadWorld } from '../workload.ts';

const FEW = 10;
const MANY = 1_000_000;
const OBJECTS = 1_000;
const LATE = 10_000_000;
/** Objects, and bucket keys, whose size is measured together. */
const SIZED = 50_000;

/** What a world costs as it grows. */
export const WORLD_FIGURES: readonly Figure[] = [
  {
    id: 'ten-among-million',
    title: 'a step on 10 objects among 1,000,000 / on 10 that are all there is',
    better: 'lower',
    target: 1.3,
    unit: 'x',
    run: 'short',
    measure: (rounds) => timeRatio(modelFrom(workloadWorld(MANY), FEW, 0), modelOnWorkload(FEW), rounds),
  },
  {
    id: 'million-of-ten',
    title: 'a step on 1,000,000 objects, all in use in scattered order / on 10',
    better: 'lower',
    unit: 'x',
    run: 'full',
    measure: (rounds) => timeRatio(modelOnWorkload(MANY), modelOnWorkload(FEW), rounds),
  },
  {
    id: 'million-of-ten-in-reducer',
    title: 'the same of the hand-written reducer: what the memory of the machine costs by itself',
    better: 'lower',
    unit: 'x',
    run: 'full',
    measure: (rounds) => timeRatio(reducerOnWorkload(MANY), reducerOnWorkload(FEW), rounds),
  },
  {
    id: 'late-of-early',
    title: 'a step after 10,000,000 steps / at the start',
    better: 'lower',
    target: 1.3,
    unit: 'x',
    run: 'full',
    measure: (rounds) => timeRatio(modelFrom(worldAfter(LATE), OBJECTS, LATE), modelOnWorkload(OBJECTS), rounds),
  },
  {
    id: 'bytes-per-object',
    title: 'live heap of the model for each object',
    better: 'lower',
    unit: 'B',
    run: 'short',
    measure: async () => ({ value: bytesPerObject(workloadWorld) }),
  },
  {
    id: 'bytes-per-object-of-reducer',
    title: 'live heap for each object / in the hand-written reducer',
    better: 'lower',
    unit: 'x',
    run: 'short',
    measure: async () => ({ value: bytesPerObject(workloadWorld) / bytesPerObject(reducerOf) }),
  },
  {
    id: 'bytes-per-bucket-key',
    title: 'live heap of the model for each bucket key that an object needs',
    better: 'lower',
    unit: 'B',
    run: 'short',
    measure: async () => ({ value: bytesPerBucketKey(workloadWorld) }),
  },
  {
    id: 'bytes-per-bucket-key-of-reducer',
    title: 'live heap for each bucket key that an object needs / in the hand-written reducer',
    better: 'lower',
    unit: 'x',
    run: 'short',
    measure: async () => ({ value: bytesPerBucketKey(workloadWorld) / bytesPerBucketKey(reducerOf) }),
  },
];

function worldAfter(steps: number): World {
  let world = workloadWorld(OBJECTS);
  for (let i = 0; i < steps; i++) world = step(world, workloadStep(i, OBJECTS), FIRST_OPTION).world;
  return world;
}

type Make = (objects: number, gapMs?: number) => object;

function bytesPerObject(make: Make): number {
  // Code and tables that come with the first use are no part of an object.
  make(FEW);
  return (liveBytes(() => make(2 * SIZED)) - liveBytes(() => make(SIZED))) / SIZED;
}

/** Objects that each have a bucket key of their own, less as many that share a few. */
function bytesPerBucketKey(make: Make): number {
  make(FEW, LIFETIME_MS);
  return (liveBytes(() => make(SIZED, LIFETIME_MS)) - liveBytes(() => make(SIZED))) / SIZED;
}
