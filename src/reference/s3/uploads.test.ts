import { describe, expect, test } from 'vitest';
import { abort, begin, complete, listParts, part, partCopy } from '../../../model/testing/events.ts';
import { homeKey } from '../../../model/testing/scene.ts';
import { UPLOAD_PARTS } from '../parts/uploads.ts';
import { bodyOf, ReferenceRun, summary } from '../testing/reference-run.ts';
import { RULES_BY_ARN } from '../testing/rules.ts';

const K1 = homeKey('K1');
const KMS = { sse: 'aws:kms', kmsKeyId: K1, bucketKeyEnabled: false } as const;
const BK = { sse: 'aws:kms', kmsKeyId: K1, bucketKeyEnabled: true } as const;

describe('a multipart upload', () => {
  test('is read back whole, its parts in the order of their numbers', async () => {
    const run = new ReferenceRun();
    await run.does('ann', begin('b/o', BK));
    await run.does('bob', part('b/o', 2, bodyOf('world')));
    await run.does('ann', part('b/o', 1, bodyOf('hello ')));
    await run.does('ann', part('b/o', 3, bodyOf('!')));
    await run.does('ann', complete('b/o', [1, 2]));
    expect(await run.get('ann', 'b', 'o')).toMatchObject({ status: 200, contentMd5: bodyOf('hello world').md5 });
  });

  test('is encrypted as was settled when it began (F-57, F-58)', async () => {
    const run = new ReferenceRun();
    await run.rule('b', RULES_BY_ARN.B2);
    const settled = { sse: 'aws:kms', kmsKeyArn: K1, bucketKeyEnabled: true };
    expect(await run.does('ann', begin('b/o'))).toMatchObject({ ...settled, etag: null });
    await run.rule('b', null);
    expect(await run.does('ann', part('b/o', 1))).toMatchObject(settled);
    expect(await run.does('ann', complete('b/o', [1]))).toMatchObject(settled);
    expect(await run.get('ann', 'b', 'o')).toMatchObject(settled);
  });

  test('has one data key: GenerateDataKey once, and a Decrypt for each part (K-14, K-16)', async () => {
    const run = new ReferenceRun();
    expect(summary((await run.does('ann', begin('b/o', KMS))).kmsCalls)).toEqual(['GenerateDataKey arn:aws:s3:::b/o']);
    const sent = [await run.does('ann', part('b/o', 1)), await run.does('bob', part('b/o', 2))];
    expect(sent.map(({ kmsCalls }) => summary(kmsCalls))).toEqual([
      ['Decrypt arn:aws:s3:::b/o'],
      ['Decrypt arn:aws:s3:::b/o'],
    ]);
    const [one, other] = sent.map(({ internals }) => internals?.seals[0]);
    expect(one?.key).toBe(other?.key);
    expect(one?.nonce).not.toBe(other?.nonce);
    expect((await run.does('ann', complete('b/o', [1, 2]))).kmsCalls).toEqual([]);
  });

  test('has the ETag of its parts (F-83)', async () => {
    const run = new ReferenceRun();
    await run.does('ann', begin('b/o'));
    const { etag } = await run.does('ann', part('b/o', 1));
    expect((await run.does('ann', complete('b/o', [1]))).etag).toBe(UPLOAD_PARTS.etagOf([etag ?? '']));
    // As AWS was recorded to answer.
    expect(UPLOAD_PARTS.etagOf(['1a9f0234d9c670a8c2f8b1ceda267641'])).toBe('93a0cb8ec20934211e19adabef9a6407-1');
  });

  test('takes what is copied, under whatever that lies (K-18)', async () => {
    const run = new ReferenceRun();
    await run.put('ann', 'c', 'x', KMS, 'copied');
    await run.does('ann', begin('b/o', BK));
    expect(summary((await run.does('bob', partCopy('c/x', 'b/o', 1))).kmsCalls)).toEqual([
      'Decrypt arn:aws:s3:::c/x',
      'Decrypt arn:aws:s3:::b',
    ]);
    await run.does('bob', complete('b/o', [1]));
    expect(await run.get('bob', 'b', 'o')).toMatchObject({ contentMd5: bodyOf('copied').md5 });
  });

  test('is gone once it is aborted, completed, or its bucket deleted (E-35)', async () => {
    const run = new ReferenceRun();
    await run.does('ann', begin('b/o'));
    expect((await run.does('ann', listParts('b/o'))).status).toBe(200);
    expect((await run.does('ann', abort('b/o'))).status).toBe(204);
    expect(await run.does('ann', listParts('b/o'))).toMatchObject({ status: 404, code: 'NoSuchUpload' });
    await run.does('ann', begin('c/o'));
    await run.does('ann', { op: 'DeleteBucket', bucket: 'c' });
    await run.does('ann', { op: 'CreateBucket', bucket: 'c' });
    expect(await run.does('ann', part('c/o', 1))).toMatchObject({ status: 404, code: 'NoSuchUpload' });
  });
});
