import { describe, expect, test } from 'vitest';
import { IDEAL } from '../model/testing/model-run.ts';
import { homeKey, SCENE } from '../model/testing/scene.ts';
import { replicationSettles } from './replication-settles.ts';
import {
  judgements,
  lastJudgement,
  ObservedTrace,
  SSE_S3,
  violation,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const DECRYPT = 'Decrypt b/a K1';
const throttled = () =>
  new ObservedTrace()
    .replicate(0, homeKey('K2'))
    .put(1, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'))
    .add(2, null, { op: 'ThrottleKms', on: true })
    .deliver(3, 'b/a', 'PENDING', `${DECRYPT} ThrottlingException`);

describe('replication-settles', () => {
  test('what throttling held up is replicated with the next attempt after it', () => {
    const scene = throttled()
      .add(4, null, { op: 'ThrottleKms', on: false })
      .deliver(5, 'b/a', 'COMPLETED', DECRYPT, 'Encrypt c/a K2');
    expect(judgements(replicationSettles, scene)).toEqual(['idle', 'idle', 'idle', 'idle', 'idle', 'exercised']);
  });

  test('an object that stays PENDING when nothing is wrong is refused', () => {
    const scene = throttled().add(4, null, { op: 'ThrottleKms', on: false }).deliver(5, 'b/a', 'PENDING', DECRYPT);
    expect(violation(replicationSettles, scene)).toBe(
      'the environment took up b/a for replication at 5 s: it is eligible and KMS was not throttled, but it is ' +
        'PENDING still',
    );
  });

  test('a bucket with Object Lock may hold what goes to no bucket without (F-188)', () => {
    const scene = new ObservedTrace().replicate(0).put(1, 'ann', 'b/a', SSE_S3).deliver(2, 'b/a', 'FAILED');
    const locking = (...names: readonly string[]) => ({
      ...SCENE,
      buckets: SCENE.buckets.map((one) => (names.includes(one.name) ? { ...one, objectLock: true as const } : one)),
    });
    expect(lastJudgement(replicationSettles, scene, IDEAL, locking('b'))).toBe('held');
    expect(lastJudgement(replicationSettles, scene, IDEAL, locking('b', 'c'))).toMatchObject({
      requirements: ['F-76', 'F-65'],
    });
  });

  test('a failure needs a reason', () => {
    const scene = new ObservedTrace().replicate(0).put(1, 'ann', 'b/a', SSE_S3).deliver(2, 'b/a', 'FAILED');
    expect(violation(replicationSettles, scene)).toContain(
      'neither S3 nor KMS has a reason to refuse the role admin, but its status is FAILED',
    );
  });

  test('a disabled replica key is a reason', () => {
    const scene = new ObservedTrace()
      .replicate(0, homeKey('K2'))
      .put(1, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'))
      .add(2, 'admin', { op: 'DisableKey', keyId: 'K2' })
      .deliver(3, 'b/a', 'FAILED', DECRYPT, 'Encrypt c/a K2 DisabledException');
    expect(lastJudgement(replicationSettles, scene)).toBe('held');
  });

  test('an object that no rule takes up may stay as it is', () => {
    const scene = new ObservedTrace().replicate(0).put(1, 'ann', 'b/a', withoutBucketKey('K1')).deliver(2, 'b/a', null);
    expect(lastJudgement(replicationSettles, scene)).toBe('idle');
  });
});
