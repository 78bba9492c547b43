import { describe, expect, test } from 'vitest';
import { replicationSettles } from './replication-settles.ts';
import { arn, judgements, lastJudgement, perObject, Scene, SSE_S3, violation } from './testing/scene.ts';

const DECRYPT = 'Decrypt b1/a k1';
const throttled = () =>
  new Scene()
    .replicate(0, arn('k2'))
    .put(1, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'))
    .add(2, null, { op: 'ThrottleKms', on: true })
    .deliver(3, 'b1/a', 'PENDING', `${DECRYPT} ThrottlingException`);

describe('replication-settles', () => {
  test('what throttling held up is replicated with the next attempt after it', () => {
    const scene = throttled()
      .add(4, null, { op: 'ThrottleKms', on: false })
      .deliver(5, 'b1/a', 'COMPLETED', DECRYPT, 'Encrypt b2/a k2');
    expect(judgements(replicationSettles, scene)).toEqual(['idle', 'idle', 'idle', 'idle', 'idle', 'exercised']);
  });

  test('an object that stays PENDING when nothing is wrong is refused', () => {
    const scene = throttled().add(4, null, { op: 'ThrottleKms', on: false }).deliver(5, 'b1/a', 'PENDING', DECRYPT);
    expect(violation(replicationSettles, scene)).toBe(
      'the environment took up b1/a for replication at 5 s: it is eligible and KMS was not throttled, but it is PENDING still',
    );
  });

  test('a failure needs a reason', () => {
    const scene = new Scene().replicate(0).put(1, 'writer', 'b1/a', SSE_S3).deliver(2, 'b1/a', 'FAILED');
    expect(violation(replicationSettles, scene)).toContain(
      'neither S3 nor KMS has a reason to refuse the role admin, but its status is FAILED',
    );
  });

  test('a disabled replica key is a reason', () => {
    const scene = new Scene()
      .replicate(0, arn('k2'))
      .put(1, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'))
      .add(2, 'admin', { op: 'DisableKey', keyId: 'k2' })
      .deliver(3, 'b1/a', 'FAILED', DECRYPT, 'Encrypt b2/a k2 DisabledException');
    expect(lastJudgement(replicationSettles, scene)).toBe('held');
  });

  test('an object that no rule takes up may stay as it is', () => {
    const scene = new Scene().replicate(0).put(1, 'writer', 'b1/a', perObject('k1')).deliver(2, 'b1/a', null);
    expect(lastJudgement(replicationSettles, scene)).toBe('idle');
  });
});
