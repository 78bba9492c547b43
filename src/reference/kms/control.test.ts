import { describe, expect, test } from 'vitest';
import { HOME_ACCOUNT } from '../../../model/testing/scene.ts';
import { managedKeyId } from '../../../model/vocabulary/arn.ts';
import type { KmsEvent } from '../../../model/vocabulary/events/kms-events.ts';
import { DAY_MS } from '../../../model/vocabulary/time.ts';
import { ReferenceRun } from '../testing/reference-run.ts';

const disable = { op: 'DisableKey', keyId: 'K1' } as const;
const enable = { op: 'EnableKey', keyId: 'K1' } as const;
const schedule = { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 } as const;
const cancel = { op: 'CancelKeyDeletion', keyId: 'K1' } as const;
const rotate = { op: 'RotateKeyOnDemand', keyId: 'K1' } as const;
const automatic = { op: 'EnableKeyRotation', keyId: 'K1', rotationPeriodInDays: 365 } as const;
const policy = { op: 'PutKeyPolicy', keyId: 'K1', statements: [] } as const;
const alias = { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K1' } as const;

const CASES: readonly [why: string, before: readonly KmsEvent[], event: KmsEvent, code: string | null][] = [
  ['disabling twice is no error', [disable], disable, null],
  ['enabling an enabled key is no error', [], enable, null],
  ['a key pending deletion is not enabled', [schedule], enable, 'KMSInvalidStateException'],
  ['a key pending deletion is not disabled', [schedule], disable, 'KMSInvalidStateException'],
  ['a key pending deletion is not scheduled again', [schedule], schedule, 'KMSInvalidStateException'],
  ['a disabled key may be deleted', [disable], schedule, null],
  ['only a pending deletion is cancelled', [], cancel, 'KMSInvalidStateException'],
  ['a cancelled deletion leaves the key disabled', [schedule, cancel], rotate, 'DisabledException'],
  ['the window has at least 7 days', [], { ...schedule, pendingWindowInDays: 6 }, 'ValidationException'],
  ['the window has at most 30 days', [], { ...schedule, pendingWindowInDays: 31 }, 'ValidationException'],
  [
    'arguments are looked at before the key',
    [],
    { ...schedule, keyId: 'none', pendingWindowInDays: 31 },
    'ValidationException',
  ],
  ['the rotation period has at least 90 days', [], { ...automatic, rotationPeriodInDays: 89 }, 'ValidationException'],
  [
    'the rotation period has at most 2560 days',
    [],
    { ...automatic, rotationPeriodInDays: 2561 },
    'ValidationException',
  ],
  ['a disabled key gets no rotation', [disable], automatic, 'DisabledException'],
  ['a key pending deletion gets no rotation', [schedule], automatic, 'KMSInvalidStateException'],
  ['a key pending deletion is not rotated', [schedule], rotate, 'KMSInvalidStateException'],
  ['25 rotations on demand are admitted', Array(24).fill(rotate), rotate, null],
  ['the 26th rotation on demand is one too many', Array(25).fill(rotate), rotate, 'LimitExceededException'],
  ['a disabled key gets a policy', [disable], policy, null],
  ['a key pending deletion gets a policy', [schedule], policy, null],
  ['an unknown key is not found', [], { ...disable, keyId: 'none' }, 'NotFoundException'],
  ['a key of another account is not found (F-164)', [], { ...disable, keyId: 'KA' }, 'NotFoundException'],
  ['an alias is moved to an enabled key', [], { ...alias, keyId: 'K2' }, null],
  ['an alias is moved to a disabled key', [disable], alias, null],
  ['an alias is not moved to a key pending deletion', [schedule], alias, 'KMSInvalidStateException'],
  ['an alias is not moved to another account', [], { ...alias, keyId: 'KA' }, 'NotFoundException'],
  ['an alias is not made by moving it', [], { ...alias, alias: 'alias/none' }, 'NotFoundException'],
];

describe('events on keys', () => {
  test.each(CASES)('%s', async (_why, before, event, code) => {
    const world = new ReferenceRun();
    for (const earlier of before) expect(await world.does('ann', earlier)).toMatchObject({ status: 200 });
    expect(await world.does('ann', event)).toMatchObject({ status: code === null ? 200 : 400, code, kmsCalls: [] });
  });

  test('nobody configures the managed key (F-12)', async () => {
    const world = new ReferenceRun();
    const event = { op: 'DisableKey', keyId: managedKeyId(HOME_ACCOUNT) } as const;
    expect(await world.does('ann', event)).toMatchObject({ status: 400, code: 'AccessDeniedException' });
  });

  test('a deleted key is not found, and existence comes before ownership', async () => {
    const world = new ReferenceRun();
    await world.does('ann', schedule);
    world.atMs = 7 * DAY_MS;
    expect(await world.does('ann', cancel)).toMatchObject({ status: 400, code: 'NotFoundException' });
    expect(await world.does('eve', enable)).toMatchObject({ status: 400, code: 'NotFoundException' });
  });
});
