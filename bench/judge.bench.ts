import { Readable } from 'node:stream';
import { bench, describe } from 'vitest';
import { judgedPropertyIds, judgeSteps } from '../src/check/judge-steps.ts';
import { readTraceSteps, type TraceStream } from '../src/trace/read-trace-steps.ts';
import { recordings } from './recordings.ts';
import { PROFILE } from './workload.ts';

const files = await recordings(40, 300);
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
