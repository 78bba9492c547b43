import fc from 'fast-check';
import { createActor, transition } from 'xstate';
import { kmsKey, kmsKeyMachine } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import {
  BATCH,
  inputsOf,
  LIFETIME_MS,
  modelOnScripts,
  modelOnWorkload,
  reducerOnScripts,
  reducerOnWorkload,
  type TimedScript,
} from '../contenders.ts';
import type { Figure } from '../figure.ts';
import { FROZEN } from '../reducer/frozen.ts';
import { type Contender, timeRatio } from '../timing.ts';
import { onScripts, onWorkload, unwatched, watched } from '../watched.ts';
import { opening, PROFILE, WORKLOAD_SETUP } from '../workload.ts';
import { worldMachine } from '../world-machine.ts';

const OBJECTS = 1_000;
/** XState is slow: batches of as many steps as take it a moment. */
const XSTATE_BATCH = 2_000;
const TABLE_PASSES = 50;
const TRACES = 200;

/** What a step costs, beside the same step by other means. */
export const STEP_FIGURES: readonly Figure[] = [
  {
    id: 'step-of-reducer',
    title: 'a step of the model / of the hand-written reducer, PutObject and GetObject in turn on 1,000 objects',
    better: 'lower',
    target: 3,
    unit: 'x',
    run: 'short',
    measure: (rounds) => timeRatio(modelOnWorkload(OBJECTS), reducerOnWorkload(OBJECTS), rounds),
  },
  {
    id: 'any-step-of-reducer',
    title: 'a step of the model / of the hand-written reducer, random traces of all events',
    better: 'lower',
    target: 3,
    unit: 'x',
    run: 'short',
    measure(rounds) {
      const scripts = randomScripts();
      return timeRatio(modelOnScripts(scripts, PROFILE), reducerOnScripts(scripts, LIFETIME_MS), rounds);
    },
  },
  {
    id: 'transition-of-step',
    title: "XState's transition() on a machine over the world / a step of the model",
    better: 'higher',
    target: 30,
    unit: 'x',
    run: 'short',
    measure: (rounds) => timeRatio(xstateOnWorkload(), modelOnWorkload(OBJECTS), rounds),
  },
  {
    id: 'transition-of-table',
    title: "XState's transition() on the chart of a KMS key / its compiled table",
    better: 'higher',
    unit: 'x',
    run: 'full',
    measure: (rounds) => timeRatio(chartByXState(), chartByTable(), rounds),
  },
  {
    id: 'monitored-of-step',
    title:
      'a step with the monitors of all properties / a step alone, PutObject and GetObject in turn on 1,000 objects',
    better: 'lower',
    target: 2,
    unit: 'x',
    run: 'short',
    measure: (rounds) => timeRatio(onWorkload(watched, OBJECTS), onWorkload(unwatched, OBJECTS), rounds),
  },
  {
    id: 'any-monitored-of-step',
    title: 'a step with the monitors of all properties / a step alone, random traces of all events',
    better: 'lower',
    target: 2,
    unit: 'x',
    run: 'short',
    measure: (rounds) => timeRatio(onScripts(watched, randomScripts()), onScripts(unwatched, randomScripts()), rounds),
  },
];

function randomScripts(): readonly TimedScript[] {
  return fc.sample(traceArbitrary({ profile: PROFILE, supports: FROZEN, maxSteps: 300 }), {
    seed: 5,
    numRuns: TRACES,
  });
}

function xstateOnWorkload(): Contender {
  const actor = createActor(worldMachine, { input: { setup: WORKLOAD_SETUP, profile: PROFILE } }).start();
  for (const input of opening(OBJECTS)) actor.send({ type: input.event.op, step: input });
  let snapshot = actor.getSnapshot();
  return {
    batch(round) {
      const inputs = inputsOf(round, OBJECTS, 0, XSTATE_BATCH);
      return () => {
        let succeeded = 0;
        for (const input of inputs) {
          [snapshot] = transition(worldMachine, snapshot, { type: input.event.op, step: input });
          if (snapshot.value === 'answered') succeeded++;
        }
        return succeeded;
      };
    },
  };
}

const keyEvents = Array.from(
  { length: BATCH },
  (_, index) => kmsKey.events[(index * 7) % kmsKey.events.length] ?? 'Use',
);

function chartByTable(): Contender {
  return {
    batch: () => () => {
      let state = kmsKey.initial;
      // The table is fast: the events once would be too short to be timed.
      for (let i = 0; i < TABLE_PASSES; i++)
        for (const event of keyEvents) state = kmsKey.next(state, event) ?? kmsKey.initial;
      return state === undefined ? 0 : TABLE_PASSES * keyEvents.length;
    },
  };
}

function chartByXState(): Contender {
  const start = kmsKeyMachine.resolveState({ value: 'enabled' });
  const events = keyEvents.slice(0, XSTATE_BATCH);
  return {
    batch: () => () => {
      let snapshot = start;
      for (const event of events)
        snapshot = transition(kmsKeyMachine, snapshot.status === 'done' ? start : snapshot, { type: event })[0];
      return snapshot.value === undefined ? 0 : events.length;
    },
  };
}
