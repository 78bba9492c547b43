import { describe, expect, test } from 'vitest';
import { attributes, bucketPolicy, copy, get, head, ofVersion, put, remove, versioning } from '../testing/events.ts';
import { AWS, answerOf, ModelRun, shownEncryption } from '../testing/model-run.ts';
import { homeKey, OTHER_BODY, SCENE, TEST_BODY } from '../testing/scene.ts';

const KMS = { sse: 'aws:kms', kmsKeyId: homeKey('K1'), bucketKeyEnabled: true } as const;

/** A run in which the bucket b keeps versions. */
function versioned(): ModelRun {
  const run = new ModelRun();
  run.take('ann', versioning('b', 'Enabled'));
  return run;
}

/** Status and code of a read of each version of a key, from the oldest, and then of the current one. */
function reads(run: ModelRun, name: `${string}/${string}`, most = 4): readonly string[] {
  const places = Array.from({ length: most }, (_, place) => `#${place + 1}`);
  return [
    ...places.map((place) =>
      run
        .outcomes('ann', ofVersion(get(name), place))
        .map(shownOrRefused)
        .join(),
    ),
    ...run.outcomes('ann', get(name)).map(shownOrRefused),
  ];
}

function shownOrRefused(outcome: Parameters<typeof answerOf>[0] & Parameters<typeof shownEncryption>[0]): string {
  return outcome.status < 400 ? shownEncryption(outcome) : answerOf(outcome);
}

const GONE = '404 NoSuchVersion';

describe('a bucket that keeps versions (F-175, F-176)', () => {
  test('each write makes one, with encryption of its own, and leaves those before as they were (F-27)', () => {
    const run = versioned();
    expect(run.take('ann', put('b/k', KMS))).toMatchObject({ status: 200, versionId: '*' });
    run.take('ann', put('b/k'));
    run.take('ann', copy('b/old', 'b/k', { sse: 'aws:kms', kmsKeyId: homeKey('K2'), bucketKeyEnabled: false }));
    expect(reads(run, 'b/k')).toEqual(['aws:kms K1 bk', 'AES256', 'aws:kms K2', GONE, 'aws:kms K2']);
  });

  test('what was there before has the id null, and stays', () => {
    const run = versioned();
    run.take('ann', put('b/old', KMS));
    expect(reads(run, 'b/old', 2)).toEqual(['none', 'aws:kms K1 bk', 'aws:kms K1 bk']);
    expect(run.take('ann', ofVersion(get('b/old'), 'null'))).toMatchObject({ sse: null, versionId: 'null' });
  });

  test('a failed write makes none', () => {
    const run = versioned();
    run.take('ann', put('b/k'));
    expect(run.answer('ann', put('b/k', { sse: 'aws:kms', kmsKeyId: 'none' }))).not.toBe('200');
    expect(reads(run, 'b/k', 2)).toEqual(['AES256', GONE, 'AES256']);
  });

  test('once suspended, a write replaces the version null alone', () => {
    const run = versioned();
    run.take('ann', put('b/old', KMS));
    run.take('ann', versioning('b', 'Suspended'));
    expect(run.take('ann', put('b/old', {}, OTHER_BODY))).toMatchObject({ versionId: 'null' });
    expect(reads(run, 'b/old', 3)).toEqual(['aws:kms K1 bk', 'AES256', GONE, 'AES256']);
    run.take('ann', put('b/old', KMS));
    expect(reads(run, 'b/old', 3)).toEqual(['aws:kms K1 bk', 'aws:kms K1 bk', GONE, 'aws:kms K1 bk']);
    run.take('ann', versioning('b', 'Enabled'));
    run.take('ann', put('b/old'));
    expect(reads(run, 'b/old', 3)).toEqual(['aws:kms K1 bk', 'aws:kms K1 bk', 'AES256', 'AES256']);
  });

  test('a bucket that keeps none, and one of which nobody says, have one object under a key', () => {
    const run = new ModelRun();
    run.take('ann', put('b/k', KMS));
    expect(run.take('ann', put('b/k'))).not.toHaveProperty('versionId');
    expect(reads(run, 'b/k', 2)).toEqual(['AES256', GONE, 'AES256']);
    expect(run.world.versions.size).toBe(0);
    const buckets = SCENE.buckets.map((bucket) => ({ ...bucket, versioning: 'Unversioned' }) as const);
    const told = new ModelRun(undefined, { ...SCENE, buckets });
    expect(told.take('ann', put('b/k'))).toMatchObject({ versionId: 'null' });
  });

  test('the setup may say what a bucket does', () => {
    const buckets = SCENE.buckets.map((bucket) => ({ ...bucket, versioning: 'Enabled' }) as const);
    const run = new ModelRun(undefined, { ...SCENE, buckets });
    run.take('ann', put('b/old'));
    expect(reads(run, 'b/old', 2)).toEqual(['none', 'AES256', 'AES256']);
  });

  test('the setting may act late (F-14, U-27)', () => {
    const run = new ModelRun(AWS);
    run.take('ann', versioning('b', 'Enabled'));
    const ids = () => new Set(run.outcomes('ann', put('b/k')).map(({ versionId }) => versionId));
    expect(ids()).toEqual(new Set(['*', 'null']));
    run.atMs = AWS.versioningDelayMs;
    expect(ids()).toEqual(new Set(['*']));
  });
});

describe('deletes (F-177)', () => {
  test('without version id add a marker, under which every version stays', () => {
    const run = versioned();
    run.take('ann', put('b/k', KMS));
    expect(run.take('ann', remove('b/k'))).toMatchObject({ status: 204, deleteMarker: true, versionId: '*' });
    expect(reads(run, 'b/k', 3)).toEqual(['aws:kms K1 bk', '405 MethodNotAllowed', GONE, '404 NoSuchKey']);
    run.take('ann', put('b/k'));
    expect(reads(run, 'b/k', 3)).toEqual(['aws:kms K1 bk', '405 MethodNotAllowed', 'AES256', 'AES256']);
  });

  test('with one remove that for good, and what is newest then is current', () => {
    const run = versioned();
    for (const headers of [KMS, {}, { sse: 'aws:kms:dsse' }] as const) run.take('ann', put('b/k', headers));
    run.take('ann', ofVersion(remove('b/k'), '#2'));
    expect(reads(run, 'b/k', 3)).toEqual(['aws:kms K1 bk', 'aws:kms:dsse aws/s3', GONE, 'aws:kms:dsse aws/s3']);
    run.take('ann', ofVersion(remove('b/k'), '#2'));
    expect(reads(run, 'b/k', 2)).toEqual(['aws:kms K1 bk', GONE, 'aws:kms K1 bk']);
    run.take('ann', ofVersion(remove('b/k'), '#1'));
    expect(reads(run, 'b/k', 1)).toEqual([GONE, '404 NoSuchKey']);
  });

  test('of a marker bring back what it hides', () => {
    const run = versioned();
    run.take('ann', put('b/k', KMS));
    run.take('ann', remove('b/k'));
    run.take('ann', remove('b/k'));
    expect(run.take('ann', ofVersion(remove('b/k'), '#3'))).toMatchObject({ deleteMarker: true });
    expect(reads(run, 'b/k', 2)).toEqual(['aws:kms K1 bk', '405 MethodNotAllowed', '404 NoSuchKey']);
    run.take('ann', ofVersion(remove('b/k'), '#2'));
    expect(reads(run, 'b/k', 2)).toEqual(['aws:kms K1 bk', GONE, 'aws:kms K1 bk']);
  });

  test('once suspended remove the version null, and add a marker null', () => {
    const run = versioned();
    run.take('ann', put('b/old', KMS));
    run.take('ann', versioning('b', 'Suspended'));
    expect(run.take('ann', remove('b/old'))).toMatchObject({ versionId: 'null', deleteMarker: true });
    expect(reads(run, 'b/old', 3)).toEqual(['aws:kms K1 bk', '405 MethodNotAllowed', GONE, '404 NoSuchKey']);
    run.take('ann', remove('b/old'));
    expect(reads(run, 'b/old', 3)).toEqual(['aws:kms K1 bk', '405 MethodNotAllowed', GONE, '404 NoSuchKey']);
  });

  test('a bucket is not empty while versions or markers remain (E-43)', () => {
    const run = new ModelRun();
    run.take('ann', versioning('d', 'Enabled'));
    run.take('ann', put('d/k'));
    run.take('ann', remove('d/k'));
    const empties = { op: 'DeleteBucket', bucket: 'd' } as const;
    expect(run.answer('ann', empties)).toBe('409 BucketNotEmpty');
    run.take('ann', ofVersion(remove('d/k'), '#1'));
    expect(run.answer('ann', empties)).toBe('409 BucketNotEmpty');
    run.take('ann', ofVersion(remove('d/k'), '#1'));
    expect(run.answer('ann', empties)).toBe('204');
  });
});

describe('reads and copies by version (F-178, F-179)', () => {
  test('need the actions on versions, and no others', () => {
    const run = versioned();
    run.take('ann', put('b/k'));
    const denied = ['s3:GetObject', 's3:GetObjectAttributes', 's3:DeleteObject'] as const;
    run.take('ann', bucketPolicy('b', { effect: 'Deny', principal: '*', actions: denied }));
    for (const event of [get('b/k'), head('b/k'), attributes('b/k'), copy('b/k', 'c/k'), remove('b/k')]) {
      expect([event.op, run.outcomes('ann', event)[0]?.status]).toEqual([event.op, 403]);
      expect([event.op, run.outcomes('ann', ofVersion(event, '#1'))[0]?.status]).not.toEqual([event.op, 403]);
    }
    const onVersions = ['s3:GetObjectVersion', 's3:GetObjectVersionAttributes', 's3:DeleteObjectVersion'] as const;
    run.take('ann', bucketPolicy('b', { effect: 'Deny', principal: '*', actions: onVersions }));
    for (const event of [get('b/k'), head('b/k'), attributes('b/k'), copy('b/k', 'c/k'), remove('b/k')]) {
      expect([event.op, run.outcomes('ann', ofVersion(event, '#1'))[0]?.status]).toEqual([event.op, 403]);
      expect([event.op, run.outcomes('ann', event)[0]?.status]).not.toEqual([event.op, 403]);
    }
  });

  test('an old version is restored by a copy onto its own key, encrypted as the destination says', () => {
    const run = versioned();
    run.take('ann', put('b/k', KMS));
    run.take('ann', put('b/k', {}, OTHER_BODY));
    expect(run.answer('ann', copy('b/k', 'b/k'))).toBe('400 InvalidRequest');
    expect(run.answer('ann', ofVersion(copy('b/k', 'b/k'), '#1'))).toBe('200');
    expect(reads(run, 'b/k', 3)).toEqual(['aws:kms K1 bk', 'AES256', 'AES256', 'AES256']);
    expect(run.take('ann', get('b/k')).contentMd5).toBe(TEST_BODY.md5);
  });

  test('a delete marker cannot be copied', () => {
    const run = versioned();
    run.take('ann', put('b/k'));
    run.take('ann', remove('b/k'));
    expect(run.answer('ann', copy('b/k', 'c/k'))).toBe('404 NoSuchKey');
    expect(run.answer('ann', ofVersion(copy('b/k', 'c/k'), '#2'))).toBe('400 InvalidRequest');
    expect(run.answer('ann', ofVersion(copy('b/k', 'c/k'), '#1'))).toBe('200');
  });

  test('tell of a marker, and HEAD without a code', () => {
    const run = versioned();
    run.take('ann', put('b/k'));
    run.take('ann', remove('b/k'));
    expect(run.take('ann', head('b/k'))).toMatchObject({ status: 404, code: null, deleteMarker: true });
    expect(run.take('ann', ofVersion(head('b/k'), '#2'))).toMatchObject({
      status: 405,
      code: null,
      deleteMarker: true,
    });
  });
});
