import { describe, expect, test } from 'vitest';
import { type Event, type Observation, requirement } from '../../model/index.ts';
import { bucketPolicy, copy, encrypt, get, head, put, replicate, replication } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { homeKey, RULES, TEST_BODY } from '../../model/testing/scene.ts';
import { optionText, violationOf } from './near-miss.ts';
import { SeenStep } from './seen-step.ts';
import {
  call,
  OracleRun,
  read,
  seen,
  seenRefusal,
  TAG,
  TAG2,
  unseenKms,
  wroteBk,
  wroteKms,
  wroteS3,
} from './testing/oracle-run.ts';
import type { Violation } from './verdict.ts';

const ok = seen(200);
const gdk = call('GenerateDataKey', 'ann', 'b');

function warm(profile = IDEAL): OracleRun {
  return new OracleRun(profile)
    .given('ann', encrypt('b', RULES.B2), ok)
    .wait(AWS.ruleDelayMs)
    .given('ann', put('b/o'), wroteBk('K1', TAG, gdk));
}

function violation(trial: OracleRun, by: string, event: Event, observation: Observation): Violation {
  expect(trial.see(by, event, observation)).toBe('violates');
  if (trial.oracle.violation === undefined) throw new Error('violates without a violation');
  return trial.oracle.violation;
}

describe('a violation is an argument', () => {
  test('it says which step, what was expected and what was seen, in words', () => {
    const found = violation(warm(), 'bob', get('b/o'), read(wroteBk('K1', TAG)));
    expect(found).toMatchObject({ property: 'explained', stepIndex: 2 });
    expect(found.title).toBe('Some admissible choices of the model explain each step.');
    expect(found.reason).toBe(
      'bob read b/o at 15 min, but KMS was not asked for Decrypt under …:key/K1 by bob for arn:aws:s3:::b',
    );
    expect(found.nearest).toHaveLength(1);
  });

  test('it tells a difference once, though several ways come to it, and three at the most', () => {
    const either = warm({ ...IDEAL, headDecrypts: [false, true] });
    expect(violation(either, 'ann', head('b/o'), seenRefusal(404, 'NoSuchKey')).nearest).toHaveLength(1);
    const open = warm({ ...AWS, transientErrors: false });
    const asked = { ...wroteBk('K1', TAG), kmsCalls: [call('Encrypt', 'ann', 'b')] };
    const { nearest } = violation(open, 'bob', copy('b/o', 'b/p'), asked);
    expect(new Set(nearest.map(({ differences }) => differences.join())).size).toBe(3);
    expect(nearest).toHaveLength(3);
  });

  test('it names all KMS calls that are due, where one of two was made', () => {
    const found = violation(warm(), 'bob', copy('b/o', 'c/p', { sse: 'aws:kms', kmsKeyId: 'K2' }), {
      status: 200,
      kmsCalls: [call('Decrypt', 'bob', 'b')],
    });
    expect(found.reason).toMatch(/, but KMS was asked for Decrypt, where Decrypt and GenerateDataKey is due$/);
  });

  test('it says of the code that any will do, and of nothing else', () => {
    const wrong = { ...seen(400, { code: 'Whatever' }), etag: TAG };
    const found = violation(new OracleRun(IDEAL), 'ann', put('b/o', { context: 'malformed' }), wrong);
    expect(found.parts).toEqual([{ part: 'etag', expected: 'absent', observed: TAG }]);
  });

  test('it writes an option as it is, and one of several fields as JSON', () => {
    expect(['new', true, 3, null, { a: 1 }].map(optionText)).toEqual(['new', 'true', '3', 'null', '{"a":1}']);
  });

  test('it says so where the model admits nothing at all, and then has nothing to cite', () => {
    const step = { atMs: 0, by: 'ann', event: get('b/o') };
    expect(violationOf([], { step, observation: ok }, 4, new SeenStep())).toMatchObject({
      reason: 'ann read b/o at 0 s, of which the model admits no outcome',
      stepIndex: 4,
      requirements: [],
      parts: [],
      nearest: [],
    });
  });

  test('it names the requirements of the rule and of the parts that differ', () => {
    const found = violation(warm(), 'bob', get('b/o'), read(wroteBk('K1', TAG)));
    expect(found.requirements).toEqual(['F-97']);
  });

  test('it tells an absent part, an opaque ETag and any code in words', () => {
    const etag = violation(warm(), 'bob', put('b/p'), { status: 200, etag: TEST_BODY.md5 });
    expect(etag.nearest[0]?.differences).toEqual([
      `etag: an opaque value (32 hex digits, not the MD5 of the content) expected, ${TEST_BODY.md5} observed`,
    ]);
    const flag = violation(warm(), 'ann', get('b/o'), { ...read(wroteBk('K1', TAG)), bucketKeyEnabled: null });
    expect(flag.nearest[0]?.differences).toEqual(['bucketKeyEnabled: true expected, absent observed']);
    const code = violation(new OracleRun(IDEAL), 'ann', put('b/o', { context: 'malformed' }), seen(400));
    expect(code.nearest[0]?.differences).toEqual(['code: some code expected, absent observed']);
  });

  test('it shows each of several calls, with the pairs of their contexts and their results', () => {
    const pairs = { a: 'b' };
    const found = violation(
      warm(),
      'ann',
      put('b/p'),
      wroteBk('K1', TAG2, gdk, call('Decrypt', 'ann', 'b', { pairs, result: 'DisabledException' })),
    );
    expect(found.reason).toContain(
      'KMS was asked for GenerateDataKey and Decrypt (DisabledException), where no call is due',
    );
    expect(found.nearest[0]?.differences[0]).toContain(
      `none expected, GenerateDataKey by ann on ${homeKey('K1')} for aws:s3:arn=arn:aws:s3:::b (ok) + ` +
        `Decrypt by ann on ${homeKey('K1')} for aws:s3:arn=arn:aws:s3:::b, a=b (DisabledException) observed`,
    );
  });

  test('the nearest outcomes come first, no two of them alike, three at most, each with its choices', () => {
    const found = violation(warm(AWS), 'bob', put('b/p'), wroteBk('K1', TAG2));
    expect(found.nearest.map(({ choices }) => choices)).toEqual([
      ['coldWrite (U-07) = generate', 'verified (U-08) = false'],
      ['coldWrite (U-07) = generate', 'verified (U-08) = true'],
      ['coldWrite (U-07) = unwrap'],
    ]);
    const texts = found.nearest.map(({ differences }) => differences.join());
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('the outcome that differs in less comes first, whichever the model tries first', () => {
    const shown = wroteKms('K1', TAG);
    const trial = new OracleRun({ ...IDEAL, headDecrypts: [false, true] })
      .given('ann', encrypt('b', RULES.B1), ok)
      .given('ann', put('b/k'), { ...shown, kmsCalls: [call('GenerateDataKey', 'ann', 'b/k')] });
    const decrypts = { ...shown, etag: TAG2, kmsCalls: [call('Decrypt', 'ann', 'b/k')] };
    const found = violation(trial, 'ann', head('b/k'), decrypts);
    expect(found.nearest.map(({ choices }) => choices)).toEqual([
      ['headDecrypts (F-41) = true'],
      ['headDecrypts (F-41) = false'],
    ]);
    expect(found.parts).toEqual([{ part: 'etag', expected: TAG, observed: TAG2 }]);
  });

  test('a wrong status weighs more than all that follows from it', () => {
    const trial = new OracleRun(AWS)
      .given('ann', { op: 'DisableKey', keyId: 'K1' }, ok)
      .wait(60_000)
      .given('ann', encrypt('b', RULES.B1), ok)
      .wait(60_000);
    const found = violation(trial, 'ann', put('b/o'), seenRefusal(400, 'KMS.DisabledException'));
    expect(found.nearest[0]?.differences).toEqual([
      `KMS calls: GenerateDataKey by ann on ${homeKey('K1')} for aws:s3:arn=arn:aws:s3:::b/o (DisabledException) ` +
        'expected, none observed',
    ]);
    expect(found.nearest.at(-1)?.differences[0]).toBe('status: 200 expected, 400 observed');
  });

  test('it is the same every time', () => {
    const once = () => violation(warm(AWS), 'bob', put('b/p'), wroteBk('K1', TAG2));
    expect(once()).toEqual(once());
  });
});

describe('every requirement an argument names exists', () => {
  const cases: readonly (readonly [what: string, by: string, event: Event])[] = [
    ['a write', 'ann', put('b/o')],
    ['a read', 'ann', get('b/o')],
    ['a copy', 'ann', copy('b/o', 'c/o')],
    ['a replication', 'nobody', replicate('b/o')],
    ['a rule', 'ann', { op: 'GetBucketEncryption', bucket: 'b' }],
    ['a refusal by S3', 'eve', get('b/o')],
    ['a refusal of headers', 'ann', put('b/o', { kmsKeyId: 'K1' })],
    ['a refusal of a key', 'ann', { op: 'CancelKeyDeletion', keyId: 'K1' }],
    ['a policy', 'ann', bucketPolicy('b')],
    ['a bucket', 'ann', { op: 'CreateBucket', bucket: 'b' }],
    ['the environment', 'nobody', { op: 'RestartHosts' }],
  ];
  test.each(cases)('%s', (_what, by, event) => {
    for (const unseen of [false, true]) {
      const trial = warm(AWS).given('ann', replication('b', 'c', 'KR'), ok);
      const teapot = seen(418, {
        code: 'Teapot',
        etag: TAG2,
        contentMd5: TAG2,
        rule: RULES.B4,
        replicationStatus: 'FAILED',
      });
      const found = violation(trial, by, event, unseen ? unseenKms(teapot) : teapot);
      expect(found.nearest.length).toBeGreaterThan(0);
      for (const { requirements, differences } of found.nearest) {
        expect(differences.length).toBeGreaterThan(0);
        expect(requirements.filter((id) => requirement(id) === undefined)).toEqual([]);
      }
      expect(found.requirements).toEqual(found.nearest[0]?.requirements);
    }
  });

  test('a violation always has some requirement to rest on where AWS has one', () => {
    const trial = new OracleRun(AWS).given('ann', put('b/o'), wroteS3());
    expect(violation(trial, 'ann', get('b/o'), seen(404)).requirements).toContain('F-40');
  });
});
