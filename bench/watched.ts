import { type Chooser, FIRST_OPTION, initialWorld, type Setup, type Step, step } from '../model/index.ts';
import { PROPERTIES } from '../properties/properties.ts';
import { PropertySuite } from '../properties/suite.ts';
import { inputsOf, type TimedScript } from './contenders.ts';
import type { Contender } from './timing.ts';
import { opening, PROFILE, WORKLOAD_SETUP } from './workload.ts';

/** Takes the next step of a trace; whether it was taken. */
type Taker = (input: Step) => boolean;

/**
 * The model alone. Its steps draw opaque ETags as a server would, so that they cost the same as the steps that are
 * watched.
 */
export function unwatched(setup: Setup): Taker {
  const chooser = drawing();
  let world = initialWorld(setup, PROFILE);
  return (input) => {
    const { world: after, outcome } = step(world, input, chooser);
    world = after;
    return outcome.status > 0;
  };
}

/** The model, and the monitors of all properties on what it has just answered. */
export function watched(setup: Setup): Taker {
  const chooser = drawing();
  const suite = new PropertySuite(PROPERTIES, setup, PROFILE);
  let world = initialWorld(setup, PROFILE);
  return (input) => {
    const { world: after, outcome } = step(world, input, chooser);
    world = after;
    const [broken] = suite.see({ step: input, observation: outcome });
    if (broken !== undefined) throw new Error(`the model breaks ${broken.property.id}: ${broken.reason}`);
    return outcome.status > 0;
  };
}

/**
 * Whole scripts, each from the start; making what takes the steps is part of the cost, since each trace of a check
 * needs it.
 */
export function onScripts(taker: (setup: Setup) => Taker, scripts: readonly TimedScript[]): Contender {
  return {
    batch: () => () => {
      let taken = 0;
      for (const { setup, steps } of scripts) {
        const take = taker(setup);
        for (const input of steps) if (take(input)) taken++;
      }
      return taken;
    },
  };
}

/** One endless trace of the workload on `objects` objects. */
export function onWorkload(taker: (setup: Setup) => Taker, objects: number): Contender {
  const take = taker(WORKLOAD_SETUP);
  for (const input of opening(objects)) take(input);
  return {
    batch(round) {
      const inputs = inputsOf(round, objects);
      return () => {
        let taken = 0;
        for (const input of inputs) if (take(input)) taken++;
        return taken;
      };
    },
  };
}

/** Draws opaque ETags as a server would; all else is the first option. */
export function drawing(): Chooser {
  let drawn = 0;
  return { ...FIRST_OPTION, opaqueEtag: () => (++drawn).toString(16).padStart(32, '0') };
}
