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
    const without = (...ids: readonly string[]) => {
      const trial = versioned().given('ann', head('b/o'), { status: 200, versionId: 'v2' });
      for (const id of ids) trial.given('ann', ofVersion(remove('b/o'), id), { status: 204 });
      return trial;
    };
    expect(verdict(without('v2'), head('b/o'), { status: 200, versionId: 'v1' })).toBe('conforms');
    expect(verdict(without('v2'), head('b/o'), { status: 200, versionId: 'v2' })).toBe('violates');
    expect(verdict(without('v2', 'v1'), head('b/o'), GONE)).toBe('conforms');
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

describe('a bucket, after a write that S3 failed to answer, is as full as what is there says', () => {
  const deletion: Event = { op: 'DeleteBucket', bucket: 'c' };
  /** `c` has bucket keys, and is versioned or not. */
  const begun = (isVersioned: boolean) => {
    const trial = new OracleRun(AWS);
    if (isVersioned) trial.given('ann', versioning('c', 'Enabled'), { status: 200 });
    return trial.given('ann', encrypt('c', RULES.B2), seen(200)).wait(AWS.ruleDelayMs);
  };
  const emptied = (trial: () => OracleRun) =>
    [{ status: 204 }, seenRefusal(409, 'BucketNotEmpty')].map((seen) => verdict(trial(), deletion, seen));
  const v1 = (isVersioned: boolean) => (isVersioned ? { versionId: 'v1' } : {});

  test.each([false, true])('where nothing was before (versioned: %s)', (isVersioned) => {
    const lostFirst = () => begun(isVersioned).given('ann', put('c/o'), lost('c'));
    expect(emptied(() => lostFirst().given('ann', get('c/o'), GONE))).toEqual(['conforms', 'violates']);
    expect(emptied(() => lostFirst().given('ann', get('c/o'), shows(TEST_BODY)))).toEqual(['violates', 'conforms']);
  });

  test.each([false, true])('where an object was before (versioned: %s)', (isVersioned) => {
    const lostSecond = () =>
      begun(isVersioned)
        .given('ann', put('c/o', { sse: 'AES256' }), { status: 200, ...v1(isVersioned) })
        .given('ann', put('c/o', {}, OTHER_BODY), lost('c'))
        .given('ann', get('c/o'), shows(TEST_BODY));
    expect(emptied(lostSecond)).toEqual(['violates', 'conforms']);
    const removed = isVersioned ? ofVersion(remove('c/o'), 'v1') : remove('c/o');
    expect(emptied(() => lostSecond().given('ann', removed, { status: 204 }))).toEqual(['conforms', 'violates']);
  });

  test('where it was to be deleted', () => {
    const failed = () =>
      begun(false)
        .given('ann', put('c/o', { sse: 'AES256' }), { status: 200 })
        .given('ann', remove('c/o'), seenRefusal(500, 'InternalError'));
    expect(emptied(() => failed().given('ann', get('c/o'), shows(TEST_BODY)))).toEqual(['violates', 'conforms']);
    expect(emptied(() => failed().given('ann', get('c/o'), GONE))).toEqual(['conforms', 'violates']);
  });

  test('and one that is not there stays away', () => {
    const event = put('none/o');
    expect(verdict(begun(false), event, seenRefusal(500, 'InternalError'))).toBe('conforms');
  });
});

describe('a request that S3 failed to answer before it did anything', () => {
  /** A write that has a bucket key made. */
  const failed = () =>
    new OracleRun(AWS)
      .given('ann', encrypt('b', RULES.B2), seen(200))
      .wait(AWS.ruleDelayMs)
      .given('ann', put('b/o'), seenRefusal(500, 'InternalError'));

  test('is one, at its time, though a KMS call was due', () => {
    expect(failed().oracle.frontier.map(({ nowMs }) => nowMs)).toEqual([AWS.ruleDelayMs]);
    expect(verdict(failed(), get('b/o'), GONE)).toBe('conforms');
    expect(verdict(failed(), get('b/o'), shows(TEST_BODY))).toBe('violates');
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
