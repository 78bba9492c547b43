import { Readable } from 'node:stream';
import fc from 'fast-check';
import { bench, describe } from 'vitest';
import { traceArbitrary } from '../properties/arbitraries/index.ts';
import { judgedPropertyIds, judgeSteps } from '../src/check/judge-steps.ts';
import { observe } from '../src/check/run-trace.ts';
import { embeddedSut } from '../src/suts/embedded.ts';
import { formatTrace } from '../src/trace/format-trace.ts';
import { readTraceSteps, type TraceStream } from '../src/trace/read-trace-steps.ts';
import { PROFILE } from './workload.ts';

const TRACES = 40;
const SEED = 5;

/** Recordings of the embedded reference, as files. */
const files = await (async () => {
  const sut = embeddedSut();
  const arbitrary = traceArbitrary({ profile: PROFILE, supports: sut.supports, maxSteps: 300 });
  const texts: string[] = [];
  for (const { setup, steps } of fc.sample(arbitrary, { seed: SEED, numRuns: TRACES })) {
    const header = { bucketkeyTrace: 1, profile: PROFILE.name, sut: sut.name, seed: SEED, setup };
    texts.push(formatTrace({ header, steps: await observe({ sut, seed: SEED }, setup, steps) }));
  }
  return texts;
})();
const lines = files.flatMap((text) => text.trimEnd().split('\n'));

function opened(text: string): Promise<TraceStream> {
  return readTraceSteps({ name: 'recorded', bytes: Readable.from([Buffer.from(text)]) });
}

async function judgeAll(properties: readonly string[]): Promise<void> {
  for (const text of files) {
    const { verdict } = await judgeSteps(await opened(text), { profile: PROFILE, properties });
    if (verdict !== 'conforms') throw new Error(`a recording ${verdict}`);
  }
}

describe(`${lines.length} recorded lines of ${Math.round(files.join('').length / lines.length)} bytes`, () => {
  const options = { iterations: 10, time: 0, warmupIterations: 5, warmupTime: 0 };

  bench('JSON.parse alone', () => void lines.map((line) => JSON.parse(line)), options);

  bench(
    'read and validated',
    async () => {
      for (const text of files) for await (const _ of (await opened(text)).steps);
    },
    options,
  );

  bench('judged by the model', () => judgeAll(['explained']), options);

  bench('judged by the model and all properties', () => judgeAll(judgedPropertyIds()), options);
});
