import { describe, expect, test } from 'vitest';
import { encrypt, keyPolicy, put } from '../testing/events.ts';
import { AWS, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, SCENE } from '../testing/scene.ts';

const KH = { keyId: 'KH' };
const HEADERS = { sse: 'aws:kms', kmsKeyId: 'KH' } as const;

function withOtherKey(profile = IDEAL): ModelRun {
  const kmsKeys = [...SCENE.kmsKeys, { id: 'KH', account: HOME_ACCOUNT, keySpec: 'HMAC_256' as const }];
  return new ModelRun(profile, { ...SCENE, kmsKeys });
}

describe('a KMS key that is not for encryption (E-10, F-11)', () => {
  test('is refused by KMS, in a rule at the first write', () => {
    const run = withOtherKey();
    expect(run.answer('ann', encrypt('b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'KH' }))).toBe('200');
    expect(run.answer('ann', put('b/o'))).toBe('400 KMS.InvalidKeyUsageException');
    expect(run.calls('ann', put('b/o', HEADERS))).toEqual(['GenerateDataKey KH b/o InvalidKeyUsageException']);
  });

  test('is refused for its policy and its state first, unless the order is open (U-20)', () => {
    const run = withOtherKey();
    run.take('ann', { op: 'DisableKey', ...KH });
    expect(run.answer('ann', put('b/o', HEADERS))).toBe('400 KMS.DisabledException');
    run.take('ann', keyPolicy('KH', { effect: 'Allow', principal: '*', actions: ['kms:PutKeyPolicy'] }));
    expect(run.answer('ann', put('b/o', HEADERS))).toBe('403 AccessDenied');
    const open = withOtherKey({ ...AWS, kmsDelayMs: 0, transientErrors: false });
    open.take('ann', { op: 'DisableKey', ...KH });
    const codes = new Set(open.outcomes('ann', put('b/o', HEADERS)).map(({ code }) => code));
    expect(codes).toEqual(new Set(['KMS.DisabledException', 'KMS.InvalidKeyUsageException']));
  });

  test('is controlled like any other, but has no rotation (F-124)', () => {
    const run = withOtherKey();
    const rotations = [
      { op: 'EnableKeyRotation', ...KH, rotationPeriodInDays: 365 },
      { op: 'RotateKeyOnDemand', ...KH },
      { op: 'DisableKeyRotation', ...KH },
    ] as const;
    expect(rotations.map((event) => run.answer('ann', event))).toEqual(
      Array(3).fill('400 UnsupportedOperationException'),
    );
    expect(run.answer('ann', { op: 'DisableKey', ...KH })).toBe('200');
    expect(run.answer('ann', rotations[1])).toBe('400 DisabledException');
  });
});
