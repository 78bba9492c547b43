import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { boundedReads } from './bounded-reads.ts';
import {
  judgements,
  lastJudgement,
  ObservedTrace,
  SSE_S3,
  violation,
  withBucketKey,
} from './testing/observed-trace.ts';

const cold = withBucketKey('K1', 'GenerateDataKey b K1');
const warm = withBucketKey('K1');
const opened = withBucketKey('K1', 'Decrypt b K1');

describe('bounded-reads', () => {
  test('one Decrypt opens every object of a window for one cache lifetime', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .put(1, 'ann', 'b/b', warm)
      .get(10, 'bob', 'b/a', opened)
      .get(11, 'bob', 'b/b', warm)
      .get(310, 'bob', 'b/b', opened);
    expect(judgements(boundedReads, scene)).toEqual(['idle', 'idle', 'held', 'exercised', 'exercised']);
  });

  test('a second Decrypt for a bucket key that is cached is one too many', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .put(1, 'ann', 'b/b', warm)
      .get(10, 'bob', 'b/a', opened)
      .get(12, 'bob', 'b/b', opened);
    expect(violation(boundedReads, scene)).toBe(
      'bob read b/b at 12 s and asked KMS to Decrypt for bucket b under …:key/K1, which was not needed: bob had ' +
        'obtained the bucket key made in step 1 at 10 s (2 s before), and it is cached for 5 min',
    );
  });

  test('a replica may be in the place of the version without an id (F-176)', () => {
    const named = { op: 'GetObject', bucket: 'c', key: 'a', versionId: 'null' } as const;
    const scene = new ObservedTrace()
      .put(0, 'ann', 'c/a', { ...withBucketKey('K1', 'GenerateDataKey c K1'), versionId: 'null' })
      .replicate(1)
      .put(2, 'ann', 'b/a', { ...SSE_S3 })
      .deliver(3, 'b/a', 'COMPLETED')
      .add(4, 'bob', named, { ...SSE_S3, replicationStatus: 'REPLICA', versionId: 'null' });
    expect(lastJudgement(boundedReads, scene)).toBe('idle');
  });

  test('a replica may be in the place of the version that has the id of its source (F-180, F-190)', () => {
    const named = { op: 'GetObject', bucket: 'c', key: 'a', versionId: 'v1' } as const;
    const scene = (versionId?: string) =>
      new ObservedTrace()
        .put(0, 'ann', 'c/a', { ...withBucketKey('K1', 'GenerateDataKey c K1'), versionId: 'v1' })
        .replicate(1)
        .put(2, 'ann', 'b/a', { ...SSE_S3, ...(versionId !== undefined && { versionId }) })
        .deliver(3, 'b/a', 'COMPLETED');
    const replica = { ...SSE_S3, replicationStatus: 'REPLICA', versionId: 'v1' } as const;
    expect(lastJudgement(boundedReads, scene().add(4, 'bob', named, replica))).toBe('idle');
    expect(lastJudgement(boundedReads, scene('v1').add(4, 'bob', named, replica))).toBe('idle');
    // One of another id is beside it.
    expect(violation(boundedReads, scene('v2').add(4, 'bob', named, withBucketKey('K1')))).toContain(
      'bob had never obtained',
    );
  });

  test('objects of different windows lie under different bucket keys, each of which costs a Decrypt', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .put(300, 'ann', 'b/b', cold)
      .get(301, 'bob', 'b/a', opened)
      .get(302, 'bob', 'b/b', opened);
    expect(lastJudgement(boundedReads, scene)).toBe('held');
    const free = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .put(300, 'ann', 'b/b', cold)
      .get(301, 'bob', 'b/a', opened)
      .get(302, 'bob', 'b/b', warm);
    expect(violation(boundedReads, free)).toContain('bob had never obtained the bucket key made in step 2');
    expect(lastJudgement(boundedReads, free, profileNamed('aws'))).toBe('held');
  });

  test('what its ann had made is warm for its reads', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', cold).get(1, 'ann', 'b/a', opened);
    expect(violation(boundedReads, scene)).toContain('ann had obtained the bucket key made in step 1 at 0 s');
    expect(lastJudgement(boundedReads, scene, profileNamed('aws'))).toBe('exercised');
  });

  test('the fingerprints of an open implementation tell bucket keys apart under any profile', () => {
    const inside = (bucketKey: string) => ({ internals: { bucketKey, seals: [] } });
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', { ...cold, ...inside('one') })
      .put(1, 'ann', 'b/b', { ...cold, ...inside('two') })
      .get(2, 'bob', 'b/a', opened)
      .get(3, 'bob', 'b/b', warm);
    expect(violation(boundedReads, scene, profileNamed('aws'))).toContain('needed a Decrypt for bucket b');
  });

  test('a restart loses what was obtained', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .get(1, 'bob', 'b/a', opened)
      .add(2, null, { op: 'RestartHosts' })
      .get(3, 'bob', 'b/a', opened);
    expect(lastJudgement(boundedReads, scene)).toBe('exercised');
  });
});
