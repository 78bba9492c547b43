import { describe, expect, test } from 'vitest';
import type { Setup } from '../model/index.ts';
import { HOME_ACCOUNT, SCENE } from '../model/testing/scene.ts';
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

  test('material that was deleted is not gone for ever: the same again reads all (F-210, F-211)', () => {
    const setup: Setup = { ...SCENE, kmsKeys: [{ id: 'KE', account: HOME_ACCOUNT, origin: 'EXTERNAL' }] };
    const importing = { op: 'ImportKeyMaterial', keyId: 'KE' } as const;
    const refused = shownRefusal(400, 'KMS.KMSInvalidStateException', 'Decrypt b/a KE KMSInvalidStateException');
    const opened = content(withoutBucketKey('KE', 'Decrypt b/a KE'), 'b/a');
    const scene = () =>
      new ObservedTrace()
        .add(0, 'admin', { ...importing, validForMs: 10_000 })
        .put(1, 'ann', 'b/a', withoutBucketKey('KE', 'GenerateDataKey b/a KE'))
        .add(2, 'admin', { op: 'DeleteImportedKeyMaterial', keyId: 'KE' })
        .get(3, 'bob', 'b/a', refused)
        .add(4, 'admin', { ...importing, validForMs: 10_000 });
    expect(lastJudgement(decryptable, scene().get(13, 'bob', 'b/a', opened), undefined, setup)).toBe('exercised');
    expect(lastJudgement(decryptable, scene().get(14, 'bob', 'b/a', refused), undefined, setup)).toBe('idle');
    expect(lastJudgement(decryptable, scene().get(13, 'bob', 'b/a', refused), undefined, setup)).toMatchObject({
      violation: expect.stringMatching(/the import of the material of \S+ in step 5, which must change nothing$/),
    });
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
