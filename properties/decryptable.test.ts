import { describe, expect, test } from 'vitest';
import { decryptable } from './decryptable.ts';
import {
  body,
  judgements,
  lastJudgement,
  perObject,
  refused,
  role,
  Scene,
  type Shown,
  violation,
  withBucketKey,
} from './testing/scene.ts';

const cold = withBucketKey('k1', 'GenerateDataKey b1 k1');

function content(shown: Shown, text: string): Shown {
  return { ...shown, contentMd5: body(text).md5 };
}

describe('decryptable', () => {
  test('what was written comes back after its bucket key expired, was evicted or lost by a restart', () => {
    const opened = content(withBucketKey('k1', 'Decrypt b1 k1'), 'b1/a');
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .get(1, 'reader', 'b1/a', opened)
      .add(2, null, { op: 'EvictBucketKeys', bucket: 'b1' })
      .get(3, 'reader', 'b1/a', opened)
      .get(86_400, 'reader', 'b1/a', opened);
    expect(judgements(decryptable, scene)).toEqual(['idle', 'held', 'idle', 'exercised', 'exercised']);
  });

  test('rotation of the KMS key and a new bucket rule are survived', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'))
      .add(1, 'admin', { op: 'RotateKeyOnDemand', keyId: 'k1' })
      .get(2, 'reader', 'b1/a', content(perObject('k1', 'Decrypt b1/a k1'), 'b1/a'));
    expect(lastJudgement(decryptable, scene)).toBe('exercised');
  });

  test('other content than was written is refused', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .get(7, 'reader', 'b1/a', content(withBucketKey('k1', 'Decrypt b1 k1'), 'other'));
    expect(violation(decryptable, scene)).toBe(
      `reader read b1/a at 7 s, written at 0 s: the content has the MD5 ${body('other').md5}, but what was written has ${body('b1/a').md5}`,
    );
  });

  test('a read that nobody has a reason to refuse must succeed', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .add(1, null, { op: 'RestartHosts' })
      .get(2, 'reader', 'b1/a', refused(400, 'KMS.NotFoundException', 'Decrypt b1 k1 NotFoundException'));
    expect(violation(decryptable, scene)).toContain(
      'was answered 400 KMS.NotFoundException, but neither S3 nor KMS has a reason to refuse',
    );
  });

  test('a refusal that a policy or the state of the key explains is none of its business', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', cold)
      .add(1, 'admin', { op: 'DisableKey', keyId: 'k1' })
      .get(2, 'reader', 'b1/a', refused(400, 'KMS.DisabledException'))
      .add(3, 'admin', { op: 'EnableKey', keyId: 'k1' })
      .add(4, 'admin', {
        op: 'PutKeyPolicy',
        keyId: 'k1',
        statements: [{ effect: 'Allow', principal: role('writer'), actions: ['kms:*'] }],
      })
      .get(5, 'reader', 'b1/a', refused(403, 'AccessDenied'));
    expect(judgements(decryptable, scene).filter((judgement) => judgement !== 'idle')).toEqual([]);
  });
});
