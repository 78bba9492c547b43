import { describe, expect, test } from 'vitest';
import { encrypt, get, head, put, remove } from '../testing/events.ts';
import { callsOf, ModelRun, shownEncryption } from '../testing/model-run.ts';
import { HOME_ACCOUNT, OTHER_BODY, RULES, TEST_BODY } from '../testing/scene.ts';
import { aliasArn } from '../vocabulary/arn.ts';
import type { EncryptionHeaders, EncryptionRule } from '../vocabulary/encryption.ts';

/** What a PutObject by `ann` shows and asks of KMS; a rule of undefined = nobody ever set one. */
function written(rule: EncryptionRule | undefined, headers: EncryptionHeaders): string {
  const run = new ModelRun();
  if (rule !== undefined) run.take('ann', encrypt('b', rule));
  const outcome = run.take('ann', put('b/o', headers));
  const etag = outcome.etag === TEST_BODY.md5 ? 'md5' : 'opaque';
  return `${shownEncryption(outcome)}, ${etag}, ${callsOf(outcome).join(' + ') || 'no call'}`;
}

describe('PutObject: headers shown, ETag and KMS calls (P1 to P11, P14, P15, K-01 to K-03)', () => {
  const S3 = 'AES256, md5, no call';
  const cases: readonly (readonly [
    what: string,
    rule: EncryptionRule | undefined,
    headers: EncryptionHeaders,
    written: string,
  ])[] = [
    ['nobody set a rule (F-02)', undefined, {}, S3],
    ['P1 on B0', RULES.B0, {}, S3],
    ['P1 on B1', RULES.B1, {}, 'aws:kms K1, opaque, GenerateDataKey K1 b/o'],
    ['P1 on B2 (F-25)', RULES.B2, {}, 'aws:kms K1 bk, opaque, GenerateDataKey K1 b'],
    ['P1 on B3 (F-12)', RULES.B3, {}, 'aws:kms aws/s3 bk, opaque, GenerateDataKey aws/s3 b'],
    ['P1 on B4 (F-84)', RULES.B4, {}, 'aws:kms:dsse K1, opaque, GenerateDataKey K1 b/o'],
    ['P2 on B2', RULES.B2, { sse: 'AES256' }, S3],
    ['P3 on B2 (F-24)', RULES.B2, { sse: 'aws:kms' }, 'aws:kms aws/s3 bk, opaque, GenerateDataKey aws/s3 b'],
    [
      'the alias of aws/s3 in a rule (F-185)',
      { ...RULES.B2, KMSMasterKeyID: 'alias/aws/s3' },
      {},
      'aws:kms aws/s3 bk, opaque, GenerateDataKey aws/s3 b',
    ],
    [
      'and its ARN in a header',
      RULES.B1,
      { sse: 'aws:kms', kmsKeyId: aliasArn(HOME_ACCOUNT, 'alias/aws/s3') },
      'aws:kms aws/s3, opaque, GenerateDataKey aws/s3 b/o',
    ],
    ['P4 on B2 (F-28)', RULES.B2, { sse: 'aws:kms', kmsKeyId: 'K2' }, 'aws:kms K2 bk, opaque, GenerateDataKey K2 b'],
    [
      'P5 on B0',
      RULES.B0,
      { sse: 'aws:kms', bucketKeyEnabled: true },
      'aws:kms aws/s3 bk, opaque, GenerateDataKey aws/s3 b',
    ],
    [
      'P6 on B2 (D-03)',
      RULES.B2,
      { sse: 'aws:kms', kmsKeyId: 'K2', bucketKeyEnabled: false },
      'aws:kms K2, opaque, GenerateDataKey K2 b/o',
    ],
    ['P7 on B0, ignored', RULES.B0, { bucketKeyEnabled: true }, S3],
    ['P8 on B2', RULES.B2, { bucketKeyEnabled: false }, 'aws:kms K1, opaque, GenerateDataKey K1 b/o'],
    ['P10 on B2', RULES.B2, { sse: 'aws:kms:dsse' }, 'aws:kms:dsse aws/s3, opaque, GenerateDataKey aws/s3 b/o'],
    [
      'P14 on B2 keeps the bucket key',
      RULES.B2,
      { context: { a: 'b' } },
      'aws:kms K1 bk, opaque, GenerateDataKey K1 b',
    ],
    [
      'P14 on B1 sends the pairs (F-89)',
      RULES.B1,
      { context: { a: 'b' } },
      'aws:kms K1, opaque, GenerateDataKey K1 b/o a=b',
    ],
    ['context of an object that needs no KMS goes nowhere', RULES.B0, { context: { a: 'b' } }, S3],
    ['a flag on an AES256 rule is inert (F-06, D-01)', { ...RULES.B0, BucketKeyEnabled: true }, {}, S3],
  ];
  test.each(cases)('%s', (_what, rule, headers, expected) => {
    expect(written(rule, headers)).toBe(expected);
  });

  test('nothing but status, encryption and ETag is shown (F-26, F-43)', () => {
    const { contentMd5, replicationStatus, rule, code } = new ModelRun().take('ann', put('b/o'));
    expect([contentMd5, replicationStatus, rule, code]).toEqual([null, null, null, null]);
  });
});

describe('what is stored', () => {
  test('stays as it was written when the rule changes; only later writes follow the new one (F-13, F-27, F-40)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B2));
    const first = run.take('ann', put('b/o'));
    run.take('ann', encrypt('b', RULES.B0));
    const later = run.take('ann', head('b/o'));
    expect([shownEncryption(later), later.etag]).toEqual([shownEncryption(first), first.etag]);
    expect(shownEncryption(run.take('ann', put('b/p')))).toBe('AES256');
    run.take('ann', { op: 'DeleteBucketEncryption', bucket: 'b' });
    expect(shownEncryption(run.take('ann', get('b/o')))).toBe('aws:kms K1 bk');
  });

  test('is the content of the last write, with an opaque ETag drawn anew each time (F-81)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B1));
    const first = run.take('ann', put('b/o'));
    const second = run.take('ann', put('b/o', {}, OTHER_BODY));
    expect(second.etag).not.toBe(first.etag);
    const read = run.take('ann', get('b/o'));
    expect([read.contentMd5, read.etag]).toEqual([OTHER_BODY.md5, second.etag]);
  });

  test('a write that is refused leaves what was there', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    expect(run.answer('ann', put('b/o', { sse: 'aws:kms', kmsKeyId: 'K1' }, OTHER_BODY))).toBe(
      '400 KMS.DisabledException',
    );
    expect([shownEncryption(run.take('ann', head('b/o'))), run.take('ann', get('b/o')).contentMd5]).toEqual([
      'AES256',
      TEST_BODY.md5,
    ]);
  });

  test('is gone after DeleteObject, which is no error twice (K-12)', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    expect([run.answer('ann', remove('b/o')), run.answer('ann', remove('b/o')), run.answer('ann', get('b/o'))]).toEqual(
      ['204', '204', '404 NoSuchKey'],
    );
  });

  test('a plain object of before 2023 shows no encryption, its MD5, and needs no KMS (F-33, F-80)', () => {
    const outcome = new ModelRun().take('ann', get('b/old'));
    expect([shownEncryption(outcome), outcome.etag, outcome.kmsCalls]).toEqual(['none', TEST_BODY.md5, []]);
  });
});

describe('whose key it is', () => {
  test('an alias means a key of whoever writes (F-10)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('c', { ...RULES.B2, KMSMasterKeyID: 'alias/x' }));
    run.take('ann', {
      op: 'PutBucketPolicy',
      bucket: 'c',
      statements: [{ effect: 'Allow', principal: '*', actions: ['s3:*'] }],
    });
    expect([shownEncryption(run.take('ann', put('c/o'))), shownEncryption(run.take('eve', put('c/o')))]).toEqual([
      'aws:kms K1 bk',
      'aws:kms KA bk',
    ]);
  });

  test('no key id means the managed key of whoever writes, which no other account can use (F-12, E-39)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('c', RULES.B3));
    run.take('ann', {
      op: 'PutBucketPolicy',
      bucket: 'c',
      statements: [{ effect: 'Allow', principal: '*', actions: ['s3:*'] }],
    });
    expect(run.take('eve', put('c/o')).kmsKeyArn).toBe('arn:aws:kms:eu-west-1:222222222222:key/aws-s3-222222222222');
    expect([run.answer('eve', get('c/o')), run.answer('ann', get('c/o'))]).toEqual(['200', '403 AccessDenied']);
  });

  test('retargeting an alias changes later writes only (F-126)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', { ...RULES.B2, KMSMasterKeyID: 'alias/x' }));
    run.take('ann', put('b/o'));
    run.take('ann', { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K2' });
    expect([shownEncryption(run.take('ann', put('b/p'))), shownEncryption(run.take('ann', get('b/o')))]).toEqual([
      'aws:kms K2 bk',
      'aws:kms K1 bk',
    ]);
  });

  test('a call carries the name of the requester (F-100)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B2));
    expect(run.take('ann-again', put('b/o')).kmsCalls.map(({ by }) => by)).toEqual(['ann-again']);
  });
});
