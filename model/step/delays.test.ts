import { describe, expect, test } from 'vitest';
import { bucketPolicy, copy, encrypt, get, keyPolicy, put } from '../testing/events.ts';
import { answerOf, IDEAL, ModelRun, shownEncryption } from '../testing/model-run.ts';
import { RULES } from '../testing/scene.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';
import type { Event } from '../vocabulary/events/event.ts';
import type { Outcome } from '../vocabulary/outcome.ts';

function all(run: ModelRun, event: Event, of: (outcome: Outcome) => string): readonly string[] {
  return [...new Set(run.outcomes('ann', event).map(of))].toSorted();
}

describe('a new bucket rule takes a while (U-16, F-14)', () => {
  const SLOW = { ...IDEAL, ruleDelayMs: 60_000 };

  function ruleChanged(): ModelRun {
    const run = new ModelRun(SLOW);
    run.take('ann', encrypt('b', RULES.B1));
    run.atMs = 100_000;
    run.take('ann', encrypt('b', RULES.B2));
    return run;
  }

  test('a write may see the old or the new one, until the delay is over', () => {
    const run = ruleChanged();
    expect(all(run, put('b/o'), shownEncryption)).toEqual(['aws:kms K1', 'aws:kms K1 bk']);
    run.atMs = 159_999;
    expect(all(run, put('b/o'), shownEncryption)).toEqual(['aws:kms K1', 'aws:kms K1 bk']);
    run.atMs = 160_000;
    expect(all(run, put('b/o'), shownEncryption)).toEqual(['aws:kms K1 bk']);
  });

  test('rules from which a write takes the same are one, so that what it may come to does not grow with them', () => {
    const run = new ModelRun(SLOW);
    const rules = [RULES.B0, RULES.B1, RULES.B3, RULES.B4, { ...RULES.B4, BlockedEncryptionTypes: ['SSE-C'] }] as const;
    for (const rule of rules) run.take('ann', encrypt('b', rule));
    const ways = (headers: EncryptionHeaders) => run.outcomes('ann', put('b/o', headers)).length;
    expect(ways({ sse: 'aws:kms', kmsKeyId: 'K2', bucketKeyEnabled: true }), 'all is named').toBe(1);
    expect(ways({ sse: 'AES256' }), 'no KMS key is taken').toBe(1);
    expect(ways({ sse: 'aws:kms', kmsKeyId: 'K2' }), 'the flag alone is of the rule').toBe(2);
    expect(ways({}), 'all is of the rule, which was never put, or is one of these whatever it blocks').toBe(5);
  });

  test('so may GetBucketEncryption', () => {
    const flags = all(ruleChanged(), { op: 'GetBucketEncryption', bucket: 'b' }, ({ rule }) =>
      String(rule?.BucketKeyEnabled),
    );
    expect(flags).toEqual(['false', 'true']);
  });

  test('an object once written does not change with the rule that is seen later (F-13)', () => {
    const run = ruleChanged();
    run.take('ann', put('b/o'));
    expect(all(run, get('b/o'), shownEncryption)).toEqual(['aws:kms K1 bk']);
  });

  test('a rule that was deleted may still be seen, with what it allows (F-15, F-51)', () => {
    const run = new ModelRun(SLOW);
    run.take('ann', encrypt('b', RULES.B0));
    run.atMs = 100_000;
    run.take('ann', put('b/o'));
    run.take('ann', { op: 'DeleteBucketEncryption', bucket: 'b' });
    expect(all(run, copy('b/o', 'b/o'), answerOf)).toEqual(['200', '400 InvalidRequest']);
  });

  test('a key id that is not refused has met a rule for KMS, never the other one (U-14, P9)', () => {
    const run = new ModelRun({ ...SLOW, inertHeader: ['ignored', 'refused'] });
    run.take('ann', encrypt('b', RULES.B2));
    expect(
      all(run, put('b/o', { kmsKeyId: 'K2' }), (outcome) => `${answerOf(outcome)} ${shownEncryption(outcome)}`),
    ).toEqual(['200 aws:kms K1 bk', '400 InvalidArgument none']);
  });

  test('a bucket policy acts at once, as yet (F-14)', () => {
    const run = new ModelRun(SLOW);
    run.take('ann', put('b/o'));
    run.take('ann', bucketPolicy('b', { effect: 'Deny', principal: '*', actions: ['s3:*'] }));
    expect(all(run, get('b/o'), answerOf)).toEqual(['403 AccessDenied']);
  });

  test('a bucket that was created anew has never had the rule of the old one', () => {
    const run = new ModelRun(SLOW);
    run.take('ann', encrypt('c', RULES.B2));
    run.take('ann', { op: 'DeleteBucket', bucket: 'c' });
    run.take('ann', { op: 'CreateBucket', bucket: 'c' });
    expect(all(run, put('c/o'), shownEncryption)).toEqual(['AES256']);
  });
});

describe('changes in KMS take a while (U-23, F-122)', () => {
  const SLOW = { ...IDEAL, kmsDelayMs: 300_000 };
  const KMS = { sse: 'aws:kms', kmsKeyId: 'K1' } as const;
  const DENY = keyPolicy('K1');

  test.each([
    ['state', { op: 'DisableKey', keyId: 'K1' }, '400 KMS.DisabledException'],
    ['policy', DENY, '403 AccessDenied'],
  ] as const)('the %s of before may still be seen until the delay is over', (_what, event, refusal) => {
    const run = new ModelRun(SLOW);
    run.atMs = 1_000;
    run.take('ann', event);
    run.atMs = 300_999;
    expect(all(run, put('b/o', KMS), answerOf)).toEqual(['200', refusal]);
    run.atMs = 301_000;
    expect(all(run, put('b/o', KMS), answerOf)).toEqual([refusal]);
  });

  test('the target of before of an alias as well', () => {
    const run = new ModelRun(SLOW);
    run.take('ann', { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K2' });
    const byAlias = put('b/o', { sse: 'aws:kms', kmsKeyId: 'alias/x' });
    expect(all(run, byAlias, shownEncryption)).toEqual(['aws:kms K1', 'aws:kms K2']);
    run.atMs = 300_000;
    expect(all(run, byAlias, shownEncryption)).toEqual(['aws:kms K2']);
  });

  test('a deletion that was cancelled in the last moment is not seen completed (F-121)', () => {
    const run = new ModelRun(SLOW);
    run.take('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 });
    run.atMs = 7 * 86_400_000 - 1;
    run.take('ann', { op: 'CancelKeyDeletion', keyId: 'K1' });
    run.atMs += 1_000;
    expect(all(run, put('b/o', KMS), answerOf)).toEqual([
      '400 KMS.DisabledException',
      '400 KMS.KMSInvalidStateException',
    ]);
  });

  test('a warm request does not notice any of it (F-118)', () => {
    const run = new ModelRun(SLOW);
    run.take('ann', encrypt('b', RULES.B2));
    run.take('ann', put('b/o'));
    run.take('ann', DENY);
    expect(all(run, get('b/o'), answerOf)).toEqual(['200']);
  });
});
