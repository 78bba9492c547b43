import { describe, expect, test } from 'vitest';
import { encrypt, get, keyPolicy, put } from '../testing/events.ts';
import { AWS, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, OTHER_ACCOUNT, RULES, SCENE } from '../testing/scene.ts';

const KMS = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false } as const;

/** The scene with quotas of so many requests a second for the home account, in which all may use everything. */
function withQuota(requestsPerSecond: number, profile = IDEAL, account = HOME_ACCOUNT): ModelRun {
  return new ModelRun(profile, { ...SCENE, kmsQuotas: [{ account, requestsPerSecond }] });
}

describe('a quota of KMS requests (F-127, F-131)', () => {
  test('over it every call of that second is throttled, and none of the next', () => {
    const run = withQuota(2);
    const answers = [0, 0, 999, 999, 1000].map((atMs) => {
      run.atMs = atMs;
      return run.answer('ann', put('b/o', KMS));
    });
    expect(answers).toEqual(['200', '200', '503 SlowDown', '503 SlowDown', '200']);
  });

  test('it is shared by all of the account, and by reads and writes', () => {
    const run = withQuota(2);
    expect(['ann', 'bob'].map((by) => run.answer(by, put('b/o', KMS)))).toEqual(['200', '200']);
    expect(run.answer('admin', get('b/o'))).toBe('503 SlowDown');
  });

  test('who is warm uses none of it, and goes on when it is used up (F-132, SC-17)', () => {
    const run = withQuota(1);
    run.take('ann', encrypt('b', RULES.B2));
    expect(run.answer('ann', put('b/o'))).toBe('200');
    expect(run.answer('ann', put('b/p'))).toBe('200');
    expect(run.answer('bob', put('b/q'))).toBe('503 SlowDown');
    expect(run.answer('ann', get('b/p'))).toBe('200');
  });

  test('it is that of the account that asks, and not of the one that has the key (F-129)', () => {
    const key = keyPolicy('KA', { effect: 'Allow', principal: '*', actions: ['kms:*'] });
    const answers = (account: string): readonly string[] => {
      const run = withQuota(0, IDEAL, account);
      run.take('eve', key);
      return [run.answer('ann', put('b/o', { ...KMS, kmsKeyId: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/KA` }))];
    };
    expect([answers(HOME_ACCOUNT), answers(OTHER_ACCOUNT)]).toEqual([['503 SlowDown'], ['200']]);
  });

  test('what never arrives does not count', () => {
    const run = withQuota(1);
    run.take('ann', { op: 'InterruptKms', on: true });
    run.take('ann', put('b/o', KMS));
    run.take('ann', { op: 'InterruptKms', on: false });
    expect(run.answer('ann', put('b/o', KMS))).toBe('200');
  });

  test('AWS may carry out more, and throttles nothing before it is used up (U-37)', () => {
    const run = withQuota(1, { ...AWS, transientErrors: false });
    const statuses = () => new Set(run.outcomes('ann', put('b/o', KMS)).map(({ status }) => status));
    expect(statuses()).toEqual(new Set([200]));
    run.take('ann', put('b/o', KMS));
    expect(statuses()).toEqual(new Set([200, 503]));
    run.atMs = 1999;
    expect(statuses()).toEqual(new Set([200, 503]));
    run.atMs = 2000;
    expect(statuses()).toEqual(new Set([200]));
  });
});
