import { describe, expect, test } from 'vitest';
import type { EncryptionHeaders, Observation } from '../../model/index.ts';
import { copy, encrypt, get, head, put, replicate, replication } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { homeKey, OTHER_BODY, TEST_BODY } from '../../model/testing/scene.ts';
import { OracleRun, seen, TAG, TAG2, unseenKms } from './testing/oracle-run.ts';

const KMS: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: 'K1' };

/** A success of which status and ETag were seen, and nothing else. */
function tagged(etag: string | null): Observation {
  return { status: 200, etag };
}

describe('the ETag of what S3 encrypts, or nobody (F-80)', () => {
  test.each([
    ['the MD5 of the content', TEST_BODY.md5, 'conforms'],
    ['an opaque value', TAG, 'violates'],
    ['the MD5 of another content', OTHER_BODY.md5, 'violates'],
    ['the MD5 in capitals', TEST_BODY.md5.toUpperCase(), 'violates'],
    ['none', null, 'violates'],
  ] as const)('%s: %s %s', (_what, etag, verdict) => {
    expect(new OracleRun(AWS).see('ann', put('b/o'), tagged(etag))).toBe(verdict);
    expect(new OracleRun(AWS).see('ann', head('b/old'), tagged(etag))).toBe(verdict);
  });
});

describe('the ETag of what is under a KMS key (F-81 to F-84)', () => {
  const algorithms: readonly EncryptionHeaders[] = [KMS, { ...KMS, bucketKeyEnabled: true }, { sse: 'aws:kms:dsse' }];
  test.each([
    ['32 hex digits', TAG, 'conforms'],
    ['the MD5 of another content, by chance', OTHER_BODY.md5, 'conforms'],
    ['the MD5 of the content', TEST_BODY.md5, 'violates'],
    ['the ETag of a multipart upload (F-83)', `${TAG}-1`, 'violates'],
    ['31 digits', TAG.slice(1), 'violates'],
    ['what is no hex', 'z'.repeat(32), 'violates'],
    ['capitals', 'A'.repeat(32), 'violates'],
    ["the model's own sign for a value it does not know", '*', 'violates'],
    ['none', null, 'violates'],
  ] as const)('%s: %s %s', (_what, etag, verdict) => {
    for (const headers of algorithms)
      expect(new OracleRun(AWS).see('ann', put('b/o', headers), tagged(etag))).toBe(verdict);
  });

  test('the one that a write showed is shown by every read after it, and by no other', () => {
    const trial = new OracleRun(AWS).given('ann', put('b/o', KMS), tagged(TAG)).given('ann', head('b/o'), tagged(TAG));
    trial.given('ann', get('b/o'), tagged(TAG));
    expect(trial.see('ann', head('b/o'), tagged(TAG2))).toBe('violates');
  });

  test('one that a write did not show is learnt where it is shown first', () => {
    const trial = new OracleRun(AWS)
      .given('ann', put('b/o', KMS), { status: 200 })
      .given('ann', get('b/o'), { status: 200 });
    trial.given('ann', head('b/o'), tagged(TAG)).given('ann', get('b/o'), tagged(TAG));
    expect(trial.see('ann', head('b/o'), tagged(TAG2))).toBe('violates');
  });

  test('what is learnt late must be one an object under KMS can have', () => {
    for (const etag of [TEST_BODY.md5, 'x', null]) {
      const trial = new OracleRun(AWS).given('ann', put('b/o', KMS), { status: 200 });
      expect(trial.see('ann', head('b/o'), tagged(etag))).toBe('violates');
    }
  });

  test('a new write has a new one; what was learnt of the old is forgotten', () => {
    const trial = new OracleRun(AWS)
      .given('ann', put('b/o', KMS), tagged(TAG))
      .given('ann', put('b/o', KMS), { status: 200 });
    expect(trial.see('ann', head('b/o'), tagged(TAG2))).toBe('conforms');
  });
});

describe('what a copy and a replica show (F-86, F-64, F-78)', () => {
  test('a copy has the ETag of its own encryption, not that of its source', () => {
    const trial = new OracleRun(IDEAL).given('ann', put('b/o', KMS), tagged(TAG));
    expect(trial.see('ann', copy('b/o', 'c/o'), tagged(TEST_BODY.md5))).toBe('conforms');
    expect(trial.see('ann', copy('b/o', 'c/p', KMS), tagged(TAG2))).toBe('conforms');
    expect(trial.see('ann', copy('b/o', 'c/q'), tagged(TAG))).toBe('violates');
  });

  /**
   * The verdict on the ETag that the replica of `b/o` shows, which was written with `headers` and shown as `source`.
   */
  function replicaShows(headers: EncryptionHeaders, source: string, replica: string): string {
    const trial = new OracleRun(IDEAL).given('ann', replication('b', 'c', 'KR'), seen(200));
    trial.given('ann', put('b/o', headers), tagged(source)).given('ann', replicate('b/o'), { status: 200 });
    return trial.see('ann', head('c/o'), tagged(replica));
  }

  test('a replica has that of its source', () => {
    expect(replicaShows(KMS, TAG, TAG)).toBe('conforms');
    expect(replicaShows(KMS, TAG, TAG2)).toBe('violates');
    expect(replicaShows({}, TEST_BODY.md5, TEST_BODY.md5)).toBe('conforms');
  });

  test('but that of a plain object, which is encrypted for the first time', () => {
    const trial = new OracleRun(IDEAL)
      .given('ann', encrypt('c', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: homeKey('KD') }), seen(200))
      .given('ann', replication('b', 'c'), seen(200))
      .given('ann', replicate('b/old'), unseenKms(seen(200, { replicationStatus: 'COMPLETED' })));
    trial.given('ann', head('c/old'), tagged(TAG));
    expect(trial.see('ann', head('c/old'), tagged(TEST_BODY.md5))).toBe('violates');
  });
});
