import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { formatTrace } from './format-trace.ts';
import { readTraceFile } from './read-trace-file.ts';
import { traceOfLength } from './testing/trace-of.ts';

async function pathOf(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bucketkey-trace-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, name);
}

test('a file of more steps than a trace may have is refused, by its name and line', async () => {
  const path = await pathOf('t.ndjson');
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

test('so is a packed file that is small but unpacks to more than may be read whole', async () => {
  const path = await pathOf('t.gz');
  const step = '{"atMs":0,"by":null,"event":{"op":"RestartHosts"},"observation":{"status":200}}';
  const member = gzipSync(`${' '.repeat(1024 * 1023)}${step}\n`);
  const members = Array.from({ length: 260 }, () => member);
  await writeFile(path, Buffer.concat([gzipSync(formatTrace(traceOfLength(0))), ...members]));
  await expect(readTraceFile(path)).rejects.toThrow(/more than 268435456 bytes/);
});
