import { describe, expect, test } from 'vitest';
import { keyPolicy, put } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT } from '../testing/scene.ts';
import { roleArn } from '../vocabulary/arn.ts';
import type { KmsEvent } from '../vocabulary/events/kms-events.ts';
import type { KmsAction } from '../vocabulary/policy.ts';

const K1 = { keyId: 'K1' };
const DISABLE: KmsEvent = { op: 'DisableKey', ...K1 };
const ENABLE: KmsEvent = { op: 'EnableKey', ...K1 };
const SCHEDULE = { op: 'ScheduleKeyDeletion', ...K1, pendingWindowInDays: 7 } as const satisfies KmsEvent;
const CANCEL: KmsEvent = { op: 'CancelKeyDeletion', ...K1 };
const ROTATION = { op: 'EnableKeyRotation', ...K1, rotationPeriodInDays: 365 } as const satisfies KmsEvent;
const STOP: KmsEvent = { op: 'DisableKeyRotation', ...K1 };
const ROTATE: KmsEvent = { op: 'RotateKeyOnDemand', ...K1 };
const POLICY: KmsEvent = keyPolicy('K1', { effect: 'Allow', principal: '*', actions: ['kms:*'] });
const EVENTS: readonly KmsEvent[] = [DISABLE, ENABLE, SCHEDULE, CANCEL, ROTATION, STOP, ROTATE, POLICY];

const OK = '200';
const INVALID = '400 KMSInvalidStateException';
const DISABLED = '400 DisabledException';
const GONE = '400 NotFoundException';

describe('what a state of a KMS key lets happen (F-115, F-121, F-124)', () => {
  test.each([
    ['enabled', [], [OK, OK, OK, INVALID, OK, OK, OK, OK]],
    ['disabled', [DISABLE], [OK, OK, OK, INVALID, DISABLED, DISABLED, DISABLED, OK]],
    ['pending deletion', [SCHEDULE], [INVALID, INVALID, INVALID, OK, INVALID, INVALID, INVALID, OK]],
  ] as const)('%s', (_state, before, answers) => {
    const each = EVENTS.map((event) => {
      const run = new ModelRun();
      for (const earlier of before) run.take('ann', earlier);
      return run.answer('ann', event);
    });
    expect(each).toEqual(answers);
  });

  test('a deleted key is none any more, whatever is asked', () => {
    const run = new ModelRun();
    run.take('ann', SCHEDULE);
    run.atMs = 7 * 86_400_000;
    expect(EVENTS.map((event) => run.answer('ann', event))).toEqual(EVENTS.map(() => GONE));
  });

  test('the waiting period ends at its very time, and not before (F-121)', () => {
    const run = new ModelRun();
    run.take('ann', SCHEDULE);
    run.atMs = 7 * 86_400_000 - 1;
    expect(run.answer('ann', CANCEL)).toBe(OK);
    run.take('ann', SCHEDULE);
    run.atMs += 7 * 86_400_000;
    expect(run.answer('ann', CANCEL)).toBe(GONE);
  });

  test('a cancelled deletion starts from the beginning when it is scheduled again', () => {
    const run = new ModelRun();
    for (const event of [SCHEDULE, CANCEL, ENABLE]) run.take('ann', event);
    run.atMs = 8 * 86_400_000;
    expect(run.answer('ann', put('b/o', { sse: 'aws:kms', kmsKeyId: 'K1' }))).toBe('200');
  });

  test('the 26th rotation on demand is one too many (F-124)', () => {
    const run = new ModelRun();
    const answers = Array.from({ length: 26 }, () => run.answer('ann', ROTATE));
    expect([answers.slice(0, 25), answers[25]]).toEqual([Array(25).fill(OK), '400 LimitExceededException']);
    run.take('ann', DISABLE);
    expect(run.answer('ann', ROTATE)).toBe('400 DisabledException');
  });
});

describe('who controls a key (F-164, F-165)', () => {
  const ALL = { effect: 'Allow', principal: '*', actions: ['kms:*'] } as const;
  const ALIAS: KmsEvent = { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K2' };
  const DENIED = '400 AccessDeniedException';
  const LOCKED_OUT = '400 MalformedPolicyDocumentException';
  const deny = (action: KmsAction, keyId = 'K1') =>
    keyPolicy(keyId, ALL, { effect: 'Deny', principal: roleArn(HOME_ACCOUNT, 'bob'), actions: [action] });

  test.each(EVENTS)('$op asks for its own action', (event) => {
    const run = new ModelRun();
    run.take('ann', deny(`kms:${event.op}`));
    expect([run.answer('bob', event), run.answer('ann', event)[0]]).toEqual([DENIED, event === CANCEL ? '4' : '2']);
    run.take('ann', deny('kms:Decrypt'));
    expect(run.answer('bob', event)).not.toBe(DENIED);
  });

  test.each(['K1', 'K2'])('an alias that leaves K1 for K2 asks %s', (keyId) => {
    const run = new ModelRun();
    run.take('ann', deny('kms:UpdateAlias', keyId));
    expect([run.answer('bob', ALIAS), run.answer('ann', ALIAS)]).toEqual([DENIED, OK]);
  });

  test('no condition on the encryption context holds', () => {
    const run = new ModelRun();
    run.take('ann', keyPolicy('K1', { ...ALL, contextArn: '*' }));
    expect(run.answer('ann', DISABLE)).toBe(DENIED);
    const other = new ModelRun();
    other.take('ann', keyPolicy('K1', ALL, { ...ALL, effect: 'Deny', contextArn: '*' }));
    expect(other.answer('ann', DISABLE)).toBe(OK);
  });

  test('a policy that locks its caller out needs the flag', () => {
    const lockout = deny('kms:PutKeyPolicy');
    const checked = { ...lockout, bypassPolicyLockoutSafetyCheck: false };
    const { bypassPolicyLockoutSafetyCheck: _, ...silent } = lockout;
    const answers = [checked, silent, lockout].map((event) => new ModelRun().answer('bob', event));
    expect(answers).toEqual([LOCKED_OUT, LOCKED_OUT, OK]);
    expect(new ModelRun().answer('ann', silent)).toBe(OK);
    const run = new ModelRun();
    run.take('ann', lockout);
    expect(run.answer('bob', silent)).toBe(DENIED);
  });

  test('where policy and state refuse, either is shown if the profile leaves it open (U-20)', () => {
    const answers = [IDEAL, { ...IDEAL, refusedFirst: ['s3', 'kms'] } as const].map((profile) => {
      const run = new ModelRun(profile);
      for (const event of [deny('kms:*'), SCHEDULE]) run.take('ann', event);
      return [ENABLE, POLICY].map((event) => run.outcomes('bob', event).map(({ code }) => code));
    });
    expect(answers).toEqual([
      [['AccessDeniedException'], ['AccessDeniedException']],
      [['AccessDeniedException', 'KMSInvalidStateException'], ['AccessDeniedException']],
    ]);
  });

  test('an earlier policy may act for a while (F-122)', () => {
    const run = new ModelRun({ ...IDEAL, kmsDelayMs: 1_000 });
    const codes = () => run.outcomes('bob', DISABLE).map(({ code }) => code);
    run.take('ann', deny('kms:EnableKey'));
    expect(codes()).toEqual([null]);
    run.take('ann', deny('kms:DisableKey'));
    run.atMs = 999;
    expect(codes()).toEqual(['AccessDeniedException', null]);
    run.atMs = 1_000;
    expect(codes()).toEqual(['AccessDeniedException']);
  });

  test('an earlier state may refuse for a while, and lets nothing through (F-122)', () => {
    const run = new ModelRun({ ...IDEAL, kmsDelayMs: 1_000 });
    const codes = (event: KmsEvent) => run.outcomes('ann', event).map(({ code }) => code);
    run.take('ann', DISABLE);
    run.take('ann', ENABLE);
    expect([codes(ROTATION), codes(DISABLE)]).toEqual([[null, 'DisabledException'], [null]]);
    run.take('ann', SCHEDULE);
    expect([codes(CANCEL), codes(ENABLE)]).toEqual([[null, 'KMSInvalidStateException'], ['KMSInvalidStateException']]);
    run.take('ann', CANCEL);
    expect([codes(ENABLE), codes(ROTATION)]).toEqual([
      [null, 'KMSInvalidStateException'],
      ['DisabledException', 'KMSInvalidStateException'],
    ]);
    run.atMs = 1_000;
    expect([codes(ENABLE), codes(ROTATION)]).toEqual([[null], ['DisabledException']]);
  });

  test('an earlier state may be what is shown where the policy refuses as well (U-20, F-122)', () => {
    const run = new ModelRun({ ...IDEAL, refusedFirst: ['s3', 'kms'], kmsDelayMs: 1_000 });
    run.take('ann', deny('kms:EnableKey'));
    run.atMs = 1_000;
    run.take('ann', SCHEDULE);
    run.take('ann', CANCEL);
    expect(run.outcomes('bob', ENABLE).map(({ code }) => code)).toEqual([
      'AccessDeniedException',
      'KMSInvalidStateException',
    ]);
  });
});

describe('whose key, which key, which arguments', () => {
  const cases: readonly (readonly [what: string, by: string, event: KmsEvent, answer: string])[] = [
    ['a bare id means no key of another account (F-164)', 'eve', DISABLE, GONE],
    ['nor for its policy', 'eve', POLICY, GONE],
    ['another role of the account is not', 'bob', DISABLE, OK],
    ['a key that is none', 'ann', { ...DISABLE, keyId: 'none' }, GONE],
    ['nor for the key that AWS manages there', 'eve', { op: 'DisableKey', keyId: `aws-s3-${HOME_ACCOUNT}` }, GONE],
    [
      'a managed key lets nothing be done to it (F-12)',
      'ann',
      { op: 'DisableKey', keyId: `aws-s3-${HOME_ACCOUNT}` },
      '400 *',
    ],
    ['6 days', 'ann', { ...SCHEDULE, pendingWindowInDays: 6 }, '400 ValidationException'],
    ['7 days', 'ann', SCHEDULE, OK],
    ['30 days', 'ann', { ...SCHEDULE, pendingWindowInDays: 30 }, OK],
    ['31 days', 'ann', { ...SCHEDULE, pendingWindowInDays: 31 }, '400 ValidationException'],
    ['89 days of rotation', 'ann', { ...ROTATION, rotationPeriodInDays: 89 }, '400 ValidationException'],
    ['90 days of rotation', 'ann', { ...ROTATION, rotationPeriodInDays: 90 }, OK],
    ['2560 days of rotation', 'ann', { ...ROTATION, rotationPeriodInDays: 2_560 }, OK],
    ['2561 days of rotation', 'ann', { ...ROTATION, rotationPeriodInDays: 2_561 }, '400 ValidationException'],
    [
      'arguments before existence and ownership',
      'eve',
      { op: 'ScheduleKeyDeletion', keyId: 'none', pendingWindowInDays: 1 },
      '400 ValidationException',
    ],
    ['an alias', 'ann', { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K2' }, OK],
    ['an alias that is none', 'ann', { op: 'UpdateAlias', alias: 'alias/none', keyId: 'K2' }, GONE],
    ['an alias to a key that is none', 'ann', { op: 'UpdateAlias', alias: 'alias/x', keyId: 'none' }, GONE],
    ['an alias to a key of another account', 'ann', { op: 'UpdateAlias', alias: 'alias/x', keyId: 'KA' }, GONE],
    [
      'an alias of the same name belongs to each account',
      'eve',
      { op: 'UpdateAlias', alias: 'alias/x', keyId: 'KA' },
      OK,
    ],
  ];
  test.each(cases)('%s', (_what, by, event, answer) => {
    expect(new ModelRun().answer(by, event)).toBe(answer);
  });

  test('an alias cannot be pointed at a key pending deletion', () => {
    const run = new ModelRun();
    run.take('ann', SCHEDULE);
    expect(run.answer('ann', { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K1' })).toBe(INVALID);
  });

  test('throttling does not touch the control of keys (F-127)', () => {
    const run = new ModelRun();
    run.take('ann', { op: 'ThrottleKms', on: true });
    expect(run.answer('ann', DISABLE)).toBe(OK);
  });
});
