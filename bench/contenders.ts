import { FIRST_OPTION, initialWorld, type Profile, type Setup, type Step, step, type World } from '../model/index.ts';
import { Reducer } from './reducer/reducer.ts';
import type { Contender } from './timing.ts';
import { opening, PROFILE, WORKLOAD_SETUP, workloadStep, workloadWorld } from './workload.ts';

/** Steps of one batch. */
export const BATCH = 10_000;

/** How long a bucket key is cached under the profile of the benchmarks, in milliseconds. */
export const LIFETIME_MS = PROFILE.cacheLifetime.maxMs;

/** The steps of a round of the workload on `objects` objects, from the step `first` on. */
export function inputsOf(round: number, objects: number, first = 0, length = BATCH): readonly Step[] {
  return Array.from({ length }, (_, i) => workloadStep(first + round * length + i, objects));
}

/** The model on the workload. */
export function modelOnWorkload(objects: number): Contender {
  return modelFrom(workloadWorld(objects), objects, 0);
}

/** The model on the workload from a world on that has taken the steps before `first`. */
export function modelFrom(start: World, objects: number, first: number): Contender {
  let world = start;
  return {
    batch(round) {
      const inputs = inputsOf(round, objects, first);
      return () => {
        let succeeded = 0;
        for (const input of inputs) {
          const result = step(world, input, FIRST_OPTION);
          world = result.world;
          if (result.outcome.status < 400) succeeded++;
        }
        return succeeded;
      };
    },
  };
}

/** A reducer in which `objects` objects exist already, written one every `gapMs`. */
export function reducerOf(objects: number, gapMs = 0): Reducer {
  const reducer = new Reducer(WORKLOAD_SETUP, LIFETIME_MS);
  for (const input of opening(objects, gapMs)) reducer.take(input);
  return reducer;
}

/** The reducer on the workload. */
export function reducerOnWorkload(objects: number): Contender {
  const reducer = reducerOf(objects);
  return {
    batch(round) {
      const inputs = inputsOf(round, objects);
      return () => {
        let succeeded = 0;
        for (const input of inputs) if (reducer.take(input).status < 400) succeeded++;
        return succeeded;
      };
    },
  };
}

/** Steps in a setup. */
export interface TimedScript {
  readonly setup: Setup;
  readonly steps: readonly Step[];
}

/** The model on whole scripts, each in a fresh world. */
export function modelOnScripts(scripts: readonly TimedScript[], profile: Profile): Contender {
  return {
    batch() {
      const started = scripts.map(({ setup, steps }) => ({ world: initialWorld(setup, profile), steps }));
      return () => {
        let taken = 0;
        for (let { world, steps } of started) {
          for (const input of steps) {
            const result = step(world, input, FIRST_OPTION);
            world = result.world;
            if (result.outcome.status > 0) taken++;
          }
        }
        return taken;
      };
    },
  };
}

/** The reducer on whole scripts, each from the start. */
export function reducerOnScripts(scripts: readonly TimedScript[], lifetimeMs: number): Contender {
  return {
    batch() {
      const started = scripts.map(({ setup, steps }) => ({ reducer: new Reducer(setup, lifetimeMs), steps }));
      return () => {
        let taken = 0;
        for (const { reducer, steps } of started)
          for (const input of steps) if (reducer.take(input).status > 0) taken++;
        return taken;
      };
    },
  };
}
