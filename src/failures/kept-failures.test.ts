import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { runTrace } from '../check/run-trace.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { formatTrace } from '../trace/format-trace.ts';
import { type KeptFailure, keptFailures } from './kept-failures.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bucketkey-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function all(path = folder): Promise<readonly KeptFailure[]> {
  const found: KeptFailure[] = [];
  for await (const one of keptFailures(path)) found.push(one);
  return found;
}

async function traceText(): Promise<string> {
  const bench = { sut: embeddedSut(), profile: profileNamed('ideal'), seed: 1, properties: [], oracle: false };
  return formatTrace((await runTrace(bench, { requesters: [], kmsKeys: [], aliases: [], buckets: [] }, [])).trace);
}

test('the traces of a folder in the order of their names, and of those that are none why', async () => {
  const text = await traceText();
  writeFileSync(join(folder, 'b.ndjson'), text);
  writeFileSync(join(folder, 'a.ndjson'), text);
  writeFileSync(join(folder, 'c.ndjson'), text.replace('"bucketkeyTrace":1', '"bucketkeyTrace":2'));
  mkdirSync(join(folder, 'd.ndjson'));
  writeFileSync(join(folder, 'notes.txt'), 'not looked at');
  const [a, b, c, d, ...more] = await all();
  expect([a, b].map((one) => [one?.file, one !== undefined && 'trace' in one])).toEqual([
    [join(folder, 'a.ndjson'), true],
    [join(folder, 'b.ndjson'), true],
  ]);
  expect(c).toMatchObject({ problem: expect.stringMatching(/c\.ndjson:1: /) });
  expect(d).toMatchObject({ problem: expect.stringMatching(/d\.ndjson: is a directory/) });
  expect(more).toEqual([]);
});

test('a folder that does not exist holds none; what is no folder says so', async () => {
  expect(await all(join(folder, 'nothing'))).toEqual([]);
  writeFileSync(join(folder, 'file'), '');
  expect(await all(join(folder, 'file'))).toEqual([{ file: join(folder, 'file'), problem: expect.any(String) }]);
});

test('no more than a thousand are read, and that there are more is said', async () => {
  for (let number = 0; number < 1_003; number += 1) writeFileSync(join(folder, `${number}.ndjson`), '');
  const found = await all();
  expect(found).toHaveLength(1_001);
  expect(found.at(-1)).toEqual({ file: folder, problem: `${folder} holds 3 files more than the 1000 that are run` });
});
