import { describe, expect, test } from 'vitest';
import { createAlias, createKey, deleteAlias, grant, retire, revoke } from '../../../model/testing/events.ts';
import { HOME_ACCOUNT, OTHER_ACCOUNT } from '../../../model/testing/scene.ts';
import { managedKeyId, roleArn } from '../../../model/vocabulary/arn.ts';
import type { KmsEvent } from '../../../model/vocabulary/events/kms-events.ts';
import type { KmsAction } from '../../../model/vocabulary/policy.ts';
import { DAY_MS } from '../../../model/vocabulary/time.ts';
import { ReferenceRun } from '../testing/reference-run.ts';

const disable = { op: 'DisableKey', keyId: 'K1' } as const;
const enable = { op: 'EnableKey', keyId: 'K1' } as const;
const schedule = { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 } as const;
const cancel = { op: 'CancelKeyDeletion', keyId: 'K1' } as const;
const rotate = { op: 'RotateKeyOnDemand', keyId: 'K1' } as const;
const automatic = { op: 'EnableKeyRotation', keyId: 'K1', rotationPeriodInDays: 365 } as const;
const stop = { op: 'DisableKeyRotation', keyId: 'K1' } as const;
const ask = { op: 'GetKeyRotationStatus', keyId: 'K1' } as const;
const ALL = { effect: 'Allow', principal: '*', actions: ['kms:*'] } as const;
const lockout = { op: 'PutKeyPolicy', keyId: 'K1', statements: [] } as const;
const bypassed = { ...lockout, bypassPolicyLockoutSafetyCheck: true } as const;
/** Everything is allowed but one action. */
const without = (action: KmsAction): KmsEvent => ({
  op: 'PutKeyPolicy',
  keyId: 'K1',
  statements: [ALL, { effect: 'Deny', principal: '*', actions: [action] }],
});
const policy = without('kms:Decrypt');
const alias = { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K1' } as const;

const ANN = roleArn(HOME_ACCOUNT, 'ann');
const EVE_MAY = { ...ALL, principal: roleArn(OTHER_ACCOUNT, 'ann') } as const;
const PENDING = 'KMSInvalidStateException';
const DENIED = 'AccessDeniedException';

const CASES: readonly (readonly [why: string, before: readonly KmsEvent[], event: KmsEvent, code: string | null])[] = [
  ['disabling twice is no error', [disable], disable, null],
  ['enabling an enabled key is no error', [], enable, null],
  ['a key pending deletion is not enabled', [schedule], enable, 'KMSInvalidStateException'],
  ['a key pending deletion is not disabled', [schedule], disable, 'KMSInvalidStateException'],
  ['a key pending deletion is not scheduled again', [schedule], schedule, 'KMSInvalidStateException'],
  ['a disabled key may be deleted', [disable], schedule, null],
  ['only a pending deletion is cancelled', [], cancel, 'KMSInvalidStateException'],
  ['a cancelled deletion leaves the key disabled', [schedule, cancel], rotate, 'DisabledException'],
  ['rotation that is off is turned off (F-193)', [], stop, null],
  ['rotation of a disabled key is not turned off', [disable], stop, 'DisabledException'],
  ['rotation of a key pending deletion is not turned off', [schedule], stop, 'KMSInvalidStateException'],
  ['to turn rotation off is asked of the policy', [without('kms:DisableKeyRotation')], stop, 'AccessDeniedException'],
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
  [
    'a key for something else is not rotated for want of its material (F-209)',
    [{ ...createKey('N'), keySpec: 'RSA_2048', origin: 'EXTERNAL' }],
    { ...rotate, keyId: 'N' },
    'KMSInvalidStateException',
  ],
  [
    'nor is it set to rotate, for what it is (F-124)',
    [{ ...createKey('N'), keySpec: 'RSA_2048', origin: 'EXTERNAL' }],
    { ...automatic, keyId: 'N' },
    'UnsupportedOperationException',
  ],
  ['a disabled key gets a policy', [disable], policy, null],
  ['a key pending deletion gets a policy', [schedule], policy, null],
  ['an unknown key is not found', [], { ...disable, keyId: 'none' }, 'NotFoundException'],
  ['a key of another account is not found (F-164)', [], { ...disable, keyId: 'KA' }, 'NotFoundException'],
  ...[disable, enable, schedule, cancel, automatic, rotate].map(
    (event) =>
      [
        `the key policy is asked for ${event.op} (F-164)`,
        [without(`kms:${event.op}`)],
        event,
        'AccessDeniedException',
      ] as const,
  ),
  ['a key policy is replaced by whom the old one allows it (F-164)', [bypassed], policy, 'AccessDeniedException'],
  ['an alias asks the policy of its new key (F-164)', [without('kms:UpdateAlias')], alias, 'AccessDeniedException'],
  [
    'an alias asks the policy of its old key (F-164)',
    [without('kms:UpdateAlias')],
    { ...alias, keyId: 'K2' },
    'AccessDeniedException',
  ],
  ['the policy is asked before the state', [schedule, without('kms:EnableKey')], enable, 'AccessDeniedException'],
  [
    'control has no context (F-164)',
    [{ ...bypassed, statements: [{ ...ALL, contextArn: '*' }] }],
    disable,
    'AccessDeniedException',
  ],
  ['a policy that locks its caller out is refused (E-49)', [], lockout, 'MalformedPolicyDocumentException'],
  ['as is one that denies it', [], without('kms:PutKeyPolicy'), 'MalformedPolicyDocumentException'],
  ['but not where the check is bypassed (F-165)', [], bypassed, null],
  ['an alias is moved to an enabled key', [], { ...alias, keyId: 'K2' }, null],
  ['an alias is moved to a disabled key', [disable], alias, null],
  ['an alias is not moved to a key pending deletion', [schedule], alias, 'KMSInvalidStateException'],
  ['an alias is not moved to another account', [], { ...alias, keyId: 'KA' }, 'NotFoundException'],
  ['an alias is not made by moving it', [], { ...alias, alias: 'alias/none' }, 'NotFoundException'],
  ['an alias is made (F-191)', [], createAlias('alias/new', 'K1'), null],
  ['an alias is made for a disabled key', [disable], createAlias('alias/new', 'K1'), null],
  ['an alias is not made for a key pending deletion', [schedule], createAlias('alias/x', 'K1'), PENDING],
  ['an alias is not made twice (E-58)', [], createAlias('alias/x', 'K2'), 'AlreadyExistsException'],
  ['an alias that was deleted is made again', [deleteAlias('alias/x')], createAlias('alias/x', 'K2'), null],
  ['an alias is not deleted twice', [deleteAlias('alias/x')], deleteAlias('alias/x'), 'NotFoundException'],
  ['an alias is not made for a key of another account', [], createAlias('alias/new', 'KA'), 'NotFoundException'],
  ['an alias of AWS is not made (F-185)', [], createAlias('alias/aws/x', 'K1'), 'NotAuthorizedException'],
  ['a name of other signs is none', [], createAlias('alias/a b', 'K1'), 'ValidationException'],
  ['a deletion asks the policy of the key', [without('kms:DeleteAlias')], deleteAlias('alias/x'), DENIED],
  ['a new alias asks the policy of its key', [without('kms:CreateAlias')], createAlias('alias/new', 'K1'), DENIED],
  ['a grant is made (F-206)', [], grant('g', ANN), null],
  ['a disabled key gets no grant', [disable], grant('g', ANN), 'DisabledException'],
  ['a key pending deletion gets no grant', [schedule], grant('g', ANN), PENDING],
  ['a key pending deletion loses a grant', [grant('g', ANN), schedule], revoke('g'), null],
  ['a grant on it is retired as well (F-208)', [grant('g', ANN), schedule], retire('g'), null],
  ['a grant is not retired twice', [grant('g', ANN), retire('g')], retire('g'), 'NotFoundException'],
  ['to retire asks no policy of the key', [grant('g', ANN), without('kms:RetireGrant')], retire('g'), null],
  ['a grant is not revoked twice', [grant('g', ANN), revoke('g')], revoke('g'), 'NotFoundException'],
  ['a grant is revoked by its name', [grant('g', ANN)], revoke('h'), 'NotFoundException'],
  ['to grant is asked of the policy', [without('kms:CreateGrant')], grant('g', ANN), DENIED],
  ['a key is made, and may be controlled (F-213)', [createKey('N')], { ...disable, keyId: 'N' }, null],
  ['a key that is not made is not found', [], { ...disable, keyId: 'N' }, 'NotFoundException'],
  ['an id is given once', [createKey('N')], createKey('N'), 'AlreadyExistsException'],
  [
    'a policy that locks out who makes the key is refused (F-214)',
    [],
    createKey('N', EVE_MAY),
    'MalformedPolicyDocumentException',
  ],
  [
    'unless that is bypassed, and then it is the policy of the key',
    [{ ...createKey('N', EVE_MAY), bypassPolicyLockoutSafetyCheck: true }],
    { ...disable, keyId: 'N' },
    DENIED,
  ],
  [
    'a new key of another spec has no rotation (F-124)',
    [{ ...createKey('N'), keySpec: 'RSA_2048' }],
    { ...rotate, keyId: 'N' },
    'UnsupportedOperationException',
  ],
  ['to revoke is asked of the policy', [without('kms:RevokeGrant')], revoke('g'), DENIED],
];

describe('events on keys', () => {
  test.each(CASES)('%s', async (_why, before, event, code) => {
    const world = new ReferenceRun();
    for (const earlier of before) expect(await world.does('ann', earlier)).toMatchObject({ status: 200 });
    expect(await world.does('ann', event)).toMatchObject({ status: code === null ? 200 : 400, code, kmsCalls: [] });
  });

  test.each([
    ['off at first', [], false],
    ['on', [automatic], true],
    ['off again', [automatic, stop], false],
    ['on while the key is disabled', [automatic, disable], true],
    ['off while a deletion is pending', [automatic, schedule], false],
    ['on once that is cancelled', [automatic, schedule, cancel], true],
  ])('whether a key rotates is told: %s (F-207)', async (_why, before, keyRotationEnabled) => {
    const world = new ReferenceRun();
    for (const earlier of before) await world.does('ann', earlier);
    expect(await world.does('ann', ask)).toMatchObject({ status: 200, keyRotationEnabled });
  });

  test('whether a key rotates is told of managed keys, and to who may ask (F-207)', async () => {
    const world = new ReferenceRun();
    const ofManaged = { ...ask, keyId: managedKeyId(HOME_ACCOUNT) };
    expect(await world.does('ann', ofManaged)).toMatchObject({ status: 200, keyRotationEnabled: true });
    await world.does('ann', without('kms:GetKeyRotationStatus'));
    const refused = await world.does('ann', ask);
    expect([refused.code, refused.keyRotationEnabled]).toEqual([DENIED, undefined]);
  });

  test('nobody configures the managed key (F-12)', async () => {
    const world = new ReferenceRun();
    const event = { op: 'DisableKey', keyId: managedKeyId(HOME_ACCOUNT) } as const;
    expect(await world.does('ann', event)).toMatchObject({ status: 400, code: 'AccessDeniedException' });
  });

  test('the aliases of a deleted key are gone, whether or not somebody has looked at it (F-192)', async () => {
    const world = new ReferenceRun();
    await world.does('ann', schedule);
    world.atMs = 7 * DAY_MS;
    expect(await world.does('ann', deleteAlias('alias/x'))).toMatchObject({ code: 'NotFoundException' });
    expect(await world.does('ann', createAlias('alias/x', 'K2'))).toMatchObject({ status: 200 });
    expect(await world.does('eve', deleteAlias('alias/x'))).toMatchObject({ status: 200 });
  });

  test('a deleted key is not found, and existence comes before ownership', async () => {
    const world = new ReferenceRun();
    await world.does('ann', schedule);
    world.atMs = 7 * DAY_MS;
    expect(await world.does('ann', cancel)).toMatchObject({ status: 400, code: 'NotFoundException' });
    expect(await world.does('eve', enable)).toMatchObject({ status: 400, code: 'NotFoundException' });
  });
});
