import { describe, expect, test } from 'vitest';
import { configIsNotRetroactive } from './config-is-not-retroactive.ts';
import {
  judgements,
  lastJudgement,
  ObservedTrace,
  SSE_S3,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const ON = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1', BucketKeyEnabled: true } as const;

const DELIVERED = { replicationStatus: 'COMPLETED' } as const;

describe('config-is-not-retroactive', () => {
  test('an object keeps its encryption when the rule of its bucket changes', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withoutBucketKey('K1'))
      .head(1, 'bob', 'b/a', withoutBucketKey('K1'))
      .rule(2, 'b', ON)
      .get(3, 'bob', 'b/a', withoutBucketKey('K1'));
    expect(judgements(configIsNotRetroactive, scene)).toEqual(['idle', 'held', 'idle', 'exercised']);
  });

  test('an object that gets a bucket key by a change of the rule is refused', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withoutBucketKey('K1'))
      .rule(2, 'b', ON)
      .get(3, 'bob', 'b/a', withBucketKey('K1'));
    expect(violation(configIsNotRetroactive, scene)).toBe(
      'bob read b/a at 3 s, written in step 1 at 0 s and not since: its bucket-key flag was false and is now true',
    );
  });

  test('an object stored without encryption stays so', () => {
    const scene = new ObservedTrace().rule(0, 'b', ON).head(1, 'bob', 'b/old', { ...SSE_S3, sse: 'AES256' });
    expect(violation(configIsNotRetroactive, scene)).toContain('its encryption was none and is now AES256');
  });

  test('an object made of parts in a suspended bucket takes the place of the version null (F-176)', () => {
    const upload = { bucket: 'b', key: 'a', uploadId: 'u' } as const;
    const made = { ...SSE_S3, etag: `${'ab'.repeat(16)}-1`, versionId: 'null' };
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', { ...SSE_S3, etag: 'cd'.repeat(16), versionId: 'null' })
      .add(1, 'ann', { op: 'CreateMultipartUpload', headers: {}, ...upload }, SSE_S3)
      .add(2, 'ann', { op: 'UploadPart', partNumber: 1, ...upload }, SSE_S3)
      .add(3, 'ann', { op: 'CompleteMultipartUpload', parts: [1], ...upload }, made)
      .add(4, 'ann', { op: 'GetObject', bucket: 'b', key: 'a', versionId: 'null' }, made);
    expect(lastJudgement(configIsNotRetroactive, scene)).toBe('held');
  });

  test('where the newest version was removed, an update is of the one before, whichever that is (F-149)', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', { ...SSE_S3, versionId: 'v1' })
      .put(1, 'ann', 'b/a', { ...SSE_S3, versionId: 'v2' })
      .add(2, 'ann', { op: 'DeleteObject', bucket: 'b', key: 'a', versionId: 'v2' }, { status: 204, versionId: 'v2' })
      .add(3, 'ann', { op: 'UpdateObjectEncryption', bucket: 'b', key: 'a', kmsKeyArn: 'K1' }, { status: 200 })
      .add(
        4,
        'ann',
        { op: 'GetObject', bucket: 'b', key: 'a', versionId: 'v1' },
        { ...withoutBucketKey('K1'), versionId: 'v1' },
      );
    expect(lastJudgement(configIsNotRetroactive, scene)).toBe('idle');
  });

  test('a replica in the place of an older version is not the current one, however taken up (F-180, F-190)', () => {
    const underK1 = { ...withBucketKey('K1'), versionId: 'v2' } as const;
    const taken = (job?: string) =>
      new ObservedTrace()
        .put(0, 'ann', 'c/a', { ...SSE_S3, versionId: 'v1' })
        .put(1, 'ann', 'c/a', underK1)
        .replicate(2)
        .put(3, 'ann', 'b/a', { ...SSE_S3, versionId: 'v1' })
        .add(4, null, { op: 'ReplicateObject', bucket: 'b', key: 'a', ...(job !== undefined && { job }) }, DELIVERED)
        .get(5, 'bob', 'c/a', underK1);
    expect(lastJudgement(configIsNotRetroactive, taken())).toBe('idle');
    expect(lastJudgement(configIsNotRetroactive, taken('admin'))).toBe('idle');
  });

  test('the first answer that shows a part counts, and a new version starts afresh', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', {})
      .get(1, 'bob', 'b/a', withBucketKey('K1'))
      .put(2, 'ann', 'b/a', SSE_S3)
      .get(3, 'bob', 'b/a', SSE_S3);
    expect(lastJudgement(configIsNotRetroactive, scene)).toBe('held');
  });
});
