import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeTrace } from '../check/replay.ts';
import { SHARED } from '../diagram/testing/toy-trace.ts';
import type { ScenarioOptions } from '../scenario/scenario.ts';
import { formatTrace } from '../trace/format-trace.ts';
import { bucketkey, fakeCommands, ownFolder, usageErrorOf } from './testing/harness.ts';

const judging = fakeCommands({ judge: async (trace, profile) => judgeTrace(trace, profile) });

async function record(): Promise<void> {
  await writeFile(join(ownFolder(), 'shared.ndjson'), formatTrace(SHARED));
}

test('a trace is judged, and drawn with what cannot be', async () => {
  await record();
  const { code, out, err } = await bucketkey(['draw', 'shared.ndjson'], judging);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^<svg /);
  expect(out).toContain('Violated: every-requester-pays. reader read alpha/a at 3 s without a KMS call');
});

test.each([
  ['svg', 'timeline', /^<svg [\s\S]*Bucket keys of toy/],
  ['mermaid', 'sequence', /^sequenceDiagram\n/],
  ['mermaid', 'timeline', /^timeline\n/],
])('as %s, the %s', async (format, what, expected) => {
  await record();
  const { code, out } = await bucketkey(['draw', 'shared.ndjson', '--format', format, '--what', what], judging);
  expect(code).toBe(0);
  expect(out).toMatch(expected);
});

test('into a new file, and never over another', async () => {
  await record();
  const argv = ['draw', 'shared.ndjson', '-o', 'shared.svg'];
  expect(await bucketkey(argv, judging)).toEqual({ code: 0, out: '', err: '' });
  expect(await readFile(join(ownFolder(), 'shared.svg'), 'utf8')).toMatch(/<\/svg>\n$/);
  const { code, err } = await bucketkey(argv, judging);
  expect([code, err]).toEqual([2, 'bucketkey: --out: shared.svg: exists already, and is never overwritten\n']);
  expect((await readdir(ownFolder())).toSorted()).toEqual(['shared.ndjson', 'shared.svg']);
});

test('by another profile', async () => {
  await record();
  const { out } = await bucketkey(['draw', 'shared.ndjson', '--profile', 'aws'], judging);
  expect(out).toContain('profile aws: ');
});

test('a run of a scenario', async () => {
  const playing = {
    name: 'played',
    title: 'Played.',
    description: 'It plays.',
    run: async ({ onPlayed }: ScenarioOptions) => {
      onPlayed?.({ ...SHARED, header: { ...SHARED.header, sut: 'first' } });
      onPlayed?.({ ...SHARED, header: { ...SHARED.header, sut: 'second' } });
      return { name: 'played', verdict: 'as-expected', figures: [], notes: [] } as const;
    },
  };
  const commands = { ...judging, scenarios: async () => [playing] };
  const draw = (...argv: string[]) => bucketkey(['draw', '--scenario', 'played', ...argv], commands);
  expect((await draw()).out).toContain('Trace of first, ');
  expect((await draw('--run', '2')).out).toContain('Trace of second, ');
  expect(await draw('--run', '3')).toEqual({
    code: 2,
    out: '',
    err: 'bucketkey: --run 3: 2 runs of played can be drawn\n',
  });
});

test('what cannot be drawn is refused', async () => {
  expect(await usageErrorOf('draw')).toBe('bucketkey: draw takes a file, or --scenario\n');
  expect(await usageErrorOf('draw', 'x.ndjson', '--scenario', 'twice')).toBe(
    'bucketkey: draw takes a file, or --scenario\n',
  );
  expect(await usageErrorOf('draw', '--scenario', 'twcie')).toMatch(/no scenario "twcie" \(did you mean twice\?\)/);
  expect(await usageErrorOf('draw', 'none.ndjson')).toMatch(/none\.ndjson: no such file/);
  expect(await usageErrorOf('draw', '-')).toMatch(/standard input: /);
  expect(await usageErrorOf('draw', 'x.ndjson', '--format', 'png')).toMatch(/Allowed choices are svg, mermaid/);
  await writeFile(join(ownFolder(), 'bad.ndjson'), '{}\n');
  expect(await usageErrorOf('draw', 'bad.ndjson')).toMatch(/bad\.ndjson:1: /);
});
