import { describe, expect, test } from 'vitest';
import { noAnswer } from '../trace/no-answer.ts';
import type { Trace } from '../trace/trace.ts';
import { sequenceOf } from './sequence.ts';
import { get, put, ruled, SHARED, toySetup, toyTrace, violationAt } from './testing/toy-trace.ts';

/** The arrows of a step: from, to, text. */
function arrowsOf(trace: Trace, step: number, violation = undefined as Parameters<typeof sequenceOf>[1]) {
  const { participants, steps } = sequenceOf(trace, violation);
  const name = (place: number) => participants[place]?.name.replace('Bucket key cache', 'cache');
  const drawn = steps.find(({ number }) => number === step);
  return (drawn?.messages ?? []).map(
    ({ from, to, text, isWrong }) => `${name(from)} > ${name(to)}: ${isWrong === true ? 'WRONG ' : ''}${text}`,
  );
}

describe('who says what to whom', () => {
  test('a lane for each requester, S3, the cache and KMS', () => {
    expect(sequenceOf(SHARED).participants.map(({ name, detail }) => [name, detail])).toEqual([
      ['writer', 'role writer, session s1'],
      ['reader', 'role reader, session s1'],
      ['S3', ''],
      ['Bucket key cache', 'of S3, by the model'],
      ['KMS', ''],
    ]);
  });

  test('of many requesters those beyond the first four share a lane, and are named', () => {
    const names = ['writer', 'a', 'b', 'c', 'd', 'e', 'f'];
    const requesters = names.map((name) => ({ name, account: '111111111111', principal: name, session: 's' }));
    const trace = toyTrace([ruled(), ...names.slice(1).map((name) => get(name, 1, []))], 'ideal', {
      ...toySetup(),
      requesters,
    });
    expect(sequenceOf(trace).participants.map(({ name }) => name)).toEqual([
      ...['writer', 'a', 'b', 'c', '3 other requesters', 'S3', 'Bucket key cache', 'KMS'],
    ]);
    expect(arrowsOf(trace, 7)[0]).toBe('3 other requesters > S3: f: GetObject alpha/a');
  });

  test('a cold write calls KMS, and the cache keeps what it made', () => {
    expect(arrowsOf(SHARED, 2)).toEqual([
      'writer > S3: PutObject alpha/a "x"',
      'S3 > KMS: GenerateDataKey …key/k1, context arn:aws:s3:::alpha',
      'KMS > S3: ok',
      'S3 > cache: keeps bucket key 2, new',
      'S3 > writer: 200 aws:kms, …key/k1, bucket key',
    ]);
  });

  test('a warm read is served from the cache', () => {
    expect(arrowsOf(SHARED, 3)[1]).toBe('cache > S3: warm: bucket key 2, cached since 1 s');
  });

  test('KMS answers what is asked of a KMS key; the environment is a note', () => {
    const asked = { atMs: 1, by: 'writer', event: { op: 'DisableKey', keyId: 'k1' } } as const;
    const restart = { atMs: 2, by: null, event: { op: 'RestartHosts' } } as const;
    const trace = toyTrace([asked, restart].map((step) => ({ step, observation: { status: 200 } })));
    expect(arrowsOf(trace, 1)).toEqual(['writer > KMS: DisableKey k1', 'KMS > writer: 200']);
    expect(arrowsOf(trace, 2)).toEqual(['cache > cache: RestartHosts: the cache is empty']);
  });
});

describe('what is not known is said', () => {
  test('a call that nobody saw, where the model knows of it', () => {
    const trace = toyTrace([ruled(), put('writer', 1, undefined)]);
    expect(arrowsOf(trace, 2).slice(1, 3)).toEqual([
      'KMS > KMS: called, and nobody looked',
      'S3 > cache: keeps bucket key 2, new',
    ]);
    expect(sequenceOf(trace).legend).toContain('KMS calls were not observed of step 2.');
  });

  test('what may have happened, where several ways explain the step', () => {
    const trace = toyTrace([ruled(), put('writer', 1, ['GenerateDataKey']), put('writer', 2, undefined, 'b')], 'aws');
    expect(arrowsOf(trace, 3)[1]).toBe(
      'cache > cache: not decided: warm: bucket key 2, cached since 0.001 s; or keeps bucket key 3, new; ' +
        'or keeps bucket key 2',
    );
  });

  test('the cache, where the model cannot follow: after what nothing explains, and in a part of a longer trace', () => {
    const after = toyTrace([...SHARED.steps, get('writer', 4_000, [])]);
    expect(arrowsOf(after, 5)).toHaveLength(2);
    expect(sequenceOf(after).legend).toContain('The model cannot tell what the cache did in steps 4, 5.');
    expect(sequenceOf(SHARED, violationAt(3)).legend.join()).not.toContain('cannot tell');
    const unanswered = { step: get('writer', 4_000, []).step, observation: noAnswer('hangs') };
    const lost = toyTrace([...SHARED.steps.slice(0, 3), unanswered, get('writer', 5_000, [])], 'aws');
    expect(sequenceOf(lost).legend).toContain('The model cannot tell what the cache did in steps 4, 5.');
    const part: Trace = { header: SHARED.header, steps: SHARED.steps.slice(1, 3) };
    expect(sequenceOf(part, undefined, [1, 2]).legend).toEqual([
      'The model cannot tell what the cache did in steps 2, 3.',
    ]);
  });
});

describe('what cannot be is marked', () => {
  test('the answer, and why', () => {
    expect(arrowsOf(SHARED, 4, violationAt(3))).toEqual([
      'reader > S3: GetObject alpha/a',
      'S3 > reader: WRONG 200 aws:kms, …key/k1, bucket key, content "x"',
    ]);
    const { steps, title } = sequenceOf(SHARED, violationAt(3));
    expect(steps.map(({ violation }) => violation)).toEqual([
      ...[undefined, undefined, undefined],
      'Violated: every-requester-pays. reader rode on the bucket key of writer',
    ]);
    expect(title).toBe('Trace of toy, profile ideal: every-requester-pays, step 4');
  });

  test('the KMS calls, where it is they that are wrong', () => {
    const trace = toyTrace([ruled(), put('writer', 1, ['GenerateDataKey', 'GenerateDataKey'])]);
    const parts = [{ part: 'kmsCalls', expected: '1', observed: '2' }];
    const arrows = arrowsOf(trace, 2, violationAt(1, { parts }));
    expect(arrows.filter((arrow) => arrow.includes('WRONG'))).toHaveLength(2);
    expect(arrows.filter((arrow) => arrow.includes('WRONG Gen'))).toHaveLength(2);
  });

  test('nothing after it is drawn, and that is said', () => {
    const { steps, leftOutAfter } = sequenceOf(SHARED, violationAt(1));
    expect(steps.map(({ number }) => number)).toEqual([1, 2]);
    expect(leftOutAfter).toBe(2);
  });

  test('what goes beyond an assumption is told as unknown', () => {
    const { steps } = sequenceOf(SHARED, violationAt(3, { onlyIf: 'conforms only if a cache serves for 25 h' }));
    expect(steps[3]?.violation).toBe('Unknown: conforms only if a cache serves for 25 h');
  });
});

describe('a long trace', () => {
  const reads = Array.from({ length: 500 }, (_, i) => get('writer', 2_000 + i, []));

  test('is told by the steps in which something is new, and how many are left out', () => {
    const trace = toyTrace([
      ruled(),
      put('writer', 1_000, ['GenerateDataKey']),
      ...reads,
      get('reader', 9_000, ['Decrypt']),
    ]);
    const { steps } = sequenceOf(trace);
    expect(steps.map(({ number, leftOut }) => [number, leftOut])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
      [503, 499],
    ]);
    expect(arrowsOf(trace, 503)).toContain('S3 > cache: keeps bucket key 2');
  });

  test('with a violation by the steps that matter, at most 20', () => {
    const trace = toyTrace([ruled(), put('writer', 1_000, ['GenerateDataKey']), ...reads, get('reader', 9_000, [])]);
    const { steps } = sequenceOf(trace, violationAt(502));
    expect(steps.length).toBeLessThanOrEqual(20);
    expect(steps.map(({ number }) => number)).toEqual(expect.arrayContaining([1, 2, 503]));
  });

  test('of many that are new the first and the last are drawn', () => {
    const writers = Array.from({ length: 60 }, (_, i) =>
      put('writer', 1_000 + i * 300_000, ['GenerateDataKey'], `${i}`),
    );
    const warm = writers.flatMap((step, i) => [step, get('writer', 1_001 + i * 300_000, [], `${i}`)]);
    const trace = toyTrace([ruled(), ...warm]);
    const { steps } = sequenceOf(trace);
    expect(steps.length).toBeLessThanOrEqual(20);
    expect(steps.at(-1)?.number).toBe(121);
    expect(steps.reduce((sum, { leftOut }) => sum + leftOut, steps.length)).toBe(121);
  });
});
