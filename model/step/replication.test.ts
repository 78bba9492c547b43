import { describe, expect, test } from 'vitest';
import { bucketPolicy, encrypt, evict, get, head, keyPolicy, put, replicate, replication } from '../testing/events.ts';
import { callsOf, ModelRun, shownEncryption } from '../testing/model-run.ts';
import { homeKey, OTHER_BODY, TEST_BODY } from '../testing/scene.ts';
import type { EncryptionHeaders, EncryptionRule } from '../vocabulary/encryption.ts';

const R0: EncryptionRule = { SSEAlgorithm: 'AES256' };
const R1: EncryptionRule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'KD' };
const R2: EncryptionRule = { ...R1, BucketKeyEnabled: true };
const KMS: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: 'K1' };
const KMS_BK: EncryptionHeaders = { ...KMS, bucketKeyEnabled: true };

/** Bucket b replicates to c, whose default is `rule`; `opt` = the rule has the replica key KR. */
function replicating(rule: EncryptionRule, opt = true): ModelRun {
  const run = new ModelRun();
  run.take('ann', encrypt('c', rule));
  run.take('ann', replication('b', 'c', opt ? 'KR' : undefined));
  return run;
}

/**
 * What becomes of an object written with these headers (`plain` = one from before 2023): status, replica, ETag, KMS
 * calls.
 */
function outcomeOf(source: EncryptionHeaders | 'plain', rule: EncryptionRule, opt = true): string {
  const run = replicating(rule, opt);
  const name = source === 'plain' ? 'b/old' : 'b/o';
  const written = source === 'plain' ? run.take('ann', get(name)) : run.take('ann', put(name, source));
  const attempt = run.take('ann', replicate(name));
  const replica = run.take('ann', head(source === 'plain' ? 'c/old' : 'c/o'));
  if (replica.status !== 200) return `${attempt.replicationStatus}, no replica`;
  expect([replica.replicationStatus, run.take('ann', get(source === 'plain' ? 'c/old' : 'c/o')).contentMd5]).toEqual([
    'REPLICA',
    TEST_BODY.md5,
  ]);
  const etag = replica.etag === written.etag ? 'same' : 'new';
  return `${shownEncryption(replica)}, ${etag}: ${callsOf(attempt).join(' + ') || 'no call'}`;
}

describe('replication, F-64 to F-69 with K-21 to K-24', () => {
  const bk0 = 'aws:kms KR, same: Decrypt K1 b/o + Encrypt KR c/o';
  const bk1 = 'aws:kms KR bk, same: Decrypt K1 b + Encrypt KR c + Decrypt KR c';
  const dsse = 'aws:kms:dsse KR, same: Decrypt K1 b/o + Encrypt KR c/o';
  const s3 = 'AES256, same: no call';
  test.each([
    ['PLAIN to R0', 'plain', R0, 'AES256, same: no call'],
    ['PLAIN to R1 (F-64, K-23)', 'plain', R1, 'aws:kms KD, new: GenerateDataKey KD c/old'],
    ['PLAIN to R2 (F-64, K-23)', 'plain', R2, 'aws:kms KD bk, new: GenerateDataKey KD c'],
    ['S3 to R0 (K-24)', {}, R0, s3],
    ['S3 to R1: the default is ignored (F-65, K-24)', {}, R1, s3],
    ['S3 to R2: the default is ignored (F-65, K-24)', {}, R2, s3],
    ['KMS bk0 to R0 (K-21, SC-06)', KMS, R0, bk0],
    ['KMS bk0 to R1 (K-21)', KMS, R1, bk0],
    ['KMS bk0 to R2, as profile ideal has it (F-69, D-08)', KMS, R2, bk0],
    ['KMS bk1 to R0 (K-22)', KMS_BK, R0, bk1],
    ['KMS bk1 to R1 (F-68, K-22)', KMS_BK, R1, bk1],
    ['KMS bk1 to R2 (K-22)', KMS_BK, R2, bk1],
    ['DSSE to R0', { sse: 'aws:kms:dsse', kmsKeyId: 'K1' }, R0, dsse],
    ['DSSE to R2', { sse: 'aws:kms:dsse', kmsKeyId: 'K1' }, R2, dsse],
  ] as const)('%s', (_what, source, rule, expected) => {
    expect(outcomeOf(source, rule)).toBe(expected);
  });

  test.each([
    ['KMS bk0', KMS],
    ['KMS bk1', KMS_BK],
    ['DSSE', { sse: 'aws:kms:dsse' }],
  ] as const)('%s is left out without a replica key, and has no status (F-66)', (_what, source) => {
    expect(outcomeOf(source, R2, false)).toBe('null, no replica');
  });

  test('S3 and PLAIN need no replica key (F-65)', () => {
    expect([outcomeOf({}, R0, false), outcomeOf('plain', R0, false)]).toEqual([s3, s3]);
  });

  test('with bucket keys a second object costs no call (K-22)', () => {
    const run = replicating(R1);
    run.take('ann', put('b/o', KMS_BK));
    run.take('ann', put('b/p', KMS_BK));
    run.take('ann', replicate('b/o'));
    expect(run.calls('ann', replicate('b/p'))).toEqual([]);
    run.take('ann', evict('b'));
    run.take('ann', put('b/q', { ...KMS_BK, kmsKeyId: 'K2' }));
    expect(run.calls('ann', replicate('b/q'))).toEqual(['Decrypt K2 b']);
  });

  test('the calls carry the role (F-73)', () => {
    const run = replicating(R1);
    run.take('ann', put('b/o', KMS));
    expect(run.take('ann', replicate('b/o')).kmsCalls.map(({ by }) => by)).toEqual(['repl', 'repl']);
  });

  test('the pairs of a context go with the replica (F-89)', () => {
    const run = replicating(R0);
    run.take('ann', put('b/o', { ...KMS, context: { a: 'b' } }));
    expect(run.calls('ann', replicate('b/o'))).toEqual(['Decrypt K1 b/o a=b', 'Encrypt KR c/o a=b']);
    expect(run.calls('ann', get('c/o'))).toEqual(['Decrypt KR c/o a=b']);
  });
});

describe('replication status (F-76)', () => {
  const status = (run: ModelRun, name: `${string}/${string}`) => run.take('ann', head(name)).replicationStatus;

  test('an object written under the rule waits, then has a replica', () => {
    const run = replicating(R0);
    run.take('ann', put('b/o'));
    expect(status(run, 'b/o')).toBe('PENDING');
    run.take('ann', replicate('b/o'));
    expect([status(run, 'b/o'), status(run, 'c/o')]).toEqual(['COMPLETED', 'REPLICA']);
  });

  test('an object from before the rule has no status, and is taken up all the same', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    run.take('ann', replication('b', 'c'));
    expect(status(run, 'b/o')).toBeNull();
    run.take('ann', replicate('b/o'));
    expect(status(run, 'b/o')).toBe('COMPLETED');
  });

  test('nothing happens where there is nothing to do', () => {
    const run = replicating(R0);
    const nothing = [replicate('nowhere/o'), replicate('b/none'), replicate('c/o')].map((event) =>
      run.take('ann', event),
    );
    expect(nothing.map((outcome) => [outcome.status, outcome.replicationStatus])).toEqual([
      [200, null],
      [200, null],
      [200, null],
    ]);
  });

  test('what is completed and what is a replica rest', () => {
    const run = replicating(R0);
    run.take('ann', replication('c', 'b'));
    run.take('ann', put('b/o'));
    run.take('ann', replicate('b/o'));
    run.take('ann', put('c/o', {}, OTHER_BODY));
    expect([run.take('ann', replicate('b/o')).replicationStatus, run.take('ann', get('c/o')).contentMd5]).toEqual([
      'COMPLETED',
      OTHER_BODY.md5,
    ]);
    run.take('ann', put('b/p'));
    run.take('ann', replicate('b/p'));
    expect(run.take('ann', replicate('c/p')).replicationStatus).toBe('REPLICA');
  });

  test('a new version waits again', () => {
    const run = replicating(R0);
    run.take('ann', put('b/o'));
    run.take('ann', replicate('b/o'));
    run.take('ann', put('b/o', {}, OTHER_BODY));
    expect(status(run, 'b/o')).toBe('PENDING');
  });

  const refusals = [
    ['a replica key that is none (F-67)', (run: ModelRun) => run.take('ann', replication('b', 'c', 'nonsense'))],
    [
      'a replica key of another region (F-67)',
      (run: ModelRun) => run.take('ann', replication('b', 'c', homeKey('KR').replace('eu-west-1', 'us-east-1'))),
    ],
    ['a disabled replica key', (run: ModelRun) => run.take('ann', { op: 'DisableKey', keyId: 'KR' })],
    ['a disabled source key', (run: ModelRun) => run.take('ann', { op: 'DisableKey', keyId: 'K1' })],
    ['a source key that the role may not use (SC-07)', (run: ModelRun) => run.take('ann', keyPolicy('K1'))],
    [
      'a source the role may not read',
      (run: ModelRun) =>
        run.take('ann', bucketPolicy('b', { effect: 'Deny', principal: '*', actions: ['s3:GetObject'] })),
    ],
    [
      'a destination the role may not write',
      (run: ModelRun) =>
        run.take('ann', bucketPolicy('c', { effect: 'Deny', principal: '*', actions: ['s3:PutObject'] })),
    ],
    ['a destination that is gone', (run: ModelRun) => run.take('ann', { op: 'DeleteBucket', bucket: 'c' })],
  ] as const;
  test.each(refusals)('%s: FAILED, no replica (E-38)', (_why, refuse) => {
    const run = replicating(R0);
    run.take('ann', put('b/o', KMS));
    refuse(run);
    const attempt = run.take('ann', replicate('b/o'));
    expect([attempt.status, attempt.replicationStatus, run.answer('ann', head('c/o'))]).toEqual([200, 'FAILED', '404']);
  });

  test('FAILED is taken up again, and may succeed', () => {
    const run = replicating(R0);
    run.take('ann', put('b/o', KMS));
    run.take('ann', { op: 'DisableKey', keyId: 'KR' });
    run.take('ann', replicate('b/o'));
    run.take('ann', { op: 'EnableKey', keyId: 'KR' });
    expect(run.take('ann', replicate('b/o')).replicationStatus).toBe('COMPLETED');
  });

  test.each([
    [{ op: 'ThrottleKms', on: true }, ' ThrottlingException'],
    [{ op: 'InterruptKms', on: true }, ' unreachable'],
    [{ op: 'InterruptKms', on: true, answersLost: true }, ''],
  ] as const)('%o leaves it waiting, without replica (F-74, U-32)', (fault, result) => {
    const run = replicating(R0);
    run.take('ann', put('b/o', KMS));
    run.take('ann', fault);
    const attempt = run.take('ann', replicate('b/o'));
    expect([attempt.replicationStatus, callsOf(attempt)]).toEqual(['PENDING', [`Decrypt K1 b/o${result}`]]);
    run.take('ann', { op: fault.op, on: false });
    expect(run.take('ann', replicate('b/o')).replicationStatus).toBe('COMPLETED');
  });

  test('an unresolvable replica key is one failed Encrypt with the reference as given', () => {
    const run = replicating(R0);
    run.take('ann', replication('b', 'c', 'alias/nope'));
    run.take('ann', put('b/o', KMS));
    expect(run.calls('ann', replicate('b/o'))).toEqual(['Decrypt K1 b/o', 'Encrypt alias/nope c/o NotFoundException']);
  });

  test('a condition on the objects stops it for what has a bucket key only (SC-04, F-72)', () => {
    const run = replicating(R0);
    run.take('ann', put('b/o', KMS));
    run.take('ann', put('b/p', KMS_BK));
    run.take(
      'ann',
      keyPolicy('K1', { effect: 'Allow', principal: '*', actions: ['kms:Decrypt'], contextArn: 'arn:aws:s3:::b/*' }),
    );
    expect([
      run.take('ann', replicate('b/o')).replicationStatus,
      run.take('ann', replicate('b/p')).replicationStatus,
    ]).toEqual(['COMPLETED', 'FAILED']);
  });

  test('the integrity check needs Decrypt on the replica key, with bucket keys only (F-71, D-09, SC-06)', () => {
    const run = replicating(R0);
    run.take('ann', put('b/o', KMS));
    run.take('ann', put('b/p', KMS_BK));
    run.take('ann', keyPolicy('KR', { effect: 'Allow', principal: '*', actions: ['kms:Encrypt'] }));
    expect([run.take('ann', replicate('b/o')).replicationStatus, run.calls('ann', replicate('b/p'))]).toEqual([
      'COMPLETED',
      ['Decrypt K1 b', 'Encrypt KR c', 'Decrypt KR c AccessDeniedException'],
    ]);
  });
});
