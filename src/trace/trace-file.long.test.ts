import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { formatTrace } from './format-trace.ts';
import { readTraceFile } from './read-trace-file.ts';
import { traceOfLength } from './testing/trace-of.ts';

test('a file of more steps than a trace may have is refused, by its name and line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bucketkey-trace-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 't.ndjson');
  const [header, step] = formatTrace(traceOfLength(1)).split('\n');
  const block = `${step}\n`.repeat(10_000);
  const file = await open(path, 'w');
  await file.write(`${header}\n`);
  for (let blocks = 0; blocks < 100; blocks += 1) await file.write(block);
  await file.write(`${step}\n`);
  await file.close();
  await expect(readTraceFile(path)).rejects.toMatchObject({
    line: 1_000_002,
    message: `${path}:1000002: more than 1000000 steps`,
  });
});
