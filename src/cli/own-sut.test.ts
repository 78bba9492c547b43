import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseTrace } from '../trace/trace-reader.ts';
import { bucketkey, ownFolder, usageErrorOf } from './testing/harness.ts';
import { wiredCommands } from './wiring.ts';

/**
 * A store of the objects that it is set up with, in plain JavaScript. `broken`: it goes on answering what was deleted.
 */
const store = (broken: boolean, besides = '') => `
const start = async ({ buckets, requesters }) => {
  const objects = new Map();
  for (const { name, plainObjects } of buckets)
    for (const { key, body } of plainObjects) objects.set(name + '/' + key, body.md5);
  return {
    apply: async ({ by, event }) => {
      if (event.op === 'HeadObject') return { unsupported: 'no HEAD here' };
      const bucket = buckets.find(({ name }) => name === event.bucket);
      if (bucket === undefined) return { status: 404, code: 'NoSuchBucket' };
      const requester = requesters.find(({ name }) => name === by);
      if (requester.account !== bucket.account) return { status: 403, code: 'AccessDenied' };
      const name = event.bucket + '/' + event.key;
      if (event.op === 'DeleteObject') {
        ${broken ? '' : 'objects.delete(name);'}
        return { status: 204 };
      }
      const contentMd5 = objects.get(name);
      return contentMd5 === undefined ? { status: 404, code: 'NoSuchKey' } : { status: 200, contentMd5 };
    },
    stop: async () => {},
  };
};
const sut = {
  name: 'toy store',
  supports: ['GetObject', 'DeleteObject', 'HeadObject'],
  capabilities: { signatures: ['v4'] },
  start,
  ${besides}
};
`;

const run = (...argv: readonly string[]) => bucketkey(argv, wiredCommands());
const CHECK = ['check', '--seed', '1', '--runs', '40', '--size', '60'];

beforeEach(async () => {
  await writeFile(join(ownFolder(), 'right.mjs'), `${store(false)}export default sut;`);
  await writeFile(join(ownFolder(), 'wrong.mjs'), `${store(true)}export default async () => sut;`);
});

describe('check --sut', () => {
  test('holds a system to the model', async () => {
    const { code, out } = await run(...CHECK, '--sut', 'right.mjs');
    expect(out).toContain('verdict: conforms (toy store, profile ideal, seed 1)');
    expect(out).toContain('not supported, and not asked again: HeadObject (no HEAD here)');
    expect(code).toBe(0);
  });

  test('finds what is wrong, and says how to see it again, which replay does', async () => {
    const { code, out } = await run(...CHECK, '--sut', 'wrong.mjs');
    expect(code).toBe(1);
    const [file] = await readdir(join(ownFolder(), 'bucketkey-failures'));
    expect(out).toContain(`replay it: npx bucketkey replay bucketkey-failures/${file} --sut wrong.mjs`);
    const again = await run('replay', `bucketkey-failures/${file}`, '--sut', 'wrong.mjs');
    expect(again.code).toBe(1);
    expect(again.out).toContain('taken afresh ("toy store"): violates');
    const right = await run('replay', `bucketkey-failures/${file}`, '--sut', 'right.mjs');
    expect(right.out).toContain('taken afresh ("toy store"): conforms');
  });

  test('knows what is known, learns what is not, and fails for what is stale', async () => {
    const known = ['--sut', 'wrong.mjs', '--known', 'known.json'];
    expect(await run(...CHECK, ...known)).toMatchObject({ code: 2, out: '' });
    expect(await run(...CHECK, ...known, '--update-known')).toMatchObject({ code: 0 });
    const text = await readFile(join(ownFolder(), 'known.json'), 'utf8');
    expect(JSON.parse(text)[0]).toMatchObject({
      operation: 'GetObject',
      part: 'status',
      expected: '404',
      observed: '200',
    });
    const { code, out } = await run(...CHECK, ...known);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/1 known deviation, apart from the verdict:\n {2}\d+ x GetO/),
    ]);
    const fixed = await run(...CHECK, '--sut', 'right.mjs', '--known', 'known.json');
    expect(fixed.code).toBe(1);
    expect(fixed.out).toContain('stale: GetObject-status was not met');
    expect(await readFile(join(ownFolder(), 'known.json'), 'utf8')).toBe(text);
    await run(...CHECK, '--sut', 'right.mjs', '--known', 'known.json', '--update-known');
    expect(await readFile(join(ownFolder(), 'known.json'), 'utf8')).toBe('[]\n');
  });

  test('--deterministic fails for what answers the same steps otherwise, which conforms', async () => {
    const moody = `${store(false)}
      let sessions = 0;
      const moody = async (...given) => {
        const session = await start(...given);
        const isShy = ++sessions % 2 === 0;
        const apply = async (step) => {
          const { contentMd5, ...others } = await session.apply(step);
          return contentMd5 === undefined || isShy ? others : { ...others, contentMd5 };
        };
        return { ...session, apply };
      };
      export default { ...sut, start: moody };`;
    await writeFile(join(ownFolder(), 'moody.mjs'), moody);
    expect(await run(...CHECK, '--sut', 'moody.mjs')).toMatchObject({ code: 0 });
    const { code, out } = await run(...CHECK, '--sut', 'moody.mjs', '--deterministic');
    expect(out).toMatch(/not deterministic: \d+ of 40 traces/);
    expect(out).toMatch(/Step 1, again: contentMd5 not there, which was [0-9a-f]{32}/);
    expect(out).toContain('verdict: conforms');
    expect(code).toBe(1);
    const right = await run(...CHECK, '--sut', 'right.mjs', '--deterministic');
    expect(right).toMatchObject({ code: 0, out: expect.stringMatching(/\d+ traces taken twice, and answered alike/) });
  });

  test('keeps a budget of sessions', async () => {
    const { out } = await run(...CHECK, '--sut', 'wrong.mjs', '--shrink-sessions', '0');
    const [, found, before] = /shortest trace found: (\d+) steps?, before shrinking (\d+)/.exec(out) ?? [];
    expect(Number(found)).toBeGreaterThan(3);
    expect(Number(before)).toBeGreaterThanOrEqual(Number(found));
  });
});

test('shrink --sut takes the steps afresh', async () => {
  await run(...CHECK, '--sut', 'wrong.mjs', '--shrink-sessions', '0');
  const [file] = await readdir(join(ownFolder(), 'bucketkey-failures'));
  const long = `bucketkey-failures/${file}`;
  const { code, out } = await run('shrink', long, '--sut', 'wrong.mjs', '--trace-out', 'short.ndjson');
  expect(code).toBe(1);
  expect(out).not.toContain('steps of the recording');
  expect(out).toContain('replay it: npx bucketkey replay short.ndjson --sut wrong.mjs');
  const short = parseTrace(await readFile(join(ownFolder(), 'short.ndjson'), 'utf8'), 'short');
  expect(short.steps.map(({ step }) => step.event.op)).toEqual(['DeleteObject', 'GetObject']);
  expect(await run('shrink', long, '--sut', 'right.mjs')).toMatchObject({
    code: 0,
    out: 'verdict: conforms; there is nothing to shrink\n',
  });
});

describe('a file that has no system is refused', () => {
  test.each([
    ['that is not there', undefined, /--sut: own\.mjs: /],
    ['that does not parse', 'export default {', /--sut: own\.mjs: (SyntaxError|Error: Failed to parse)/],
    ['without a default export', 'export const sut = 1;', /--sut: own\.mjs: it has no default export/],
    ['with something else', 'export default 7;', /own\.mjs: sut takes an object with name, supports and start, not 7/],
    ['that throws', 'export default () => { throw new Error("no server"); };', /own\.mjs: Error: no server/],
    [
      'with a misspelt operation',
      'export default { name: "x", supports: ["PutObjekt"], start() {} };',
      /sut\.supports: there is no operation "PutObjekt" \(did you mean PutObject\?\)/,
    ],
  ])('%s', async (_, text, problem) => {
    if (text !== undefined) await writeFile(join(ownFolder(), 'own.mjs'), text);
    for (const argv of [['check'], ['replay', 'own.mjs'], ['shrink', 'own.mjs']])
      expect(await usageErrorOf(...argv, '--sut', 'own.mjs')).toMatch(problem);
  });
});

describe('what does not go together is refused', () => {
  test.each([
    [['--known', 'known.json'], /--known needs --sut/],
    [['--update-known'], /--update-known needs --sut/],
    [['--shrink-sessions', '3'], /--shrink-sessions needs --sut/],
    [['--sut', 'right.mjs', '--update-known'], /--update-known needs --known/],
    [['--sut', 'right.mjs', '--workers', '2'], /--sut .* cannot be used with option '--workers/],
    [['--sut', 'right.mjs', '--overlap'], /cannot be used with option '--overlap'/],
    [['--sut', 'right.mjs', '--report', 'r.json'], /cannot be used with option '--report/],
    [['--sut', 'right.mjs', '--known', 'known.json'], /--known: known\.json: no such file/],
    [['--sut', 'right.mjs', '--known', '.'], /--known: \.: is not a regular file/],
  ])('%j', async (argv, problem) => {
    expect(await usageErrorOf('check', ...argv)).toMatch(problem);
  });

  test.each([
    ['no JSON', '[', /--known: known\.json: not valid JSON/],
    ['another form', '[{"id":"a"}]', /--known: known\.json: /],
    ['deeply nested', '['.repeat(100_000), /nested deeper than 16 levels/],
  ])('known deviations in %s', async (_, text, problem) => {
    await writeFile(join(ownFolder(), 'known.json'), text);
    expect(await usageErrorOf('check', '--sut', 'right.mjs', '--known', 'known.json')).toMatch(problem);
  });
});
