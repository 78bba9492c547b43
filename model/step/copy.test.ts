import { describe, expect, test } from 'vitest';
import { copy, encrypt, get, head, keyPolicy, put } from '../testing/events.ts';
import { answerOf, callsOf, ModelRun, shownEncryption } from '../testing/model-run.ts';
import { RULES, TEST_BODY } from '../testing/scene.ts';
import type { EncryptionHeaders, EncryptionRule } from '../vocabulary/encryption.ts';

const K9: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: 'K9' };
const K9_BK: EncryptionHeaders = { ...K9, bucketKeyEnabled: true };
const TO_K1_BK: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: true };

/** Copies `b/src`, written with these headers, to `c/dst` in a bucket with this rule. */
function copied(source: EncryptionHeaders, rule: EncryptionRule, headers: EncryptionHeaders): string {
  const run = new ModelRun();
  run.take('ann', encrypt('c', rule));
  const before = run.take('ann', put('b/src', source));
  const outcome = run.take('ann', copy('b/src', 'c/dst', headers));
  expect(run.take('ann', get('c/dst')).contentMd5).toBe(TEST_BODY.md5);
  const etag = outcome.etag === before.etag ? 'same' : outcome.etag === TEST_BODY.md5 ? 'md5' : 'opaque';
  return `${shownEncryption(outcome)}, ${etag}`;
}

describe('CopyObject takes the destination, F-47, F-48, F-86', () => {
  const cases: readonly (readonly [string, EncryptionHeaders, EncryptionRule, EncryptionHeaders, string])[] = [
    ['S3 to B0: same MD5', {}, RULES.B0, {}, 'AES256, same'],
    ['S3 to B1', {}, RULES.B1, {}, 'aws:kms K1, opaque'],
    ['S3 to B2 (F-167)', {}, RULES.B2, {}, 'aws:kms K1 bk, opaque'],
    ['KMS K9 with bucket key to B0: lost, MD5', K9_BK, RULES.B0, {}, 'AES256, md5'],
    [
      'KMS K9 with bucket key to B0, aws:kms asked for (F-49)',
      K9_BK,
      RULES.B0,
      { sse: 'aws:kms' },
      'aws:kms aws/s3, opaque',
    ],
    ['KMS K9 with bucket key to B1: the flag is lost (D-07)', K9_BK, RULES.B1, {}, 'aws:kms K1, opaque'],
    ['KMS K9 without bucket key to B2', K9, RULES.B2, {}, 'aws:kms K1 bk, opaque'],
    ['KMS K9 with context to B2', { ...K9, context: { a: 'b' } }, RULES.B2, {}, 'aws:kms K1 bk, opaque'],
    ['DSSE to B0', { sse: 'aws:kms:dsse' }, RULES.B0, {}, 'AES256, md5'],
  ];
  test.each(cases)('%s', (_what, source, rule, headers, expected) => {
    expect(copied(source, rule, headers)).toBe(expected);
  });

  test('a plain object is encrypted by being copied (F-33)', () => {
    const outcome = new ModelRun().take('ann', copy('b/old', 'c/dst'));
    expect([shownEncryption(outcome), outcome.etag]).toEqual(['AES256', TEST_BODY.md5]);
  });

  test("the source's context is not carried over (F-50)", () => {
    const run = new ModelRun();
    run.take('ann', put('b/src', { ...K9, context: { a: 'b' } }));
    expect(run.calls('ann', copy('b/src', 'c/dst', K9))).toEqual(['Decrypt K9 b/src a=b', 'GenerateDataKey K9 c/dst']);
    expect(run.calls('ann', get('c/dst'))).toEqual(['Decrypt K9 c/dst']);
  });
});

describe('KMS calls of a copy (K-13, F-52)', () => {
  test.each([
    ['S3', {}, []],
    ['KMS without bucket key: the ARN of the object', K9, ['Decrypt K9 b/src']],
    ['DSSE: the ARN of the object', { sse: 'aws:kms:dsse', kmsKeyId: 'K9' }, ['Decrypt K9 b/src']],
  ] as const)('a source under %s', (_what, headers, calls) => {
    const run = new ModelRun();
    run.take('ann', put('b/src', headers));
    expect([run.calls('bob', copy('b/src', 'c/dst')), run.calls('bob', copy('b/src', 'c/dst'))]).toEqual([
      calls,
      calls,
    ]);
  });

  test('a source with bucket key: the ARN of the bucket, and nothing when warm', () => {
    const run = new ModelRun();
    run.take('ann', put('b/src', K9_BK));
    expect([run.calls('bob', copy('b/src', 'c/dst')), run.calls('bob', copy('b/src', 'c/dst'))]).toEqual([
      ['Decrypt K9 b'],
      [],
    ]);
  });

  test('the source is opened first; when that fails the request ends there, and nothing is written (E-02)', () => {
    const run = new ModelRun();
    run.take('ann', put('b/src', K9));
    run.take('ann', keyPolicy('K9'));
    const outcome = run.take('ann', copy('b/src', 'c/dst', { sse: 'aws:kms', kmsKeyId: 'K1' }));
    expect([answerOf(outcome), ...callsOf(outcome)]).toEqual([
      '403 AccessDenied',
      'Decrypt K9 b/src AccessDeniedException',
    ]);
    expect(run.answer('ann', head('c/dst'))).toBe('404');
  });

  test('a source that was opened stays warm although the destination is refused', () => {
    const run = new ModelRun();
    run.take('ann', put('b/src', K9_BK));
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    const toK1 = copy('b/src', 'c/dst', { sse: 'aws:kms', kmsKeyId: 'K1' });
    expect([run.calls('bob', toK1), run.calls('bob', toK1)]).toEqual([
      ['Decrypt K9 b', 'GenerateDataKey K1 c/dst DisabledException'],
      ['GenerateDataKey K1 c/dst DisabledException'],
    ]);
  });
});

describe('a copy onto itself (F-51)', () => {
  test('without change in a bucket nobody configured: 400, and nothing is asked of KMS (E-26)', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    const outcome = run.take('ann', copy('b/o', 'b/o'));
    expect([answerOf(outcome), outcome.kmsCalls]).toEqual(['400 InvalidRequest', []]);
  });

  test('with AES256 in a bucket nobody configured: 200, same MD5', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    const outcome = run.take('ann', copy('b/o', 'b/o', { sse: 'AES256' }));
    expect([shownEncryption(outcome), outcome.etag]).toEqual(['AES256', TEST_BODY.md5]);
  });

  test('in a bucket with a rule of its own it takes that rule: a bucket key for an object without (SC-14)', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o', { sse: 'aws:kms', kmsKeyId: 'K1' }));
    run.take('ann', encrypt('b', RULES.B2));
    expect(shownEncryption(run.take('ann', copy('b/o', 'b/o')))).toBe('aws:kms K1 bk');
  });

  test('that asks for a bucket key gets it (B1)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B1));
    run.take('ann', put('b/o'));
    expect(shownEncryption(run.take('ann', copy('b/o', 'b/o', TO_K1_BK)))).toBe('aws:kms K1 bk');
  });

  test('the measured sequence: aws:kms in an AES256 bucket, then back without header (F-49)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B0));
    run.take('ann', put('b/o', K9_BK));
    const first = run.take('ann', copy('b/o', 'b/o', { sse: 'aws:kms' }));
    const second = run.take('ann', copy('b/o', 'b/o'));
    expect([shownEncryption(first), shownEncryption(second), second.etag]).toEqual([
      'aws:kms aws/s3',
      'AES256',
      TEST_BODY.md5,
    ]);
  });

  test('of a plain object changes it even in a bucket nobody configured (F-33)', () => {
    expect(shownEncryption(new ModelRun().take('ann', copy('b/old', 'b/old')))).toBe('AES256');
  });

  test('is refused again once the rule was deleted (F-15, U-29)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B0));
    run.take('ann', put('b/o'));
    expect(run.answer('ann', copy('b/o', 'b/o'))).toBe('200');
    run.take('ann', { op: 'DeleteBucketEncryption', bucket: 'b' });
    expect(run.answer('ann', copy('b/o', 'b/o'))).toBe('400 InvalidRequest');
  });

  test.each(['metadata', 'storageClass', 'websiteRedirect'] as const)('that changes its %s is accepted', (change) => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    expect(run.answer('ann', { ...copy('b/o', 'b/o'), changes: [] })).toBe('400 InvalidRequest');
    expect(run.answer('ann', { ...copy('b/o', 'b/o'), changes: [change] })).toBe('200');
  });

  test('under another key name is no copy onto itself', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    expect([run.answer('ann', copy('b/o', 'b/p')), run.answer('ann', copy('b/o', 'c/o'))]).toEqual(['200', '200']);
  });
});
