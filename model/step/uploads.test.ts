import { describe, expect, test } from 'vitest';
import {
  abort,
  begin,
  bucketPolicy,
  complete,
  copy,
  encrypt,
  get,
  head,
  keyPolicy,
  listParts,
  part,
  partCopy,
  put,
  replicate,
  replication,
} from '../testing/events.ts';
import { AWS, ModelRun, shownEncryption } from '../testing/model-run.ts';
import { HOME_ACCOUNT, OTHER_ACCOUNT, OTHER_BODY, RULES, TEST_BODY } from '../testing/scene.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';

const KMS: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false };
const BK: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: true };
const DSSE: EncryptionHeaders = { sse: 'aws:kms:dsse', kmsKeyId: 'K1' };

/** A run in which ann has begun an upload of b/o. */
function begun(headers: EncryptionHeaders, run = new ModelRun()): ModelRun {
  run.take('ann', begin('b/o', headers));
  return run;
}

describe('the encryption of an upload', () => {
  test.each([
    ['of the rule', {}, 'aws:kms K1 bk'],
    ['of headers', { sse: 'AES256' }, 'AES256'],
    ['of headers, DSSE', DSSE, 'aws:kms:dsse K1'],
  ] as const)(
    'is settled at creation, %s, and shown by each part and by completion (F-57, F-58)',
    (_, headers, shown) => {
      const run = new ModelRun();
      run.take('ann', encrypt('b', RULES.B2));
      expect(shownEncryption(run.take('ann', begin('b/o', headers)))).toBe(shown);
      run.take('ann', encrypt('b', { ...RULES.B1, KMSMasterKeyID: 'K2' }));
      const answers = [part('b/o', 1), complete('b/o', [1]), head('b/o')].map((event) => run.take('ann', event));
      expect(answers.map(shownEncryption)).toEqual([shown, shown, shown]);
    },
  );

  test('is not that of another upload of the same key', () => {
    const run = new ModelRun();
    run.take('ann', begin('b/o', KMS, 'one'));
    run.take('ann', begin('b/o', BK, 'other'));
    expect(shownEncryption(run.take('ann', part('b/o', 1, TEST_BODY, 'one')))).toBe('aws:kms K1');
    expect(shownEncryption(run.take('ann', part('b/o', 1, TEST_BODY, 'other')))).toBe('aws:kms K1 bk');
  });
});

describe('the KMS calls of an upload', () => {
  test.each([
    ['without bucket key', KMS],
    ['under DSSE', DSSE],
  ])('%s: GenerateDataKey at creation, Decrypt for each part, as whoever sends it (K-14, K-16)', (_, headers) => {
    const run = new ModelRun();
    expect(run.calls('ann', begin('b/o', headers))).toEqual(['GenerateDataKey K1 b/o']);
    expect(run.calls('ann', part('b/o', 1))).toEqual(['Decrypt K1 b/o']);
    expect(run.take('bob', part('b/o', 2)).kmsCalls).toMatchObject([{ operation: 'Decrypt', by: 'bob' }]);
    expect(run.calls('ann', complete('b/o', [1, 2]))).toEqual([]);
    expect(run.calls('ann', get('b/o'))).toEqual(['Decrypt K1 b/o']);
  });

  test('with a bucket key: each requester pays once, and completing costs nothing (K-15, K-17, K-19)', () => {
    const run = begun(BK);
    expect(run.calls('bob', part('b/o', 1))).toEqual(['Decrypt K1 b']);
    expect(run.calls('bob', part('b/o', 2))).toEqual([]);
    expect(run.calls('admin', complete('b/o', [1, 2]))).toEqual([]);
    expect(run.calls('bob', get('b/o'))).toEqual([]);
  });

  test('a second upload by who is warm makes none (K-15, K-05)', () => {
    const run = begun(BK);
    expect(run.calls('ann', begin('b/p', BK, 'v'))).toEqual([]);
  });

  test('where it opens, completing and listing make one Decrypt, and none without KMS (K-19, U-35)', () => {
    const profile = { ...AWS, uploadOpens: [true] };
    const run = begun(KMS, new ModelRun(profile));
    run.take('ann', part('b/o', 1));
    expect(run.calls('bob', listParts('b/o'))).toEqual(['Decrypt K1 b/o']);
    expect(run.calls('bob', complete('b/o', [1]))).toEqual(['Decrypt K1 b/o']);
    const plain = begun({}, new ModelRun(profile));
    expect(plain.calls('ann', listParts('b/o'))).toEqual([]);
  });

  test('a copied part opens its source and the upload, each on its own (K-18)', () => {
    const run = begun(KMS);
    run.take('ann', put('c/x', BK));
    expect(run.calls('bob', partCopy('c/x', 'b/o', 1))).toEqual(['Decrypt K1 c', 'Decrypt K1 b/o']);
    expect(run.calls('bob', partCopy('c/x', 'b/o', 2))).toEqual(['Decrypt K1 b/o']);
    expect(run.calls('bob', partCopy('b/old', 'b/o', 2))).toEqual(['Decrypt K1 b/o']);
  });

  test('aborting and listing make none (K-20)', () => {
    const run = begun(KMS);
    expect([run.calls('ann', listParts('b/o')), run.calls('ann', abort('b/o'))]).toEqual([[], []]);
  });

  test('who may not decrypt can begin an upload, and send nothing to it (F-59, SC-10)', () => {
    const run = new ModelRun();
    const allow = { effect: 'Allow', principal: `arn:aws:iam::${HOME_ACCOUNT}:root`, actions: ['kms:*'] } as const;
    const deny = {
      effect: 'Deny',
      principal: `arn:aws:iam::${HOME_ACCOUNT}:role/bob`,
      actions: ['kms:Decrypt'],
    } as const;
    run.take('ann', keyPolicy('K1', allow, deny));
    expect(run.answer('bob', begin('b/o', KMS))).toBe('200');
    expect(run.answer('bob', part('b/o', 1))).toBe('403 AccessDenied');
    expect(run.answer('ann', complete('b/o', [1]))).toBe('400 InvalidPart');
  });
});

describe('what is made of an upload', () => {
  test('has an ETag of its own class, and in one part the MD5 of the part as content (F-83)', () => {
    const run = begun({});
    expect(run.take('ann', part('b/o', 7)).etag).toBe(TEST_BODY.md5);
    expect(run.take('ann', complete('b/o', [7]))).toMatchObject({ status: 200, sse: 'AES256', etag: '*-1' });
    expect(run.take('ann', get('b/o'))).toMatchObject({ contentMd5: TEST_BODY.md5, etag: '*-1' });
  });

  test('has the parts that were listed, the last of each number, and no others', () => {
    const run = begun({});
    for (const event of [part('b/o', 1), part('b/o', 2), part('b/o', 2, OTHER_BODY), part('b/o', 3)])
      run.take('ann', event);
    run.take('ann', complete('b/o', [2]));
    expect(run.take('ann', get('b/o')).contentMd5).toBe(OTHER_BODY.md5);
  });

  test('is an object like others: a copy has an ETag of its own (F-86), a replica that of its source (F-78)', () => {
    const run = new ModelRun();
    run.take('ann', replication('b', 'd'));
    begun({}, run);
    run.take('ann', part('b/o', 1));
    run.take('ann', complete('b/o', [1]));
    run.take('ann', replicate('b/o'));
    expect(run.take('ann', head('d/o'))).toMatchObject({ etag: '*-1', replicationStatus: 'REPLICA' });
    expect(run.take('ann', copy('b/o', 'c/o')).etag).toBe(TEST_BODY.md5);
  });

  test('is not there before', () => {
    const run = begun({});
    run.take('ann', part('b/o', 1));
    expect(run.answer('ann', get('b/o'))).toBe('404 NoSuchKey');
  });
});

describe('what is refused', () => {
  test.each([
    ['a part', part('b/o', 1)],
    ['a copied part', partCopy('b/old', 'b/o', 1)],
    ['its completion', complete('b/o', [1])],
    ['its abortion', abort('b/o')],
    ['its list', listParts('b/o')],
  ])('%s where there is no upload, is none of that key, or is none any more (E-35)', (_, event) => {
    const run = new ModelRun();
    expect(run.answer('ann', event)).toBe('404 NoSuchUpload');
    run.take('ann', begin('b/p'));
    run.take('ann', begin('c/o'));
    expect(run.answer('ann', event)).toBe('404 NoSuchUpload');
    begun({}, run);
    run.take('ann', abort('b/o'));
    expect(run.answer('ann', event)).toBe('404 NoSuchUpload');
    begun({}, run);
    run.take('ann', part('b/o', 1));
    run.take('ann', complete('b/o', [1]));
    expect(run.answer('ann', event)).toBe('404 NoSuchUpload');
  });

  test('an upload goes with its bucket', () => {
    const run = new ModelRun();
    run.take('ann', begin('c/o'));
    expect(run.answer('ann', { op: 'DeleteBucket', bucket: 'c' })).toBe('204');
    run.take('ann', { op: 'CreateBucket', bucket: 'c' });
    expect(run.answer('ann', part('c/o', 1))).toBe('404 NoSuchUpload');
  });

  test.each([
    [[], '400 *'],
    [[1, 3], '400 InvalidPart'],
    [[2, 1], '400 InvalidPartOrder'],
    [[1, 1], '400 InvalidPartOrder'],
    [[1, 2], '200'],
  ])('the completion of 1 and 2 by %j: %s (E-35)', (parts, answer) => {
    const run = begun({});
    run.take('ann', part('b/o', 1));
    run.take('ann', part('b/o', 2));
    expect(run.answer('ann', complete('b/o', parts))).toBe(answer);
  });

  test('a part but the last that may be too small, where sizes are open (E-35)', () => {
    const run = begun({}, new ModelRun(AWS));
    run.take('ann', part('b/o', 1));
    run.take('ann', part('b/o', 2));
    const codes = (parts: readonly number[]) => run.outcomes('ann', complete('b/o', parts)).map(({ code }) => code);
    expect([codes([2]), codes([1, 2])]).toEqual([[null], [null, 'EntityTooSmall']]);
  });

  test.each([0, 10_001, 1.5])('a part of number %d (F-157)', (number) => {
    expect(begun({}).answer('ann', part('b/o', number))).toBe('400 *');
  });

  test('who may not write may neither begin nor go on, and who began may abort (F-46)', () => {
    const run = new ModelRun();
    const statement = {
      effect: 'Allow',
      principal: `arn:aws:iam::${OTHER_ACCOUNT}:root`,
      actions: ['s3:PutObject'],
    } as const;
    expect(run.answer('eve', begin('b/o'))).toBe('403 AccessDenied');
    run.take('ann', begin('b/o', {}, 'hers'));
    expect(run.answer('eve', part('b/o', 1, TEST_BODY, 'hers'))).toBe('403 AccessDenied');
    run.take('ann', bucketPolicy('b', statement));
    expect(run.answer('eve', begin('b/o'))).toBe('200');
    expect(run.answer('eve', listParts('b/o', 'hers'))).toBe('403 AccessDenied');
    expect(run.answer('eve', abort('b/o', 'hers'))).toBe('403 AccessDenied');
    expect(run.answer('eve', listParts('b/o'))).toBe('200');
    const deny = { effect: 'Deny', principal: '*', actions: ['s3:AbortMultipartUpload'] } as const;
    run.take('ann', bucketPolicy('b', statement, deny));
    expect(run.answer('eve', abort('b/o'))).toBe('403 AccessDenied');
    run.take('ann', bucketPolicy('b'));
    expect(run.answer('eve', abort('b/o'))).toBe('204');
  });

  test('who does not sign for KMS, of a part of a KMS upload (E-16)', () => {
    const run = begun(KMS);
    expect(run.answer('ann-v2', begin('b/p', KMS, 'v'))).toBe('400 InvalidArgument');
    expect(run.answer('ann-v2', part('b/o', 1))).toBe('400 InvalidArgument');
    expect(begun({}).answer('ann-v2', part('b/o', 1))).toBe('200');
  });
});

describe('an upload whose id nobody has seen', () => {
  test('is the one whose id is sent first', () => {
    const run = new ModelRun();
    run.take('ann', begin('b/o', KMS, null));
    expect(shownEncryption(run.take('ann', part('b/o', 1, TEST_BODY, 'x')))).toBe('aws:kms K1');
    expect(run.answer('ann', part('b/o', 1, TEST_BODY, 'y'))).toBe('404 NoSuchUpload');
    expect(run.answer('ann', complete('b/o', [1], 'x'))).toBe('200');
  });
});
