import { describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { homeKey } from '../model/testing/scene.ts';
import { configIsNotRetroactive } from './config-is-not-retroactive.ts';
import { contextNamesTheBucket } from './context-names-the-bucket.ts';
import { etagClass } from './etag-class.ts';
import {
  fakeBody,
  judgements,
  lastJudgement,
  ObservedTrace,
  type Shown,
  SSE_S3,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';
import { updateEncryption } from './update-encryption.ts';

const MD5 = fakeBody('b/a').md5;
const UPDATE = { op: 'UpdateObjectEncryption', bucket: 'b', key: 'a', kmsKeyArn: homeKey('K1') } as const;
const OTHER = 'ab'.repeat(16);

/** An object under AES256 whose encryption was updated. */
function updated(keyId = 'K1', bucketKeyEnabled?: boolean, stored: Shown = { ...SSE_S3, etag: MD5 }): ObservedTrace {
  const flag = bucketKeyEnabled === undefined ? {} : { bucketKeyEnabled };
  return new ObservedTrace()
    .put(0, 'ann', 'b/a', stored)
    .add(1, 'ann', { op: 'UpdateObjectEncryption', bucket: 'b', key: 'a', kmsKeyArn: homeKey(keyId), ...flag });
}

describe('update-encryption', () => {
  test('what is read afterwards is under what was asked for, and keeps its ETag and content', () => {
    const scene = updated('K1', true).get(2, 'ann', 'b/a', { ...withBucketKey('K1'), etag: MD5, contentMd5: MD5 });
    expect(judgements(updateEncryption, scene)).toEqual(['idle', 'idle', 'exercised']);
    expect(lastJudgement(configIsNotRetroactive, scene)).toBe('idle');
    expect(lastJudgement(etagClass, scene)).toBe('held');
  });

  test.each<[string, Shown]>([
    ['it is under aws:kms, but AES256 was shown', { ...SSE_S3, etag: MD5 }],
    [`it is under the KMS key ${homeKey('K1')}, but ${homeKey('K2')} was shown`, withoutBucketKey('K2')],
    ['it has the bucket-key flag false, but true was shown', withBucketKey('K1')],
    [`it keeps its ETag, which is ${MD5}, but ${OTHER} was shown`, { ...withoutBucketKey('K1'), etag: OTHER }],
    [
      `it keeps its content, of the MD5 ${MD5}, but ${OTHER} was shown`,
      { ...withoutBucketKey('K1'), etag: MD5, contentMd5: OTHER },
    ],
  ])('%s', (text, shown) => {
    expect(violation(updateEncryption, updated().get(2, 'ann', 'b/a', shown))).toBe(
      `ann read b/a at 2 s, the encryption of which was updated: ${text}`,
    );
  });

  test('pairs that were given without KMS are not stored, so that KMS is not told of them (F-89)', () => {
    const scene = (stored: Shown) =>
      new ObservedTrace()
        .put(0, 'ann', 'b/a', stored, { context: { team: 'blue' } })
        .add(1, 'ann', UPDATE, { calls: ['Encrypt b/a K1'] });
    expect(lastJudgement(contextNamesTheBucket, scene(SSE_S3))).toBe('held');
    expect(lastJudgement(contextNamesTheBucket, scene({}))).toBe('held');
    expect(violation(contextNamesTheBucket, scene({ ...withoutBucketKey('K1'), calls: null }))).toContain(
      'whose extra pairs are not those of the caller',
    );
  });

  test('it is not replicated for an update (F-79)', () => {
    const replicated = { ...SSE_S3, etag: MD5, replicationStatus: 'COMPLETED' } as const;
    const scene = (replicationStatus: 'COMPLETED' | 'PENDING') =>
      updated('K1', undefined, replicated).head(2, 'ann', 'b/a', { ...withoutBucketKey('K1'), replicationStatus });
    expect(lastJudgement(updateEncryption, scene('COMPLETED'))).toBe('exercised');
    expect(violation(updateEncryption, scene('PENDING'))).toContain('its replication is PENDING again');
  });

  test('an ETag under KMS that is an MD5 is none of the business of etag-class, a fresh one is', () => {
    const scene = (etag: string) => updated().get(2, 'ann', 'b/a', { ...withoutBucketKey('K1'), etag });
    expect(violation(etagClass, scene(OTHER))).toContain('the ETag is the MD5 of the content');
    const opaque = updated('K2', undefined, { ...withoutBucketKey('K1'), etag: OTHER });
    expect(lastJudgement(etagClass, opaque.get(2, 'ann', 'b/a', { ...withoutBucketKey('K2'), etag: OTHER }))).toBe(
      'exercised',
    );
  });

  test('one that may not have happened proves nothing', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', { ...SSE_S3, etag: MD5 })
      .add(
        1,
        'ann',
        { op: 'UpdateObjectEncryption', bucket: 'b', key: 'a', kmsKeyArn: homeKey('K1') },
        { status: 500, code: 'InternalError' },
      )
      .get(2, 'ann', 'b/a', { ...withoutBucketKey('K1'), etag: MD5 });
    expect(lastJudgement(updateEncryption, scene, profileNamed('aws'))).toBe('idle');
    expect(lastJudgement(etagClass, scene, profileNamed('aws'))).toBe('idle');
  });

  test('the one without an id may be the current one, whose id nobody has seen', () => {
    const read = { op: 'GetObject', bucket: 'b', key: 'a', versionId: 'null' } as const;
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withBucketKey('K1'))
      .add(1, 'ann', read, withBucketKey('K1'))
      .add(2, 'ann', { ...UPDATE, kmsKeyArn: homeKey('K2') })
      .add(3, 'ann', read, { ...withoutBucketKey('K2'), calls: ['Decrypt b/a K2'] });
    expect(lastJudgement(contextNamesTheBucket, scene)).toBe('held');
  });

  test('a version that is named is updated, and no other', () => {
    const scene = updated('K1', undefined, { ...SSE_S3, etag: MD5, versionId: 'v1' })
      .put(2, 'ann', 'b/a', { ...SSE_S3, etag: MD5, versionId: 'v2' })
      .add(
        3,
        'ann',
        { op: 'GetObject', bucket: 'b', key: 'a', versionId: 'v1' },
        { ...withoutBucketKey('K1'), etag: MD5, versionId: 'v1' },
      )
      .get(4, 'ann', 'b/a', { ...SSE_S3, etag: MD5, versionId: 'v2' });
    expect(judgements(updateEncryption, scene)).toEqual(['idle', 'idle', 'idle', 'exercised', 'idle']);
  });
});
