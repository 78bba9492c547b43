import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { observe } from '../check/run-trace.ts';
import { DESIGNED_SETUP, lifetimesTrace } from '../infer/testing/designed-trace.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { formatTrace } from '../trace/index.ts';
import { bucketkey, ownFolder, usageErrorOf } from './testing/harness.ts';

/** Writes a recording of some seconds: two requesters, each with a call of its own. */
async function record(name: string): Promise<void> {
  const { steps } = lifetimesTrace(2, 1_000);
  const seen = await observe({ sut: embeddedSut(), seed: 1 }, DESIGNED_SETUP, steps);
  const header = { bucketkeyTrace: 1, profile: 'aws', sut: 'reference', seed: 1, setup: DESIGNED_SETUP } as const;
  await writeFile(join(ownFolder(), name), formatTrace({ header, steps: seen }));
}

test('the profile that it writes explains the recording', async () => {
  await record('a.ndjson');
  const { code, out, err } = await bucketkey(['infer', 'a.ndjson', '--profile-out', 'own.json']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^The recordings are explained by aws: most simply by 1 cache/);
  expect(JSON.parse(await readFile(join(ownFolder(), 'own.json'), 'utf8'))).toMatchObject({
    extends: 'aws',
    caches: 1,
  });
  expect(await bucketkey(['judge', 'a.ndjson', '--profile', 'own.json'])).toMatchObject({ code: 0 });
});

test('several recordings are told as JSON', async () => {
  await record('a.ndjson');
  await record('b.ndjson');
  const { code, out } = await bucketkey(['infer', 'a.ndjson', 'b.ndjson', '--output', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ recordings: 2, verdict: 'conforms', profile: { name: 'inferred' } });
});

test('what cannot be read, or written, is an error', async () => {
  expect(await usageErrorOf('infer', 'nothing.ndjson')).toContain('no such file');
  await record('a.ndjson');
  expect(await usageErrorOf('infer', 'a.ndjson', '--profile-out', 'own')).toContain('ends in .json');
  await writeFile(join(ownFolder(), 'own.json'), '');
  expect(await usageErrorOf('infer', 'a.ndjson', '--profile-out', 'own.json')).toContain('exists already');
});
