import { describe, expect, test } from 'vitest';
import {
  bucketPolicy,
  copy,
  encrypt,
  get,
  head,
  keyPolicy,
  ofVersion,
  put,
  remove,
  replicate,
  replication,
  update,
  versioning,
} from '../testing/events.ts';
import { answerOf, IDEAL, ModelRun, shownEncryption } from '../testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, OTHER_ACCOUNT, RULES, TEST_BODY } from '../testing/scene.ts';
import { kmsKeyArn } from '../vocabulary/arn.ts';

const K1 = homeKey('K1');
const K2 = homeKey('K2');
const KMS = { sse: 'aws:kms', kmsKeyId: K1 } as const;
const WITH_BUCKET_KEY = { ...KMS, bucketKeyEnabled: true } as const;

/** An object that was written with these headers. */
function written(headers: Parameters<typeof put>[1] = {}, profile = IDEAL): ModelRun {
  const run = new ModelRun(profile);
  run.take('ann', put('b/o', headers));
  return run;
}

describe('an update of the encryption', () => {
  test.each([
    ['AES256 to KMS', {}, undefined, ['Encrypt K2 b/o'], 'aws:kms K2'],
    ['AES256 to KMS with a bucket key', {}, true, ['Encrypt K2 b'], 'aws:kms K2 bk'],
    ['KMS to another key', KMS, false, ['Decrypt K1 b/o', 'Encrypt K2 b/o'], 'aws:kms K2'],
    ['KMS to a bucket key', KMS, true, ['Decrypt K1 b/o', 'Encrypt K2 b'], 'aws:kms K2 bk'],
    ['a bucket key that is cached to none', WITH_BUCKET_KEY, undefined, ['Encrypt K2 b/o'], 'aws:kms K2'],
  ] as const)('K-25, 2.5: %s', (_what, headers, flag, calls, shown) => {
    const run = written(headers);
    expect(run.calls('ann', update('b/o', K2, flag))).toEqual(calls);
    expect(shownEncryption(run.take('ann', get('b/o')))).toBe(shown);
  });

  test('F-147: the flag is off where it is left out, whatever bucket and object have', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B2));
    run.take('ann', put('b/o'));
    expect(run.take('ann', update('b/o', K1)).bucketKeyEnabled).toBeNull();
    expect(shownEncryption(run.take('ann', get('b/o')))).toBe('aws:kms K1');
    expect(run.calls('ann', get('b/o'))).toEqual(['Decrypt K1 b/o']);
  });

  test('F-85, F-149: ETag and content stay, and the answer shows nothing', () => {
    const run = written();
    expect(run.take('ann', update('b/o', K1, true))).toMatchObject({ status: 200, sse: null, etag: null });
    expect(run.take('ann', get('b/o'))).toMatchObject({ etag: TEST_BODY.md5, contentMd5: TEST_BODY.md5 });
    const opaque = written(KMS);
    const { etag } = opaque.take('ann', head('b/o'));
    opaque.take('ann', update('b/o', K2));
    expect(opaque.take('ann', head('b/o')).etag).toBe(etag);
  });

  test('F-79: it is not replicated for that', () => {
    const run = new ModelRun();
    run.take('ann', replication('b', 'c', 'KR'));
    run.take('ann', put('b/o'));
    run.take('ann', replicate('b/o'));
    run.take('ann', update('b/o', K1));
    expect(run.take('ann', head('b/o')).replicationStatus).toBe('COMPLETED');
    expect(shownEncryption(run.take('ann', head('c/o')))).toBe('AES256');
  });

  test('a copy of it is written anew, with an ETag of its own (F-86)', () => {
    const run = written();
    run.take('ann', update('b/o', K1));
    expect(run.take('ann', copy('b/o', 'c/o', KMS)).etag).not.toBe(TEST_BODY.md5);
  });

  test('F-149: no version is made, and the one that is named is updated', () => {
    const run = new ModelRun();
    run.take('ann', versioning('b', 'Enabled'));
    for (let count = 0; count < 2; count++) run.take('ann', put('b/o'));
    run.take('ann', ofVersion(update('b/o', K1), '#1'));
    expect(shownEncryption(run.take('ann', ofVersion(head('b/o'), '#1')))).toBe('aws:kms K1');
    expect(shownEncryption(run.take('ann', head('b/o')))).toBe('AES256');
    expect(run.answer('ann', ofVersion(head('b/o'), '#3'))).toBe('404');
  });
});

describe('which calls it makes is open (U-22)', () => {
  const open = { ...IDEAL, rewrapsBy: ['Encrypt', 'GenerateDataKey', 'ReEncrypt'] } as const;

  test.each([
    ['Encrypt', KMS, undefined, ['Decrypt K1 b/o', 'Encrypt K2 b/o']],
    ['GenerateDataKey', KMS, undefined, ['Decrypt K1 b/o', 'GenerateDataKey K2 b/o']],
    ['ReEncrypt', KMS, undefined, ['ReEncrypt K2 b/o']],
    ['GenerateDataKey', {}, true, ['GenerateDataKey K2 b']],
  ] as const)('%s', (rewrapsBy, headers, flag, calls) => {
    expect(written(headers, open).calls('ann', update('b/o', K2, flag), { rewrapsBy })).toEqual(calls);
  });

  test('ReEncrypt wants two KMS keys, and no bucket key on either side', () => {
    const operations = (headers: Parameters<typeof put>[1], flag?: boolean) =>
      written(headers, open)
        .outcomes('ann', update('b/o', K2, flag))
        .flatMap(({ kmsCalls }) => kmsCalls.map(({ operation }) => operation));
    expect(operations(KMS)).toContain('ReEncrypt');
    for (const [headers, flag] of [[{}], [KMS, true], [WITH_BUCKET_KEY]] as const)
      expect(operations(headers, flag)).not.toContain('ReEncrypt');
  });

  test.each([
    ['K1', 'kms:ReEncryptFrom'],
    ['K2', 'kms:ReEncryptTo'],
  ] as const)('ReEncrypt is refused where %s does not allow %s', (keyId, action) => {
    const run = written(KMS, open);
    run.take(
      'ann',
      keyPolicy(
        keyId,
        { effect: 'Allow', principal: '*', actions: ['kms:*'] },
        { effect: 'Deny', principal: '*', actions: [action] },
      ),
    );
    const outcome = run.take('ann', update('b/o', K2), { rewrapsBy: 'ReEncrypt' });
    expect(answerOf(outcome)).toBe('403 AccessDenied');
    expect(outcome.kmsCalls).toMatchObject([{ operation: 'ReEncrypt', result: 'AccessDeniedException' }]);
    expect(shownEncryption(run.take('ann', get('b/o')))).toBe('aws:kms K1');
  });
});

describe('what it does not take', () => {
  test.each([
    ['an alias ARN (F-172)', `arn:aws:kms:eu-west-1:${HOME_ACCOUNT}:alias/x`, '400 InvalidRequest'],
    ['an alias', 'alias/x', '400 InvalidRequest'],
    ['a bare key id (F-148)', 'K1', '400 InvalidRequest'],
    ['a key of another account (F-150)', kmsKeyArn(OTHER_ACCOUNT, 'KA'), '403 AccessDenied'],
    ['a key that is not there', homeKey('K0'), '400 KMS.NotFoundException'],
  ])('%s', (_what, arn, answer) => {
    expect(written().answer('ann', update('b/o', arn))).toBe(answer);
  });

  test('a key of another account of the organization, unless AWS lets it in (F-150)', () => {
    const run = written({}, { ...IDEAL, updateKeyAccount: ['organization'] });
    run.take('eve', keyPolicy('KA', { effect: 'Allow', principal: '*', actions: ['kms:*'] }));
    expect(run.answer('ann', update('b/o', kmsKeyArn(OTHER_ACCOUNT, 'KA')))).toBe('200');
  });

  test('what is not encrypted, or doubly, and stays so (F-148)', () => {
    const run = written({ sse: 'aws:kms:dsse', kmsKeyId: K1 });
    expect(run.answer('ann', update('b/old', K1))).toBe('400 InvalidRequest');
    expect(run.answer('ann', update('b/o', K1))).toBe('400 InvalidRequest');
    expect(shownEncryption(run.take('ann', head('b/o')))).toBe('aws:kms:dsse K1');
  });

  test('what is not there (F-150), in a bucket that is not there', () => {
    const run = written();
    expect(run.answer('ann', update('b/none', K1))).toBe('404 NoSuchKey');
    expect(run.answer('ann', update('none/o', K1))).toBe('404 NoSuchBucket');
    run.take('ann', versioning('b', 'Enabled'));
    run.take('ann', remove('b/o'));
    expect(run.answer('ann', update('b/o', K1))).toBe('404 NoSuchKey');
  });

  test('a signature that is not of version 4 (F-148)', () => {
    expect(written().answer('ann-v2', update('b/o', K1))).toBe('400 InvalidRequest');
  });

  test('who may not do it, nor write, where that is asked as well (F-151)', () => {
    const denies = (action: 's3:UpdateObjectEncryption' | 's3:PutObject') =>
      bucketPolicy('b', { effect: 'Deny', principal: '*', actions: [action] });
    for (const [updateNeedsPut, action, answer] of [
      [true, 's3:UpdateObjectEncryption', '403 AccessDenied'],
      [true, 's3:PutObject', '403 AccessDenied'],
      [false, 's3:UpdateObjectEncryption', '403 AccessDenied'],
      [false, 's3:PutObject', '200'],
    ] as const) {
      const run = written({}, { ...IDEAL, updateNeedsPut: [updateNeedsPut] });
      run.take('ann', denies(action));
      expect(run.answer('ann', update('b/o', K1))).toBe(answer);
    }
  });
});
