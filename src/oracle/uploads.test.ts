import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { EncryptionHeaders, Observation } from '../../model/index.ts';
import { abort, begin, complete, get, head, listParts, part, partCopy, put } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { homeKey, OTHER_BODY, SCENE, TEST_BODY } from '../../model/testing/scene.ts';
import { multipartEtagOf } from './multipart-etag.ts';
import { call, OracleRun, seen, seenRefusal, TAG, TAG2, wroteBk, wroteKms, wroteS3 } from './testing/oracle-run.ts';

const KMS: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false };
const BK: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: true };
const STRICT_AWS = { ...AWS, transientErrors: false };

/** An answer without ETag. */
function began(shown: Observation): Observation {
  return { ...shown, etag: null };
}

const GENERATED = call('GenerateDataKey', 'ann', 'b/o');
const OPENED = call('Decrypt', 'ann', 'b/o');
/** MD5 of the bytes of one part ETag, as recorded of AWS: -1 goes with it (F-83). */
const RECORDED_PART = '1a9f0234d9c670a8c2f8b1ceda267641';
const RECORDED = '93a0cb8ec20934211e19adabef9a6407-1';

/** An upload of b/o under K1 without bucket key, with one part. */
function withPart(trial: OracleRun, etag = TAG): OracleRun {
  return trial
    .given('ann', begin('b/o', KMS), began(wroteKms('K1', TAG, GENERATED)))
    .given('ann', part('b/o', 1), wroteKms('K1', etag, OPENED));
}

describe('the ETag of what is made of parts (F-83)', () => {
  test('is that which AWS was recorded to give', () => {
    expect(
      withPart(new OracleRun(IDEAL), RECORDED_PART).see('ann', complete('b/o', [1]), wroteKms('K1', RECORDED)),
    ).toBe('conforms');
  });

  test('is of the bytes of all its parts, one after the other', () => {
    const bytes = createHash('md5').update(Buffer.from(TAG, 'hex')).update(Buffer.from(TAG2, 'hex'));
    expect(multipartEtagOf([TAG, TAG2])).toBe(`${bytes.digest('hex')}-2`);
  });

  test.each([
    ['of another value', '0'.repeat(32).concat('-1')],
    ['of another number', RECORDED.replace('-1', '-2')],
    ['without a number', RECORDED.slice(0, 32)],
    ['that is not known', '*-1'],
  ])('is none %s', (_, etag) => {
    expect(withPart(new OracleRun(IDEAL), RECORDED_PART).see('ann', complete('b/o', [1]), wroteKms('K1', etag))).toBe(
      'violates',
    );
  });

  test('is learnt when it is shown where the ETag of a part was not seen, and stays', () => {
    const trial = new OracleRun(IDEAL);
    const { etag: _, ...unseen } = wroteKms('K1', TAG, OPENED);
    trial.given('ann', begin('b/o', KMS), began(wroteKms('K1', TAG, GENERATED))).given('ann', part('b/o', 1), unseen);
    const { etag: __, ...completed } = wroteKms('K1', TAG);
    trial.given('ann', complete('b/o', [1]), completed);
    expect(trial.see('ann', head('b/o'), wroteKms('K1', `${TAG}-1`))).toBe('conforms');
    expect(trial.see('ann', head('b/o'), wroteKms('K1', `${TAG2}-1`))).toBe('violates');
  });
});

describe('the content of what is made of parts', () => {
  test('is learnt when it is read where there are several, and stays', () => {
    const trial = new OracleRun(IDEAL);
    trial.given('ann', begin('b/o'), began(wroteS3()));
    trial.given('ann', part('b/o', 1), wroteS3());
    trial.given('ann', part('b/o', 2, OTHER_BODY), { ...wroteS3(), etag: OTHER_BODY.md5 });
    const { etag: _, ...completed } = wroteS3();
    trial.given('ann', complete('b/o', [1, 2]), completed);
    const read = (md5: string): Observation => ({ status: 200, contentMd5: md5 });
    expect(trial.see('ann', get('b/o'), read(TAG))).toBe('conforms');
    expect(trial.see('ann', get('b/o'), read(TAG2))).toBe('violates');
  });
});

describe('what KMS is asked for', () => {
  test('a part without its Decrypt is refused (K-16)', () => {
    const trial = new OracleRun(AWS).given('ann', begin('b/o', KMS), began(wroteKms('K1', TAG, GENERATED)));
    expect(trial.see('ann', part('b/o', 1), wroteKms('K1', TAG))).toBe('violates');
  });

  test('a part of who is warm needs none, and one of who is cold does (K-17)', () => {
    const trial = new OracleRun(IDEAL);
    trial.given('ann', begin('b/o', BK), began(wroteBk('K1', TAG, call('GenerateDataKey', 'ann', 'b'))));
    trial.given('bob', part('b/o', 1), wroteBk('K1', TAG, call('Decrypt', 'bob', 'b')));
    trial.given('bob', part('b/o', 2), wroteBk('K1', TAG2));
    expect(trial.see('admin', part('b/o', 3), wroteBk('K1', TAG))).toBe('violates');
  });

  test.each([
    ['completed', complete('b/o', [1]), { ...wroteKms('K1', TAG), etag: undefined }],
    ['listed', listParts('b/o'), seen(200)],
  ])('an upload is %s with a Decrypt or without, and with no two (K-19, U-35)', (_, event, { etag, ...shown }) => {
    const answers = [[], [OPENED], [OPENED, OPENED]].map((kmsCalls) =>
      withPart(new OracleRun(STRICT_AWS)).see('ann', event, {
        ...shown,
        ...(etag === undefined ? {} : { etag }),
        kmsCalls,
      }),
    );
    expect(answers).toEqual(['conforms', 'conforms', 'violates']);
  });

  test('a copied part has a Decrypt for each side (K-18)', () => {
    const both = [call('Decrypt', 'ann', 'c/x'), OPENED];
    const verdicts = [both, both.slice(1), both.slice(0, 1)].map((kmsCalls) => {
      const trial = withPart(new OracleRun(STRICT_AWS));
      trial.given('ann', put('c/x', KMS), wroteKms('K1', TAG2, call('GenerateDataKey', 'ann', 'c/x')));
      return trial.see('ann', partCopy('c/x', 'b/o', 2), wroteKms('K1', '3'.repeat(32), ...kmsCalls));
    });
    expect(verdicts).toEqual(['conforms', 'violates', 'violates']);
  });
});

describe('which upload it is', () => {
  test('one whose id nobody has seen: each of several is tried', () => {
    const trial = new OracleRun(IDEAL);
    trial.given('ann', begin('b/o', KMS, null), began(wroteKms('K1', TAG, GENERATED)));
    trial.given('ann', begin('b/o', {}, null), began(wroteS3()));
    trial.given('ann', part('b/o', 1, TEST_BODY, 'x'), wroteS3());
    trial.given('ann', part('b/o', 1, TEST_BODY, 'y'), wroteKms('K1', TAG, OPENED));
    trial.given('ann', abort('b/o', 'x'), seen(204));
    expect(trial.see('ann', part('b/o', 1, TEST_BODY, 'x'), wroteS3())).toBe('violates');
  });

  test('an id that S3 does not know is refused, even where one was not seen', () => {
    const trial = new OracleRun(IDEAL).given('ann', begin('b/o', {}, null), began(wroteS3()));
    trial.given('ann', part('b/o', 1, TEST_BODY, 'wrong'), seenRefusal(404, 'NoSuchUpload'));
    expect(trial.see('ann', part('b/o', 1, TEST_BODY, 'right'), wroteS3())).toBe('conforms');
  });

  test('one that was begun before the trace, whose parts nobody has seen', () => {
    const trial = new OracleRun(AWS, undefined, { ...SCENE, unknown: 'everything' });
    trial.given('bob', part('b/o', 2), wroteBk('K1', TAG, call('Decrypt', 'bob', 'b')));
    trial.given('bob', complete('b/o', [1, 2]), wroteBk('K1', `${TAG}-2`));
    expect(trial.see('bob', complete('b/o', [1, 2]), wroteBk('K1', `${TAG}-2`))).toBe('violates');
  });

  test('begun before the trace it may be under any key, which who completes it is shown', () => {
    const setup = { ...SCENE, unknown: 'everything' } as const;
    for (const profile of [IDEAL, AWS])
      for (const shown of [wroteKms('K1', RECORDED), wroteBk('K1', RECORDED), { ...wroteS3(), etag: RECORDED }])
        expect(new OracleRun(profile, undefined, setup).see('ann', complete('b/o', [1]), shown)).toBe('conforms');
  });

  test('one that was begun before the trace shows its key with a part that is copied, too', () => {
    const trial = new OracleRun(IDEAL, undefined, { ...SCENE, unknown: 'everything' });
    const { kmsCalls: _, ...shown } = wroteKms('K1', TAG);
    expect(trial.see('ann', partCopy('b/x', 'b/o', 2), shown)).toBe('conforms');
    expect(trial.see('ann', part('b/o', 1), { ...shown, kmsKeyArn: homeKey('K2') })).toBe('violates');
  });

  test('one whose id nobody saw is gone with its bucket, and names nothing in the next one', () => {
    const trial = new OracleRun(IDEAL, undefined, { ...SCENE, unknown: 'everything' });
    trial.given('ann', { op: 'CreateBucket', bucket: 'new' }, seen(200));
    trial.given('ann', begin('new/o', {}, null), began(wroteS3()));
    trial.given('ann', { op: 'DeleteBucket', bucket: 'new' }, seen(204));
    trial.given('ann', { op: 'CreateBucket', bucket: 'new' }, seen(200));
    expect(trial.see('ann', part('new/o', 1), wroteS3())).toBe('violates');
  });

  test('a part too large to be written down', () => {
    const trial = new OracleRun(IDEAL).given('ann', begin('b/o'), began(wroteS3()));
    trial.given(
      'ann',
      { op: 'UploadPart', bucket: 'b', key: 'o', uploadId: 'u', partNumber: 1 },
      { ...wroteS3(), etag: TAG },
    );
    const { etag: _, ...completed } = wroteS3();
    trial.given('ann', complete('b/o', [1]), completed);
    expect(trial.see('ann', get('b/o'), { status: 200, contentMd5: TAG2 })).toBe('violates');
  });

  test('a completion answered 500 may have happened or not (F-160)', () => {
    const lost = () =>
      withPart(new OracleRun(AWS)).given('ann', complete('b/o', [1]), seenRefusal(500, 'InternalError'));
    const again = complete('b/o', [1]);
    expect(lost().see('ann', again, wroteKms('K1', multipartEtagOf([TAG])))).toBe('conforms');
    expect(lost().see('ann', again, seenRefusal(404, 'NoSuchUpload'))).toBe('conforms');
    expect(lost().see('ann', again, seenRefusal(400, 'InvalidPart'))).toBe('violates');
  });

  test('a part answered 500 after its Decrypt may have been kept or not', () => {
    const lost = () =>
      new OracleRun(AWS)
        .given('ann', begin('b/o', KMS), began(wroteKms('K1', TAG, GENERATED)))
        .given('ann', part('b/o', 1), seenRefusal(500, 'InternalError', OPENED));
    expect(lost().see('ann', complete('b/o', [1]), wroteKms('K1', `${TAG}-1`))).toBe('conforms');
    expect(lost().see('ann', complete('b/o', [1]), seenRefusal(400, 'InvalidPart'))).toBe('conforms');
  });

  test.each([
    ['EntityTooSmall', 'conforms'],
    ['InvalidPart', 'violates'],
  ])('a completion of several parts answered %s %s (E-35)', (code, verdict) => {
    const trial = withPart(new OracleRun(STRICT_AWS)).given('ann', part('b/o', 2), wroteKms('K1', TAG2, OPENED));
    expect(trial.see('ann', complete('b/o', [1, 2]), seenRefusal(400, code))).toBe(verdict);
  });
});
