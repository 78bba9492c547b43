import { describe, expect, test } from 'vitest';
import { type Event, HOUR_MS, MINUTE_MS, type Observation } from '../../model/index.ts';
import { begin, encrypt, get, head, ofVersion, part, put, remove, versioning } from '../../model/testing/events.ts';
import { AWS } from '../../model/testing/model-run.ts';
import { OTHER_BODY, RULES, SCENE, TEST_BODY } from '../../model/testing/scene.ts';
import { call, OracleRun, seen, seenRefusal } from './testing/oracle-run.ts';

const made = (bucket: string) => call('GenerateDataKey', 'ann', bucket);
/** S3 has asked KMS for a bucket key, and failed then: what it had to store is there or not (F-160). */
const lost = (bucket = 'b') => seenRefusal(500, 'InternalError', made(bucket));
const GONE: Observation = { status: 404 };
const shows = ({ md5 }: typeof TEST_BODY): Observation => ({ status: 200, contentMd5: md5 });

function verdict(trial: OracleRun, event: Event, observation: Observation): string {
  return trial.see('ann', event, observation);
}

describe('a write that S3 failed to answer after its KMS call', () => {
  const over = () =>
    new OracleRun(AWS)
      .given('ann', put('b/o'), { status: 200 })
      .given('ann', encrypt('b', RULES.B2), seen(200))
      .wait(AWS.ruleDelayMs)
      .given('ann', put('b/o', {}, OTHER_BODY), lost());

  test('leaves the old content or the new, and nothing else', () => {
    expect(verdict(over(), get('b/o'), shows(TEST_BODY))).toBe('conforms');
    expect(verdict(over(), get('b/o'), shows(OTHER_BODY))).toBe('conforms');
    expect(verdict(over(), get('b/o'), GONE)).toBe('violates');
  });

  test('leaves the bucket key in the cache, even if it stored nothing', () => {
    const trial = over().given('ann', get('b/o'), shows(TEST_BODY));
    const warm = { status: 200, bucketKeyEnabled: true, kmsCalls: [] } as const;
    expect(verdict(trial, put('b/p'), warm)).toBe('conforms');
  });

  test('leaves no second version of what is kept: that one deleted, nothing is left, or what was stored', () => {
    const deleted = () =>
      new OracleRun(AWS)
        .given('ann', versioning('b', 'Enabled'), { status: 200 })
        .given('ann', encrypt('b', RULES.B2), seen(200))
        .wait(AWS.ruleDelayMs)
        .given('ann', put('b/o', { sse: 'AES256' }), { status: 200, versionId: 'v1' })
        .given('ann', put('b/o', {}, OTHER_BODY), lost())
        .given('ann', ofVersion(remove('b/o'), 'v1'), { status: 204 });
    expect(verdict(deleted(), get('b/o'), GONE)).toBe('conforms');
    expect(verdict(deleted(), get('b/o'), shows(OTHER_BODY))).toBe('conforms');
    expect(verdict(deleted(), get('b/o'), shows(TEST_BODY))).toBe('violates');
  });

  test('leaves the newest version as it was, or one that is newer', () => {
    const versioned = () =>
      new OracleRun(AWS)
        .given('ann', versioning('b', 'Enabled'), { status: 200 })
        .given('ann', encrypt('b', RULES.B2), seen(200))
        .wait(AWS.ruleDelayMs)
        .given('ann', put('b/o', { sse: 'AES256' }), { status: 200, versionId: 'v1' })
        .given('ann', put('b/o', { sse: 'AES256' }), { status: 200, versionId: 'v2' })
        .given('ann', put('b/o'), lost());
    expect(verdict(versioned(), head('b/o'), { status: 200, versionId: 'v2' })).toBe('conforms');
    expect(verdict(versioned(), head('b/o'), { status: 200, versionId: 'v3' })).toBe('conforms');
    expect(verdict(versioned(), head('b/o'), { status: 200, versionId: 'v1' })).toBe('violates');
  });

  test('leaves a bucket of whose past little is known as full as it was, or with one object more', () => {
    const bucket = 'new';
    const counted = () =>
      new OracleRun(AWS, undefined, { ...SCENE, unknown: 'everything' })
        .given('ann', { op: 'CreateBucket', bucket }, seen(200))
        .given('ann', encrypt(bucket, RULES.B2), seen(200))
        .wait(AWS.ruleDelayMs)
        .given('ann', put('new/o'), lost(bucket));
    const deletion: Event = { op: 'DeleteBucket', bucket };
    expect(verdict(counted(), deletion, { status: 204 })).toBe('conforms');
    expect(verdict(counted(), deletion, seenRefusal(409, 'BucketNotEmpty'))).toBe('conforms');
    const read = () => counted().given('ann', get('new/o'), shows(TEST_BODY));
    expect(verdict(read(), deletion, { status: 204 })).toBe('violates');
  });

  test('leaves what is known of a bucket that was there before the trace', () => {
    const past = () =>
      new OracleRun(AWS, undefined, { ...SCENE, unknown: 'everything' })
        .given('ann', encrypt('b', RULES.B2), seen(200))
        .wait(AWS.ruleDelayMs)
        .given('ann', put('b/o'), lost());
    const gone = () => past().given('ann', get('b/o'), GONE);
    const deletion: Event = { op: 'DeleteBucket', bucket: 'b' };
    expect(verdict(gone(), deletion, { status: 204 })).toBe('conforms');
    expect(verdict(past().given('ann', get('b/o'), shows(TEST_BODY)), deletion, { status: 204 })).toBe('violates');
    expect(verdict(gone(), put('b/p'), { status: 200, sse: 'AES256' })).toBe('violates');
  });
});

test('a read that S3 failed to answer after its KMS call leaves the bucket key in the cache, at its time', () => {
  const failed = (after: number) =>
    new OracleRun(AWS)
      .given('ann', encrypt('b', RULES.B2), seen(200))
      .wait(AWS.ruleDelayMs)
      .given('ann', put('b/o'), { status: 200, kmsCalls: [made('b')] })
      .wait(MINUTE_MS)
      .given('bob', get('b/o'), seenRefusal(500, 'InternalError', call('Decrypt', 'bob', 'b')))
      .wait(after)
      .see('bob', get('b/o'), { ...shows(TEST_BODY), kmsCalls: [] });
  expect([failed(0), failed(HOUR_MS - 1), failed(24 * HOUR_MS)]).toEqual(['conforms', 'conforms', 'violates']);
});

test('an upload that S3 failed to begin, after its KMS call, is there or not', () => {
  const begun = () =>
    new OracleRun(AWS)
      .given('ann', encrypt('b', RULES.B2), seen(200))
      .wait(AWS.ruleDelayMs)
      .given('ann', begin('b/o'), lost());
  expect(verdict(begun(), part('b/o', 1), { status: 200 })).toBe('conforms');
  expect(verdict(begun(), part('b/o', 1), seenRefusal(404, 'NoSuchUpload'))).toBe('conforms');
  const again = begun().given('ann', part('b/o', 1), { status: 200 });
  expect(verdict(again, part('b/o', 1), seenRefusal(404, 'NoSuchUpload'))).toBe('violates');
});
