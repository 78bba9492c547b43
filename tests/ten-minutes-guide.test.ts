import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Typed, typedCommand } from './testing/typed-command.ts';

// The snippets of docs/guides/ten-minutes.md, as they stand.

const guideFile = resolve(import.meta.dirname, '../docs/guides/ten-minutes.md');
let folder = '';
let guide = '';
let toy = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-toy-'));
  // As `npm init` makes it.
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }');
  guide = await readFile(guideFile, 'utf8');
  toy = /```js\n(\/\/ toy\.mjs\n[\s\S]*?)```/.exec(guide)?.[1] ?? '';
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The commands of the guide, in order. */
function commands(): readonly string[] {
  return [...guide.matchAll(/```sh\nnpx bucketkey (.*)\n```/g)].map(([, line = '']) => line);
}

/** Takes a command of the guide as it would be typed, on a toy of this text, which gets a file of its own. */
async function command(line: string, text: string, file: string): Promise<Typed> {
  await writeFile(join(folder, file), text);
  return typedCommand(line.replaceAll('toy.mjs', file), folder);
}

const LINE = "const cachedFor = (requester) => 'everybody'; // the mistake\n";
function mended(): string {
  const [, line = ''] = /```js\n(const cachedFor = .*\n)```/.exec(guide) ?? [];
  expect(toy).toContain(LINE);
  expect(line).not.toBe('');
  return toy.replace(LINE, line);
}

test('the toy violates as the guide tells, and does so again', async () => {
  const [check = '', replay = ''] = commands();
  const { code, out } = await command(check, toy, 'toy.mjs');
  expect(code).toBe(1);
  const [, story = ''] = /```text\n([\s\S]*?)```/.exec(guide) ?? [];
  for (const line of story.trimEnd().split('\n')) expect(out).toContain(line.trim());
  expect(out).toContain('before shrinking 84');
  const again = await command(replay, toy, 'toy.mjs');
  expect([again.code, again.out.includes('every-requester-pays')]).toEqual([1, true]);
}, 60_000);

test('mended as the guide says it conforms', async () => {
  const { code, out } = await command(commands()[2] ?? '', mended(), 'mended.mjs');
  expect(out).toContain('verdict: conforms');
  expect(code).toBe(0);
}, 60_000);

test.each([
  ['a bucket key that makes data keys for ever', ' && atMs - made[held] < LIFETIME_MS', ''],
  ['the object for context where there is a bucket key', ': hasBucketKey ? ', ': !hasBucketKey ? '],
  [
    'the flag of the bucket before that of the request',
    'headers.bucketKeyEnabled ?? rule.BucketKeyEnabled',
    'rule.BucketKeyEnabled ?? headers.bucketKeyEnabled',
  ],
])(
  'the other mistakes that it names are found: %s',
  async (_what, right, wrong) => {
    const text = mended();
    expect(text).toContain(right);
    const file = `mistake-${right.length}.mjs`;
    expect((await command(commands()[2] ?? '', text.replace(right, wrong), file)).code).toBe(1);
  },
  60_000,
);
