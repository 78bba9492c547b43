import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Event, Observation } from '../../model/index.ts';
import { encrypt, get, put } from '../../model/testing/events.ts';
import { RULES, SCENE } from '../../model/testing/scene.ts';
import { call, read, seen, TAG, TAG2, wroteBk } from '../oracle/testing/oracle-run.ts';
import { run } from './run.ts';
import { ownFolder, usageErrorOf } from './testing/harness.ts';
import { wiredCommands } from './wiring.ts';

const HEADER = { bucketkeyTrace: 1, profile: 'ideal', sut: 'mine', seed: 0, setup: SCENE };
const MADE = call('GenerateDataKey', 'ann', 'b');
const WRITTEN = wroteBk('K1', TAG, MADE);

const asked = (event: Event, observation?: Observation, more: object = {}) => ({
  atMs: 0,
  by: 'ann',
  event,
  ...(observation !== undefined && { observation }),
  ...more,
});
const BEGUN = [HEADER, asked(encrypt('b', RULES.B2), seen(200))];

interface Answered {
  readonly line: number;
  readonly verdict?: string;
  readonly step?: number;
  readonly error?: string;
  readonly violation?: { readonly property: string; readonly stepIndex: number };
  readonly excused?: { readonly parts: readonly { readonly part: string }[] };
  readonly doubt?: { readonly onlyIf?: string };
  readonly admissible?: readonly (Observation & { readonly requirements: readonly string[] })[];
  readonly isComplete?: boolean;
}

/** What lines are answered; a text or bytes go in as they are. */
async function answers(lines: readonly (object | string)[], ...options: string[]): Promise<readonly Answered[]> {
  const bytes = lines.map((line) => (line instanceof Uint8Array ? line : `${textOf(line)}\n`));
  const { code, out, err } = await oracle(Readable.from(bytes.map((line) => Buffer.from(line))), options);
  expect([code, err]).toEqual([0, '']);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const textOf = (line: object | string) => (typeof line === 'string' ? line : JSON.stringify(line));

async function oracle(
  stdin: Readable,
  options: readonly string[],
  told: (text: string) => void = () => {},
  signal = new AbortController().signal,
) {
  let out = '';
  let err = '';
  const stdout = (text: string): void => {
    out += text;
    told(text);
  };
  const stderr = (text: string): void => {
    err += text;
  };
  const io = { stdout, stderr, stdin: () => stdin, isTTY: false, signal, cwd: ownFolder() };
  const code = await run(['oracle', ...options], io, wiredCommands());
  return { code, out, err };
}

describe('oracle', () => {
  test('answers a line with a line: the verdict, of a violation property, requirements and parts', async () => {
    const lines = [...BEGUN, asked(put('b/o'), WRITTEN), asked(get('b/o'), read(wroteBk('K1', TAG2))), { end: true }];
    const [header, first, second, wrong, end] = await answers(lines);
    expect(header).toEqual({ line: 1, trace: 1, profile: 'ideal' });
    expect([first, second]).toEqual([
      { line: 2, step: 1, verdict: 'conforms' },
      { line: 3, step: 2, verdict: 'conforms' },
    ]);
    expect(wrong).toMatchObject({
      line: 4,
      step: 3,
      verdict: 'violates',
      violation: {
        property: 'config-is-not-retroactive',
        requirements: ['F-13'],
        stepIndex: 2,
        parts: [{ part: 'etag', expected: TAG, observed: TAG2 }],
      },
    });
    expect(end).toMatchObject({ line: 5, end: true, steps: 3, verdict: 'violates' });
  });

  test('judges by the properties too, and names the one that is violated', async () => {
    const lines = [...BEGUN, asked(put('b/o'), WRITTEN), { ...asked(put('b/o'), wroteBk('K1', TAG2)), by: 'bob' }];
    expect((await answers(lines)).at(-1)).toMatchObject({
      verdict: 'violates',
      violation: { property: 'every-requester-pays', stepIndex: 2 },
    });
    expect((await answers(lines, '--property', 'etag-class')).at(-1)).toMatchObject({ verdict: 'conforms' });
  });

  test('several traces, each from its header on', async () => {
    const wrong = asked(put('b/o'), wroteBk('K1', TAG));
    const verdicts = await answers([...BEGUN, wrong, ...BEGUN, asked(put('b/o'), WRITTEN), HEADER, { end: true }]);
    expect(verdicts.map(({ verdict, step }) => [verdict, step])).toEqual([
      [undefined, undefined],
      ['conforms', 1],
      ['violates', 2],
      [undefined, undefined],
      ['conforms', 1],
      ['conforms', 2],
      [undefined, undefined],
      ['conforms', undefined],
    ]);
  });

  test('a step without observation asks what is admissible, and changes nothing', async () => {
    const question = { ...asked(put('b/o')), atMs: 99 };
    const [, , put1, , get1] = await answers([...BEGUN, question, asked(put('b/o'), WRITTEN), asked(get('b/o'))]);
    expect(put1).toMatchObject({ isComplete: true, transientErrors: false });
    expect(put1?.admissible).toMatchObject([{ status: 200, etag: '*', bucketKeyEnabled: true, kmsCalls: [MADE] }]);
    const { requirements: _why, ...outcome } = get1?.admissible?.[0] ?? { requirements: [] };
    expect(outcome).toMatchObject({ status: 200, etag: TAG, kmsCalls: [] });
    // What is said to be admissible is.
    const conforming = asked(get('b/o'), outcome as Observation);
    expect((await answers([...BEGUN, asked(put('b/o'), WRITTEN), conforming])).at(-1)?.verdict).toBe('conforms');
  });

  test('what is admissible is bounded, and says when it is not all', async () => {
    const lines = [HEADER, asked(encrypt('b', RULES.B2), seen(200)), asked(put('b/o'), WRITTEN)];
    const question = { ...asked(get('b/o')), atMs: 3_600_000 };
    const all = (await answers([...lines, question], '--profile', 'aws')).at(-1);
    expect(all?.isComplete).toBe(true);
    expect(all?.admissible?.length).toBeGreaterThan(1);
    const one = (await answers([...lines, question], '--profile', 'aws', '--max-outcomes', '1')).at(-1);
    expect([one?.isComplete, one?.admissible]).toEqual([false, all?.admissible?.slice(0, 1)]);
    const broken = await answers([...BEGUN, asked(put('b/o'), wroteBk('K1', TAG)), asked(get('b/o'))]);
    expect(broken.at(-1)).toEqual({ line: 4, error: 'nobody can say what is admissible now: step 2 violates' });
  });

  test('where nobody knows what was before, nobody knows what is admissible', async () => {
    const header = { ...HEADER, setup: { ...SCENE, unknown: 'everything' } };
    const found = await answers([header, asked(get('b/o')), asked(get('b/o'), seen(404, { code: 'NoSuchKey' }))]);
    expect(found[1]?.error).toMatch(/^the setup leaves unknown /);
    expect(found[2]?.verdict).toBe('conforms');
  });
});

describe('what is excused', () => {
  const wrong = read(wroteBk('K1', TAG2));
  const lines = [...BEGUN, asked(put('b/o'), WRITTEN)];

  test('is told, and the trace goes on as if nobody had looked at it', async () => {
    const excused = asked(get('b/o'), wrong, { excuse: ['etag', 'code'] });
    const after = asked(get('b/o'), { ...wrong, sse: 'AES256' }, { excuse: ['etag'] });
    const [, , , first, second] = await answers([...lines, excused, after]);
    expect(first).toMatchObject({ step: 3, verdict: 'conforms', excused: { parts: [{ part: 'etag' }] } });
    expect(second).toMatchObject({ step: 4, verdict: 'violates', violation: { stepIndex: 3 } });
    const nothing = await answers([...lines, asked(get('b/o'), read(wroteBk('K1', TAG)), { excuse: ['etag'] })]);
    expect(nothing.at(-1)).toEqual({ line: 4, step: 3, verdict: 'conforms' });
  });

  test('goes on after a violation, with the same step once more and with no other', async () => {
    const refused = asked(get('b/o'), wrong);
    const other = asked(get('b/o'), { ...wrong, sse: 'AES256' }, { excuse: ['etag', 'sse'] });
    const again = asked(get('b/o'), wrong, { excuse: ['etag'] });
    const useless = asked(get('b/o'), wrong, { excuse: ['sse'] });
    const good = asked(get('b/o'), read(wroteBk('K1', TAG)));
    const found = await answers([...lines, refused, good, other, useless, again, good, { end: true }]);
    expect(found.slice(3).map(({ verdict, step }) => [verdict, step])).toEqual([
      ['violates', 3],
      ['violates', 3],
      ['violates', 3],
      ['violates', 3],
      ['conforms', 3],
      ['conforms', 4],
      ['conforms', undefined],
    ]);
    expect(found[7]?.excused).toMatchObject({ property: 'config-is-not-retroactive' });
  });

  test('is not looked at where the steps before it are too many to be judged once more', async () => {
    const restart = { atMs: 0, by: null, event: { op: 'RestartHosts' }, observation: { status: 200 } };
    const many = Array.from({ length: 10_001 }, () => restart);
    const excused = asked(get('b/o'), wrong, { excuse: ['etag', 'kmsCalls'] });
    const found = await answers([...lines, ...many, excused, asked(get('b/o'), wrong)]);
    expect(found.at(-2)).toEqual({ line: 10_005, step: 10_004, verdict: 'conforms' });
    const again = await answers([...lines, ...many, asked(get('b/o'), wrong), excused]);
    expect(again.slice(-2).map(({ verdict, step }) => [verdict, step])).toEqual([
      ['violates', 10_004],
      ['violates', 10_004],
    ]);
  });

  test('is a property as well, which is not judged any more then', async () => {
    const free = { ...asked(put('b/o'), wroteBk('K1', TAG2)), by: 'bob' };
    const only = ['--property', 'every-requester-pays'];
    const found = await answers([...lines, { ...free, excuse: ['every-requester-pays'] }, free], ...only);
    expect(found.slice(3).map(({ verdict }) => verdict)).toEqual(['conforms', 'conforms']);
    expect(found[3]?.excused).toMatchObject({ property: 'every-requester-pays' });
    // The model does not explain it either, and nobody has excused that.
    const both = await answers([...lines, { ...free, excuse: ['every-requester-pays'] }]);
    expect(both[3]).toMatchObject({ verdict: 'violates', violation: { property: 'every-requester-pays' } });
  });

  test('is no status, no name that nothing has, and nothing without an observation', async () => {
    const found = await answers([
      ...lines,
      ...[['status'], ['etags'], ['__proto__']].map((excuse) => asked(get('b/o'), wrong, { excuse })),
      asked(get('b/o'), undefined, { excuse: ['etag'] }),
    ]);
    expect(found.slice(3).map(({ error }) => error)).toEqual([
      'excuse: the status cannot be excused',
      'excuse: "etags" is no part of an observation and no property',
      'excuse: "__proto__" is no part of an observation and no property',
      'excuse: there is no observation that could differ',
    ]);
  });

  test('may be what goes beyond an assumption', async () => {
    const day = 3_600_000;
    const begun = [{ ...HEADER, profile: 'aws' }, ...lines.slice(1)];
    const late = { ...asked(get('b/o'), read(wroteBk('K1', TAG))), atMs: 25 * day };
    const found = await answers([...begun, late, { ...late, atMs: 25 * day + 1 }]);
    expect(found.slice(3).map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
    expect(found[3]?.doubt?.onlyIf).toMatch(/^conforms only if /);
    const excused = await answers([...begun, { ...late, excuse: ['kmsCalls'] }]);
    expect(excused[3]).toMatchObject({ verdict: 'conforms', excused: { stepIndex: 2 } });
  });
});

describe('a line that is wrong', () => {
  test('is answered with what and where, and changes nothing', async () => {
    const lines = [
      asked(put('b/o'), WRITTEN),
      'no JSON',
      '',
      '[1]',
      ...BEGUN,
      { ...HEADER, bucketkeyTrace: 2 },
      { ...HEADER, profile: 'mine' },
      { ...asked(put('b/o'), WRITTEN), by: 'nobody' },
      { ...asked(put('b/o'), WRITTEN), atMs: -1 },
      { ...asked(put('b/o'), WRITTEN), observations: {} },
      '{"atMs":0,"atMs":1}',
      '['.repeat(100_000),
      `"${'x'.repeat(2 ** 20)}"`,
      { end: 1 },
      asked(put('b/o'), { ...WRITTEN, etag: `"${TAG}"` }),
      asked(put('b/o'), WRITTEN),
      { ...asked(get('b/o'), read(wroteBk('K1', TAG))), atMs: 7 },
      asked(get('b/o'), read(wroteBk('K1', TAG))),
    ];
    const found = await answers(lines);
    expect(found.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
    expect(
      found.map(({ error, step, verdict }) => error ?? (step === undefined ? 'begun' : `${step} ${verdict}`)),
    ).toEqual([
      'no trace: a line with a header starts one',
      'not valid JSON',
      'not valid JSON',
      'not an object: a header, a step or {"end":true} expected',
      'begun',
      '1 conforms',
      'format version 2 is not supported; this bucketkey reads version 1',
      expect.stringMatching(/^there is no profile "mine"/),
      'by: "nobody" is no requester of the setup',
      'atMs: expected number to be >=0',
      'unknown field "observations"',
      'the name "atMs" is there twice in one object',
      'nested deeper than 16 levels',
      'longer than 1048576 bytes',
      'end: expected true',
      expect.stringMatching(/^observation\.etag: .* is in quotes/),
      '2 conforms',
      '3 conforms',
      'atMs: 0 is earlier than the step before, at 7',
    ]);
  });

  test('is one with bytes that are no text, and a context named __proto__ is none', async () => {
    const named = JSON.stringify(asked(put('b/o'), { ...WRITTEN, kmsCalls: [MADE] })).replace(
      '"context":{',
      '"context":{"__proto__":"x",',
    );
    const found = await answers([Buffer.from([0x22, 0xff, 0x0a]), ...BEGUN, named]);
    expect(found[0]).toEqual({ line: 1, error: 'not UTF-8 text' });
    expect(found[3]).toMatchObject({ verdict: 'violates', violation: { property: 'context-names-the-bucket' } });
    expect(found[3]?.violation).toMatchObject({ reason: expect.stringContaining('__proto__') });
  });
});

describe('as a process among others', () => {
  test('answers before the next line comes, in whatever pieces lines come; the last one needs no newline', async () => {
    const stdin = new PassThrough();
    const told = new PassThrough();
    const ended = oracle(stdin, [], (text) => void told.write(text));
    for (const line of BEGUN) {
      const text = `${JSON.stringify(line)}\n`;
      stdin.write(text.slice(0, 7));
      stdin.write(text.slice(7));
      const [answer] = await once(told, 'data');
      expect(String(answer)).toMatch(/^\{"line":\d,.*\}\n$/);
    }
    stdin.end('{"end":true}');
    const { code, out } = await ended;
    expect([code, out.trimEnd().split('\n').at(-1)]).toEqual([
      0,
      '{"line":3,"end":true,"steps":1,"verdict":"conforms"}',
    ]);
  });

  test('ends with 130 when it is interrupted while it waits', async () => {
    const interruption = new AbortController();
    const stdin = new PassThrough();
    const ended = oracle(stdin, [], () => interruption.abort(), interruption.signal);
    stdin.write(`${JSON.stringify(HEADER)}\n`);
    expect(await ended).toMatchObject({ code: 130, err: 'bucketkey: interrupted\n' });
  });

  test('refuses a command line that is wrong before any line comes', async () => {
    expect(await usageErrorOf('oracle', '--profile', 'mine')).toMatch(/"mine"/);
    expect(await usageErrorOf('oracle', '--set', 'ruleDelayMs=x')).toMatch(/--set ruleDelayMs/);
    expect(await usageErrorOf('oracle', '--max-outcomes', '0')).toMatch(/from 1 to 1000/);
  });
});
