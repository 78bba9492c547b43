import { Readable } from 'node:stream';
import { judgeSteps } from '../../src/check/judge-steps.ts';
import { readTraceSteps } from '../../src/trace/read-trace-steps.ts';
import { inputsOf, modelOnWorkload } from '../contenders.ts';
import type { Figure } from '../figure.ts';
import { recordings } from '../recordings.ts';
import { type Contender, timeRatio } from '../timing.ts';
import { observationOf, oracleOf, PROFILE } from '../workload.ts';

const OBJECTS = 1_000;
/** As many as make some ten thousand lines: of fewer, the figure would say what it costs to compile the program. */
const TRACES = 24;
const MAX_STEPS = 2_000;

/** What it costs to judge what was recorded. */
export const JUDGING_FIGURES: readonly Figure[] = [
  {
    id: 'oracle-of-step',
    title: 'a step judged by the oracle / a step alone',
    better: 'lower',
    unit: 'x',
    run: 'full',
    measure: (rounds) => timeRatio(oracleOnWorkload(), modelOnWorkload(OBJECTS), rounds),
  },
  {
    id: 'judged-line-of-parsed',
    title: 'a recorded line read, validated and judged by model and properties / JSON.parse of it',
    better: 'lower',
    target: 2,
    unit: 'x',
    run: 'short',
    async measure(rounds) {
      const files = await recordings(TRACES, MAX_STEPS);
      return timeRatio(judged(files), parsed(files), rounds);
    },
  },
];

function oracleOnWorkload(): Contender {
  const { oracle, world: initial } = oracleOf(OBJECTS);
  let world = initial;
  return {
    batch(round) {
      const observed = inputsOf(round, OBJECTS).map((input) => {
        const next = observationOf(world, input);
        world = next.world;
        return { step: input, observation: next.observation };
      });
      return () => {
        let conforming = 0;
        for (const seen of observed) if (oracle.see(seen) === 'conforms') conforming++;
        return conforming;
      };
    },
  };
}

function judged(files: readonly string[]): Contender {
  return {
    batch() {
      const recorded = files.map((text) => Buffer.from(text));
      return async () => {
        let lines = 0;
        for (const bytes of recorded) {
          const trace = await readTraceSteps({ name: 'recorded', bytes: Readable.from([bytes]) });
          const { verdict, steps } = await judgeSteps(trace, { profile: PROFILE });
          if (verdict !== 'conforms') throw new Error(`a recording ${verdict}`);
          lines += 1 + steps;
        }
        return lines;
      };
    },
  };
}

function parsed(files: readonly string[]): Contender {
  return {
    batch() {
      const lines = files.flatMap((text) => text.trimEnd().split('\n'));
      return () => {
        let objects = 0;
        for (const line of lines) if (JSON.parse(line) !== null) objects++;
        return objects;
      };
    },
  };
}
