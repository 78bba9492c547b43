import { describe, expect, test } from 'vitest';
import { etagClass } from './etag-class.ts';
import {
  fakeBody,
  judgements,
  lastJudgement,
  ObservedTrace,
  SSE_S3,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const OPAQUE = '0123456789abcdef0123456789abcdef';
const md5 = (text: string) => fakeBody(text).md5;

describe('etag-class', () => {
  test('the ETag is the MD5 under SSE-S3, and opaque under KMS with a bucket key or without', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', { ...SSE_S3, etag: md5('x') }, {}, 'x')
      .put(1, 'ann', 'b/b', { ...withoutBucketKey('K1'), etag: OPAQUE }, {}, 'x')
      .put(2, 'ann', 'b/c', { ...withBucketKey('K1'), etag: OPAQUE.replace('0', 'f') }, {}, 'x');
    expect(judgements(etagClass, scene)).toEqual(['held', 'exercised', 'exercised']);
  });

  test('the MD5 of the content under KMS is refused', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', { ...withoutBucketKey('K1'), etag: md5('x') }, {}, 'x');
    expect(violation(etagClass, scene)).toContain('is the MD5 of the content although the object is under aws:kms');
  });

  test('an ETag that is not the MD5 under SSE-S3 is refused, also after a copy from KMS', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', { ...withoutBucketKey('K1'), etag: OPAQUE }, {}, 'x')
      .copy(1, 'ann', 'b/a', 'c/a', { ...SSE_S3, etag: OPAQUE });
    expect(violation(etagClass, scene)).toBe(
      `ann copied b/a to c/a at 1 s: under encryption AES256 the ETag is the MD5 of the content, ${md5('x')}, but ` +
        `${OPAQUE} was shown`,
    );
  });

  test('the same opaque ETag for two writes is refused, for two reads it is not', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', { ...withoutBucketKey('K1'), etag: OPAQUE })
      .get(1, 'bob', 'b/a', { ...withoutBucketKey('K1'), etag: OPAQUE })
      .put(2, 'ann', 'b/a', { ...withoutBucketKey('K1'), etag: OPAQUE });
    expect(violation(etagClass, scene)).toContain('was shown before, but every write under aws:kms has a fresh one');
  });

  test('an ETag of several parts under KMS is refused', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', { ...withoutBucketKey('K1'), etag: `${OPAQUE}-2` });
    expect(violation(etagClass, scene)).toContain('an ETag under aws:kms is 32 hex digits');
  });

  test('the replica of an object that may have been updated unseen may have the MD5 (F-78, F-85)', () => {
    const shown = { ...withoutBucketKey('K1'), etag: md5('x'), contentMd5: md5('x') };
    const replicated = (updated: boolean) => {
      const scene = new ObservedTrace().replicate(0, 'K1').put(1, 'ann', 'b/a', { ...SSE_S3, etag: md5('x') }, {}, 'x');
      if (updated) scene.add(2, 'ann', { op: 'UpdateObjectEncryption', bucket: 'b', key: 'a', kmsKeyArn: 'K1' });
      // Whether it has gone nobody knows, so what is seen next is of a version that nobody has seen written.
      return scene
        .add(3, null, { op: 'ExpireObject', bucket: 'b', key: 'a' })
        .head(4, 'ann', 'b/a', withoutBucketKey('K1'))
        .deliver(5, 'b/a', 'COMPLETED')
        .get(6, 'ann', 'c/a', shown);
    };
    expect(lastJudgement(etagClass, replicated(true))).toBe('idle');
    expect(violation(etagClass, replicated(false))).toContain('is the MD5 of the content although');
  });

  test('so may what is updated again that may have been updated unseen, and a replica of it (F-78, F-85)', () => {
    const update = (bucket: string) => ({ op: 'UpdateObjectEncryption', bucket, key: 'a', kmsKeyArn: 'K1' }) as const;
    const shown = { ...withoutBucketKey('K1'), etag: md5('x'), contentMd5: md5('x') };
    const seen = new ObservedTrace()
      .replicate(0, 'K1')
      .put(1, 'ann', 'b/a', { ...SSE_S3, etag: md5('x') }, {}, 'x')
      .add(2, 'ann', update('b'))
      .add(3, null, { op: 'ExpireObject', bucket: 'b', key: 'a' })
      .get(4, 'ann', 'b/a', shown)
      .deliver(5, 'b/a', 'COMPLETED')
      .add(6, 'ann', update('b'))
      .add(6, 'ann', update('c'))
      .get(7, 'ann', 'b/a', shown)
      .get(8, 'ann', 'c/a', shown);
    expect(judgements(etagClass, seen).slice(-2)).toEqual(['idle', 'idle']);
  });
});
