import { describe, expect, test } from 'vitest';
import { keyPolicy } from '../testing/events.ts';
import { answerOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, SCENE } from '../testing/scene.ts';
import { managedKeyId, roleArn } from '../vocabulary/arn.ts';
import type { KmsEvent } from '../vocabulary/events/kms-events.ts';
import { DAY_MS } from '../vocabulary/time.ts';

const K1 = { keyId: 'K1' };
const ASK: KmsEvent = { op: 'GetKeyRotationStatus', ...K1 };
const ON: KmsEvent = { op: 'EnableKeyRotation', ...K1, rotationPeriodInDays: 90 };
const OFF: KmsEvent = { op: 'DisableKeyRotation', ...K1 };
const DISABLE: KmsEvent = { op: 'DisableKey', ...K1 };
const SCHEDULE: KmsEvent = { op: 'ScheduleKeyDeletion', ...K1, pendingWindowInDays: 7 };
const CANCEL: KmsEvent = { op: 'CancelKeyDeletion', ...K1 };

/** The status after some events, all of which succeed. */
function statusAfter(...events: readonly KmsEvent[]): boolean | undefined {
  const run = new ModelRun();
  for (const event of events) expect(run.answer('ann', event)).toBe('200');
  return run.take('ann', ASK).keyRotationEnabled;
}

describe('whether a KMS key rotates (F-207)', () => {
  test.each([
    ['of a new key is no', [], false],
    ['is yes once it is turned on', [ON], true],
    ['is no once it is turned off (F-193)', [ON, OFF], false],
    ['stays as it is while the key is disabled', [ON, DISABLE], true],
    ['is no while a deletion is pending', [ON, SCHEDULE], false],
    ['is what it was once the deletion is cancelled', [ON, SCHEDULE, CANCEL], true],
    ['is no after a deletion was cancelled if it was so before', [SCHEDULE, CANCEL], false],
    ['has nothing to do with rotations on demand', [{ op: 'RotateKeyOnDemand', ...K1 }], false],
  ] as const)('%s', (_what, events, isOn) => {
    expect(statusAfter(...events)).toBe(isOn);
  });

  test('is always yes of AWS managed keys, and always no of keys that are not for encryption', () => {
    const kmsKeys = [...SCENE.kmsKeys, { id: 'KH', account: HOME_ACCOUNT, keySpec: 'HMAC_256' as const }];
    const run = new ModelRun(IDEAL, { ...SCENE, kmsKeys });
    const shown = [managedKeyId(HOME_ACCOUNT), 'KH'].map((keyId) => {
      const { status, keyRotationEnabled } = run.take('ann', { op: 'GetKeyRotationStatus', keyId });
      return [status, keyRotationEnabled];
    });
    expect(shown).toEqual([
      [200, true],
      [200, false],
    ]);
  });

  test('is told who the key policy allows to ask, in any state, and of no key that is not there', () => {
    const run = new ModelRun();
    const ALL = { effect: 'Allow', principal: '*', actions: ['kms:*'] } as const;
    const bob = roleArn(HOME_ACCOUNT, 'bob');
    run.take('ann', keyPolicy('K1', ALL, { effect: 'Deny', principal: bob, actions: ['kms:GetKeyRotationStatus'] }));
    run.take('ann', SCHEDULE);
    const refused = run.take('bob', ASK);
    expect([answerOf(refused), refused.keyRotationEnabled]).toEqual(['400 AccessDeniedException', undefined]);
    expect([run.answer('ann', ASK), run.answer('eve', ASK)]).toEqual(['200', '400 NotFoundException']);
    run.atMs = 7 * DAY_MS;
    expect(run.answer('ann', ASK)).toBe('400 NotFoundException');
  });

  test('may be what it was, of the key or of its rotation, for a while (F-122)', () => {
    const run = new ModelRun({ ...IDEAL, kmsDelayMs: 1_000 });
    const shown = () => run.outcomes('ann', ASK).map(({ keyRotationEnabled }) => keyRotationEnabled);
    run.take('ann', ON);
    expect(shown()).toEqual([true, false]);
    run.atMs = 1_000;
    expect(shown()).toEqual([true]);
    run.take('ann', SCHEDULE);
    expect(shown()).toEqual([false, true]);
    run.atMs = 2_000;
    expect(shown()).toEqual([false]);
  });
});
