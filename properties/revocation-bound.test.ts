import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { HOME_ACCOUNT } from '../model/testing/scene.ts';
import { revocationBound } from './revocation-bound.ts';
import {
  lastJudgement,
  ObservedTrace,
  role,
  shownRefusal,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const DISABLE = { op: 'DisableKey', keyId: 'K1' } as const;
const withKey = () =>
  new ObservedTrace().put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1')).add(1, 'admin', DISABLE);

describe('revocation-bound', () => {
  test('a cached bucket key serves on after its KMS key was disabled, for one cache lifetime', () => {
    expect(lastJudgement(revocationBound, withKey().get(299, 'ann', 'b/a', withBucketKey('K1')))).toBe('exercised');
    expect(violation(revocationBound, withKey().get(301, 'ann', 'b/a', withBucketKey('K1')))).toBe(
      'ann read b/a at 5 min 1 s, but the key had been disabled since step 2 at 1 s: a bucket key obtained before ' +
        'that was ' +
        'cached until 5 min 1 s at the latest',
    );
  });

  test('without a bucket key the disabling bites at once, after what KMS takes to make it known', () => {
    const scene = (at: number) =>
      new ObservedTrace()
        .put(0, 'ann', 'b/a', withoutBucketKey('K1'))
        .add(1, 'admin', DISABLE)
        .get(at, 'ann', 'b/a', { ...withoutBucketKey('K1'), calls: null });
    expect(violation(revocationBound, scene(2))).toContain(
      'without a bucket key, but the key had been disabled since step 2 at 1 s',
    );
    expect(lastJudgement(revocationBound, scene(300), profileNamed('aws'))).toBe('idle');
    expect(violation(revocationBound, scene(301), profileNamed('aws'))).toContain('disabled since step 2 at 1 s');
  });

  test('KMS carries out nothing under a disabled key', () => {
    const scene = withKey().get(2, 'bob', 'b/a', withBucketKey('K1', 'Decrypt b K1'));
    expect(violation(revocationBound, scene)).toContain('KMS carried out Decrypt under …:key/K1');
  });

  test('a role taken out of the key policy reads on while it is warm and no longer', () => {
    const scene = (at: number) =>
      new ObservedTrace()
        .put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1'))
        .add(1, 'admin', {
          op: 'PutKeyPolicy',
          keyId: 'K1',
          statements: [{ effect: 'Allow', principal: role('bob'), actions: ['kms:*'] }],
        })
        .get(at, 'ann', 'b/a', withBucketKey('K1'));
    expect(lastJudgement(revocationBound, scene(300))).toBe('exercised');
    expect(violation(revocationBound, scene(301))).toContain(
      'the key policy had refused it to ann since step 2 at 1 s',
    );
  });

  test('whom the key policy never let have a bucket key cannot have kept one (never "until -Infinity s")', () => {
    const scene = new ObservedTrace().get(1, 'eve', 'away/a', withBucketKey('K1'));
    expect(violation(revocationBound, scene)).toContain(
      'that was so from the beginning, and no bucket key can have been obtained before',
    );
  });

  test('a denial in the bucket policy bites at once, warm or cold', () => {
    const denied = () =>
      new ObservedTrace().put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1')).add(1, 'admin', {
        op: 'PutBucketPolicy',
        bucket: 'b',
        statements: [{ effect: 'Deny', principal: `arn:aws:iam::${HOME_ACCOUNT}:root`, actions: ['s3:GetObject'] }],
      });
    expect(lastJudgement(revocationBound, denied().get(2, 'ann', 'b/a', shownRefusal(403, 'AccessDenied')))).toBe(
      'exercised',
    );
    expect(violation(revocationBound, denied().get(2, 'ann', 'b/a', withBucketKey('K1')))).toBe(
      'ann read b/a at 2 s, but s3:GetObject in b is denied: the bucket policy of step 2 has denied it since 1 s',
    );
  });
});
