import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { homeKey } from '../model/testing/scene.ts';
import { replicaType } from './replica-type.ts';
import {
  lastJudgement,
  ObservedTrace,
  type Shown,
  SSE_S3,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const ETAG = 'cd'.repeat(16);
const ON = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K1', BucketKeyEnabled: true } as const;

function replica(source: Shown, shown: Shown): ObservedTrace {
  return new ObservedTrace()
    .rule(0, 'c', ON)
    .replicate(1, homeKey('K2'))
    .put(2, 'ann', 'b/a', { ...source, etag: ETAG })
    .deliver(3, 'b/a', 'COMPLETED')
    .get(4, 'bob', 'c/a', { etag: ETAG, replicationStatus: 'REPLICA', ...shown });
}

describe('replica-type', () => {
  test('an SSE-S3 object stays SSE-S3 in a KMS bucket', () => {
    expect(lastJudgement(replicaType, replica(SSE_S3, SSE_S3))).toBe('exercised');
    expect(violation(replicaType, replica(SSE_S3, withBucketKey('K1')))).toBe(
      'bob read c/a at 4 s, a replica of b/a: it must be under AES256, as its source, but is under aws:kms',
    );
  });

  test('a KMS object comes under the replica key of the rule, with its bucket key', () => {
    expect(lastJudgement(replicaType, replica(withBucketKey('K1'), withBucketKey('K2')))).toBe('exercised');
    expect(violation(replicaType, replica(withBucketKey('K1'), withBucketKey('K1')))).toContain(
      'must be under …:key/K2, but is under …:key/K1',
    );
    expect(violation(replicaType, replica(withBucketKey('K1'), withoutBucketKey('K2')))).toContain(
      'it must have a bucket key',
    );
  });

  test('whether a bucket key is added in a bucket that has them on is open, unless the profile closes it', () => {
    const scene = () => replica(withoutBucketKey('K1'), withBucketKey('K2'));
    expect(lastJudgement(replicaType, scene(), profileNamed('aws'))).toBe('exercised');
    expect(violation(replicaType, scene())).toContain('it must have no bucket key');
  });

  test('the ETag is that of the source, and the status REPLICA', () => {
    expect(violation(replicaType, replica(SSE_S3, { ...SSE_S3, etag: 'other' }))).toContain(
      'it must have the ETag of its source',
    );
    expect(violation(replicaType, replica(SSE_S3, { ...SSE_S3, replicationStatus: null }))).toContain(
      'must be REPLICA, but is none',
    );
  });

  test('of one under a customer key it is open where that of one under KMS is (F-78)', () => {
    const headers = { customerKey: 'c1' };
    const scene = new ObservedTrace()
      .replicate(1)
      .put(2, 'ann', 'b/a', { etag: ETAG, sse: null, bucketKeyEnabled: null, kmsKeyArn: null }, headers)
      .deliver(3, 'b/a', 'COMPLETED')
      .add(4, 'bob', { op: 'GetObject', bucket: 'c', key: 'a', headers }, { etag: 'ef'.repeat(16), sse: null });
    expect(violation(replicaType, scene)).toContain('it must have the ETag of its source');
    expect(lastJudgement(replicaType, scene, { ...profileNamed('aws'), freshReplicaEtag: true })).toBe('exercised');
  });

  test('an object stored without encryption takes the default of the destination', () => {
    const scene = (shown: Shown) =>
      new ObservedTrace().rule(0, 'c', ON).replicate(1).deliver(2, 'b/old', 'COMPLETED').get(3, 'bob', 'c/old', shown);
    expect(lastJudgement(replicaType, scene(withBucketKey('K1')))).toBe('exercised');
    expect(violation(replicaType, scene(SSE_S3))).toContain('it must be under aws:kms, the default of bucket c');
  });

  test('KMS objects are left out where the rule names no replica key, and replicas are not replicated', () => {
    const skipped = new ObservedTrace()
      .replicate(0)
      .put(1, 'ann', 'b/a', withoutBucketKey('K1'))
      .deliver(2, 'b/a', 'COMPLETED');
    expect(violation(replicaType, skipped)).toContain('the rule names no replica KMS key');
    const chain = new ObservedTrace()
      .replicate(0)
      .put(1, 'ann', 'b/a', SSE_S3)
      .head(2, 'ann', 'b/a', { ...SSE_S3, replicationStatus: 'REPLICA' })
      .deliver(3, 'b/a', 'COMPLETED');
    expect(violation(replicaType, chain)).toContain('it is a replica itself');
  });
});
