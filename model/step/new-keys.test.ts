import { describe, expect, test } from 'vitest';
import { createAlias, createKey, get, keyPolicy, put } from '../testing/events.ts';
import { AWS, answerOf, callsOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, OTHER_ACCOUNT, SCENE } from '../testing/scene.ts';
import { accountRootArn, roleArn } from '../vocabulary/arn.ts';
import type { IdentityStatement, KeyPolicyStatement } from '../vocabulary/policy.ts';
import { MINUTE_MS } from '../vocabulary/time.ts';

const UNDER_N = { sse: 'aws:kms', kmsKeyId: 'N' } as const;
const DENIED = '400 AccessDeniedException';
const NOT_FOUND = '400 KMS.NotFoundException';
const DISABLE = { op: 'DisableKey', keyId: 'N' } as const;

/** What may come of a step, each once. */
function answers(run: ModelRun, ...step: Parameters<ModelRun['outcomes']>): readonly string[] {
  return [...new Set(run.outcomes(...step).map((one) => answerOf(one)))].sort();
}

describe('a key that is made (F-213)', () => {
  test('was not there before, whatever names it, and is used like any other then', () => {
    const run = new ModelRun();
    expect([run.answer('ann', put('b/k', UNDER_N)), run.answer('ann', DISABLE)]).toEqual([
      NOT_FOUND,
      '400 NotFoundException',
    ]);
    expect(run.calls('ann', put('b/k', UNDER_N))).toEqual(['GenerateDataKey N b/k NotFoundException']);
    expect(run.answer('ann', createKey('N'))).toBe('200');
    for (const kmsKeyId of ['N', homeKey('N')])
      expect(run.calls('ann', put('b/k', { ...UNDER_N, kmsKeyId }))).toEqual(['GenerateDataKey N b/k']);
    expect(run.answer('ann', createAlias('alias/n', 'N'))).toBe('200');
    expect(run.calls('ann', put('b/k', { ...UNDER_N, kmsKeyId: 'alias/n' }))).toEqual(['GenerateDataKey N b/k']);
    expect([run.answer('ann', DISABLE), run.answer('ann', get('b/k'))]).toEqual(['200', '400 KMS.DisabledException']);
  });

  test('is of the account that asks', () => {
    const run = new ModelRun();
    expect(run.answer('eve', createKey('N'))).toBe('200');
    expect([run.answer('ann', DISABLE), run.answer('eve', DISABLE)]).toEqual(['400 NotFoundException', '200']);
  });

  test('has an id that no other has, of whatever account', () => {
    const run = new ModelRun();
    run.take('ann', createKey('N'));
    for (const [by, id] of [
      ['ann', 'N'],
      ['eve', 'N'],
      ['ann', 'K1'],
      ['eve', 'K1'],
    ] as const)
      expect(run.take(by, createKey(id))).toMatchObject({ status: 400, because: ['F-213'] });
  });

  test('may be of a spec that S3 cannot use (E-10)', () => {
    const run = new ModelRun();
    run.take('ann', { ...createKey('N'), keySpec: 'HMAC_256' });
    expect(run.answer('ann', put('b/k', UNDER_N))).toBe('400 KMS.InvalidKeyUsageException');
  });

  test('may be one whose material is to be imported (F-209)', () => {
    const run = new ModelRun();
    run.take('ann', { ...createKey('N'), origin: 'EXTERNAL' });
    expect(run.answer('ann', put('b/k', UNDER_N))).toBe('400 KMS.KMSInvalidStateException');
    run.take('ann', { op: 'ImportKeyMaterial', keyId: 'N' });
    expect(run.answer('ann', put('b/k', UNDER_N))).toBe('200');
  });

  test('is made by whom IAM lets, on no key in particular', () => {
    const told = (...statements: readonly IdentityStatement[]) =>
      new ModelRun(IDEAL, { ...SCENE, identityPolicies: [{ account: HOME_ACCOUNT, principal: 'bob', statements }] });
    const mine = { effect: 'Allow', actions: ['kms:CreateKey'] } as const;
    const answered = [
      [],
      [{ ...mine, resources: ['*'] }],
      [{ ...mine, resources: [homeKey('*')] }],
      [mine, { effect: 'Deny', actions: ['kms:CreateKey'] } as const],
    ].map((statements) => told(...statements).answer('bob', createKey('N')));
    expect(answered).toEqual([DENIED, '200', DENIED, DENIED]);
  });

  test('is made by no service, which has no account, and by who signs', () => {
    const service = {
      name: 'log',
      account: HOME_ACCOUNT,
      principal: 'log',
      session: 's',
      servicePrincipal: 'a.amazonaws.com',
    };
    const run = new ModelRun(IDEAL, { ...SCENE, requesters: [...SCENE.requesters, service] });
    expect(run.answer('log', createKey('N'))).toBe(DENIED);
    expect(run.take('ann-v2', createKey('N')).status).toBe(400);
  });
});

describe('its key policy (F-214)', () => {
  const all = { effect: 'Allow', principal: '*', actions: ['kms:*'] } as const satisfies KeyPolicyStatement;

  test('is the default where none is given, which leaves the key to its account', () => {
    const run = new ModelRun();
    run.take('ann', createKey('N'));
    expect([
      run.answer('bob', put('b/k', UNDER_N)),
      run.answer('eve', put('away/k', { ...UNDER_N, kmsKeyId: homeKey('N') })),
    ]).toEqual(['200', '403 AccessDenied']);
  });

  test('is the one that is given', () => {
    const run = new ModelRun();
    const bob = roleArn(HOME_ACCOUNT, 'bob');
    run.take('ann', createKey('N', all, { effect: 'Deny', principal: bob, actions: ['kms:GenerateDataKey'] }));
    expect([run.answer('bob', put('b/k', UNDER_N)), run.answer('ann', put('b/k', UNDER_N))]).toEqual([
      '403 AccessDenied',
      '200',
    ]);
    expect(run.answer('eve', put('away/k', { ...UNDER_N, kmsKeyId: homeKey('N') }))).toBe('200');
  });

  test('must let who makes the key replace it, unless that is bypassed (E-49)', () => {
    const locking = createKey('N', { ...all, principal: accountRootArn(OTHER_ACCOUNT) });
    const run = new ModelRun();
    expect(run.answer('ann', locking)).toBe('400 MalformedPolicyDocumentException');
    expect(run.answer('ann', DISABLE)).toBe('400 NotFoundException');
    expect(run.answer('ann', { ...locking, bypassPolicyLockoutSafetyCheck: true })).toBe('200');
    expect(run.answer('ann', keyPolicy('N', all))).toBe(DENIED);
  });
});

describe('that it was made may be seen late (F-122, F-215)', () => {
  const made = (): ModelRun => {
    const run = new ModelRun({ ...IDEAL, kmsDelayMs: AWS.kmsDelayMs });
    run.take('ann', createKey('N'));
    return run;
  };

  test('by who uses it, whatever they call it, and by who controls it', () => {
    const run = made();
    for (const kmsKeyId of ['N', homeKey('N')])
      expect(answers(run, 'ann', put('b/k', { ...UNDER_N, kmsKeyId }))).toEqual(['200', NOT_FOUND]);
    expect(answers(run, 'ann', DISABLE)).toEqual(['200', '400 NotFoundException']);
    expect(answers(run, 'ann', createAlias('alias/n', 'N'))).toEqual(['200', '400 NotFoundException']);
    run.take('ann', put('b/k', UNDER_N));
    expect(answers(run, 'ann', get('b/k'))).toEqual(['200', NOT_FOUND]);
  });

  test('and KMS is called by the id that it does not know, or by the ARN of the key', () => {
    const refused = made()
      .outcomes('ann', put('b/k', UNDER_N))
      .filter(({ status }) => status === 400);
    const named = refused.flatMap(({ kmsCalls }) => kmsCalls.map(({ keyArn }) => keyArn));
    expect(new Set(named)).toEqual(new Set(['N', homeKey('N')]));
    expect(new Set(refused.flatMap((one) => callsOf(one)))).toEqual(
      new Set(['GenerateDataKey N b/k NotFoundException']),
    );
  });

  test('and no longer than changes take', () => {
    const run = made();
    run.atMs = AWS.kmsDelayMs - 1;
    expect(answers(run, 'ann', put('b/k', UNDER_N))).toHaveLength(2);
    run.atMs = AWS.kmsDelayMs;
    expect(AWS.kmsDelayMs).toBeGreaterThan(MINUTE_MS);
    expect(answers(run, 'ann', put('b/k', UNDER_N))).toEqual(['200']);
    expect(answers(run, 'ann', DISABLE)).toEqual(['200']);
  });

  test('by who uses it once it is disabled as well', () => {
    const run = made();
    run.take('ann', DISABLE);
    expect(answers(run, 'ann', put('b/k', UNDER_N))).toEqual(['200', '400 KMS.DisabledException', NOT_FOUND]);
    expect(answers(run, 'ann', { op: 'RotateKeyOnDemand', keyId: 'N' })).toEqual([
      '400 DisabledException',
      '400 NotFoundException',
    ]);
  });
});

describe('in a trace that begins in the middle', () => {
  test('a key that the steps make is no key of the past', () => {
    const run = new ModelRun(IDEAL, { ...SCENE, unknown: 'everything' });
    expect(run.answer('ann', createKey('N'))).toBe('200');
    expect(answers(run, 'ann', put('c/k', UNDER_N))).not.toContain('400 KMS.DisabledException');
    expect(run.take('ann', createKey('N')).status).toBe(400);
  });
});
