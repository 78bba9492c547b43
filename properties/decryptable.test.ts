import { describe, expect, test } from 'vitest';
import { decryptable } from './decryptable.ts';
import {
  fakeBody,
  judgements,
  lastJudgement,
  ObservedTrace,
  role,
  type Shown,
  shownRefusal,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const cold = withBucketKey('K1', 'GenerateDataKey b K1');

function content(shown: Shown, text: string): Shown {
  return { ...shown, contentMd5: fakeBody(text).md5 };
}

describe('decryptable', () => {
  test('what was written comes back after its bucket key expired, was evicted or lost by a restart', () => {
    const opened = content(withBucketKey('K1', 'Decrypt b K1'), 'b/a');
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .get(1, 'bob', 'b/a', opened)
      .add(2, null, { op: 'EvictBucketKeys', bucket: 'b' })
      .get(3, 'bob', 'b/a', opened)
      .get(86_400, 'bob', 'b/a', opened);
    expect(judgements(decryptable, scene)).toEqual(['idle', 'held', 'idle', 'exercised', 'exercised']);
  });

  test('rotation of the KMS key and a new bucket rule are survived', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'))
      .add(1, 'admin', { op: 'RotateKeyOnDemand', keyId: 'K1' })
      .get(2, 'bob', 'b/a', content(withoutBucketKey('K1', 'Decrypt b/a K1'), 'b/a'));
    expect(lastJudgement(decryptable, scene)).toBe('exercised');
  });

  test('other content than was written is refused', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .get(7, 'bob', 'b/a', content(withBucketKey('K1', 'Decrypt b K1'), 'other'));
    expect(violation(decryptable, scene)).toBe(
      `bob read b/a at 7 s, written in step 1 at 0 s: the content has the MD5 ${fakeBody('other').md5}, but ` +
        'what was written ' +
        'has ' +
        `${fakeBody('b/a').md5}`,
    );
  });

  test('a read that nobody has a reason to refuse must succeed', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .add(1, null, { op: 'RestartHosts' })
      .get(2, 'bob', 'b/a', shownRefusal(400, 'KMS.NotFoundException', 'Decrypt b K1 NotFoundException'));
    expect(violation(decryptable, scene)).toContain(
      'was answered 400 KMS.NotFoundException, but neither S3 nor KMS has a reason to refuse',
    );
  });

  test('a refusal that a policy or the state of the key explains is none of its business', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', cold)
      .add(1, 'admin', { op: 'DisableKey', keyId: 'K1' })
      .get(2, 'bob', 'b/a', shownRefusal(400, 'KMS.DisabledException'))
      .add(3, 'admin', { op: 'EnableKey', keyId: 'K1' })
      .add(4, 'admin', {
        op: 'PutKeyPolicy',
        keyId: 'K1',
        statements: [{ effect: 'Allow', principal: role('ann'), actions: ['kms:*'] }],
      })
      .get(5, 'bob', 'b/a', shownRefusal(403, 'AccessDenied'));
    expect(judgements(decryptable, scene).filter((judgement) => judgement !== 'idle')).toEqual([]);
  });
});
