import { describe, expect, test } from 'vitest';
import { createAlias, deleteAlias, encrypt, get, keyPolicy, put } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, RULES, SCENE } from '../testing/scene.ts';
import { roleArn } from '../vocabulary/arn.ts';
import type { IdentityStatement } from '../vocabulary/policy.ts';
import { DAY_MS } from '../vocabulary/time.ts';

const TAKEN = '400 AlreadyExistsException';
const GONE = '400 NotFoundException';
const DENIED = '400 AccessDeniedException';
const BY_ALIAS = { sse: 'aws:kms', kmsKeyId: 'alias/x' } as const;
const SCHEDULE = { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 } as const;

describe('an alias comes and goes (F-191)', () => {
  test('a new one names its key at once, in the account of who made it', () => {
    const run = new ModelRun();
    const event = put('b/o', { sse: 'aws:kms', kmsKeyId: 'alias/new' });
    expect(run.calls('ann', event)).toEqual(['GenerateDataKey alias/new b/o NotFoundException']);
    expect(run.answer('bob', createAlias('alias/new', 'K2'))).toBe('200');
    expect(run.calls('ann', event)).toEqual(['GenerateDataKey K2 b/o']);
    expect(run.answer('eve', createAlias('alias/new', 'KA'))).toBe('200');
  });

  test('without the alias of its rule a bucket takes no writes, and its objects are read (E-07)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', { ...RULES.B1, KMSMasterKeyID: 'alias/x' }));
    run.take('ann', put('b/o'));
    expect(run.answer('bob', deleteAlias('alias/x'))).toBe('200');
    expect(run.answer('ann', put('b/p'))).toBe('400 KMS.NotFoundException');
    expect(run.answer('ann', get('b/o'))).toBe('200');
    expect(run.answer('eve', deleteAlias('alias/x'))).toBe('200');
    expect(run.answer('ann', createAlias('alias/x', 'K2'))).toBe('200');
    expect(run.calls('ann', put('b/p'))).toEqual(['GenerateDataKey K2 b/p']);
  });

  test.each([
    ['a name that is taken (E-58)', createAlias('alias/x', 'K2'), TAKEN],
    ['be it by its own key', createAlias('alias/x', 'K1'), TAKEN],
    ['a key that is none', createAlias('alias/new', 'none'), GONE],
    ['a key of another account (F-164)', createAlias('alias/new', 'KA'), GONE],
    ['a key that AWS manages', createAlias('alias/new', `aws-s3-${HOME_ACCOUNT}`), '400 *'],
    ['an alias of AWS (F-185)', createAlias('alias/aws/s3', 'K1'), '400 *'],
    ['a name that no alias has', createAlias('alias/a b', 'K1'), '400 *'],
    ['an alias that is none', deleteAlias('alias/none'), GONE],
    ['the alias of the managed key', deleteAlias('alias/aws/s3'), '400 *'],
    ['and to point that', { op: 'UpdateAlias', alias: 'alias/aws/s3', keyId: 'K1' } as const, '400 *'],
  ])('is refused: %s', (_what, event, answer) => {
    expect(new ModelRun().answer('ann', event)).toBe(answer);
  });

  test('a key pending deletion gets no alias, and loses those that it has', () => {
    const run = new ModelRun();
    run.take('ann', SCHEDULE);
    expect(run.answer('ann', createAlias('alias/new', 'K1'))).toBe('400 KMSInvalidStateException');
    expect(run.answer('ann', createAlias('alias/x', 'K1'))).toBe('400 KMSInvalidStateException');
    expect(run.answer('ann', deleteAlias('alias/x'))).toBe('200');
  });

  test('a disabled key gets one', () => {
    const run = new ModelRun();
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    expect(run.answer('ann', createAlias('alias/new', 'K1'))).toBe('200');
  });
});

test('with a key its aliases are gone (F-192)', () => {
  const run = new ModelRun();
  run.take('ann', SCHEDULE);
  run.atMs = 7 * DAY_MS - 1;
  expect(run.calls('ann', put('b/o', BY_ALIAS))).toEqual(['GenerateDataKey K1 b/o KMSInvalidStateException']);
  run.atMs += 1;
  expect(run.calls('ann', put('b/o', BY_ALIAS))).toEqual(['GenerateDataKey alias/x b/o NotFoundException']);
  expect(run.answer('ann', { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K2' })).toBe(GONE);
  expect(run.answer('ann', deleteAlias('alias/x'))).toBe(GONE);
  expect(run.answer('ann', createAlias('alias/x', 'K2'))).toBe('200');
});

describe('who may (F-191)', () => {
  test.each([createAlias('alias/new', 'K1'), deleteAlias('alias/x')])('$op asks the policy of the key', (event) => {
    const run = new ModelRun();
    const denied = { effect: 'Deny', principal: roleArn(HOME_ACCOUNT, 'bob'), actions: [`kms:${event.op}`] } as const;
    run.take('ann', keyPolicy('K1', { effect: 'Allow', principal: '*', actions: ['kms:*'] }, denied));
    expect([run.answer('bob', event), run.answer('ann', event)]).toEqual([DENIED, '200']);
  });

  test('IAM is asked of the alias as well, be the key policy for everybody', () => {
    const ofAliases = (...resources: readonly string[]): ModelRun => {
      const statements: readonly IdentityStatement[] = [{ effect: 'Allow', actions: ['kms:*'], resources }];
      const identityPolicies = [{ account: HOME_ACCOUNT, principal: 'bob', statements }];
      const run = new ModelRun(IDEAL, { ...SCENE, identityPolicies });
      run.take('ann', keyPolicy('K1', { effect: 'Allow', principal: '*', actions: ['kms:*'] }));
      return run;
    };
    const events = [createAlias('alias/new', 'K1'), { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K1' } as const];
    for (const event of [...events, deleteAlias('alias/x')]) {
      expect(ofAliases(homeKey('*')).answer('bob', event)).toBe(DENIED);
      expect(ofAliases(homeKey('*'), '*:alias/*').answer('bob', event)).toBe('200');
    }
  });
});

describe('what was is seen for a while (F-122)', () => {
  const SLOW = { ...IDEAL, kmsDelayMs: 1_000 };
  const codes = (run: ModelRun, event: Parameters<ModelRun['take']>[1]) =>
    run.outcomes('ann', event).map(({ code }) => code);

  test('of an alias that was deleted', () => {
    const run = new ModelRun(SLOW);
    run.take('ann', deleteAlias('alias/x'));
    expect(codes(run, put('b/o', BY_ALIAS))).toEqual(['KMS.NotFoundException', null]);
    expect(codes(run, createAlias('alias/x', 'K2'))).toEqual([null, 'AlreadyExistsException']);
    expect(codes(run, deleteAlias('alias/x'))).toEqual(['NotFoundException']);
    run.atMs = 1_000;
    expect(codes(run, put('b/o', BY_ALIAS))).toEqual(['KMS.NotFoundException']);
    expect(codes(run, createAlias('alias/x', 'K2'))).toEqual([null]);
  });

  test('of one that was made', () => {
    const run = new ModelRun(SLOW);
    run.take('ann', createAlias('alias/new', 'K2'));
    expect(codes(run, deleteAlias('alias/new'))).toEqual([null, 'NotFoundException']);
    expect(codes(run, createAlias('alias/new', 'K2'))).toEqual(['AlreadyExistsException']);
    run.atMs = 1_000;
    expect(codes(run, deleteAlias('alias/new'))).toEqual([null]);
  });
});

test('where a name is taken and the key is wrong as well, either is shown if that is open (U-20)', () => {
  const run = new ModelRun({ ...IDEAL, refusedFirst: ['s3', 'kms'] });
  const codes = (keyId: string) => run.outcomes('ann', createAlias('alias/x', keyId)).map(({ code }) => code);
  run.take('ann', SCHEDULE);
  expect(codes('K1')).toEqual(['KMSInvalidStateException', 'AlreadyExistsException']);
  expect(codes('none')).toEqual(['NotFoundException', 'AlreadyExistsException']);
});
