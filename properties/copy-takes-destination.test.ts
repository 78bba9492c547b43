import { describe, expect, test } from 'vitest';
import { managedKeyId, profileNamed } from '../model/index.ts';
import { HOME_ACCOUNT } from '../model/testing/scene.ts';
import { copyTakesDestination } from './copy-takes-destination.ts';
import {
  judgements,
  lastJudgement,
  ObservedTrace,
  SSE_S3,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const ON = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K2', BucketKeyEnabled: true } as const;
const source = () => new ObservedTrace().put(0, 'ann', 'b/a', withoutBucketKey('K1'));

describe('copy-takes-destination', () => {
  test('a copy takes the KMS key and the bucket key of its destination bucket', () => {
    const scene = source().rule(1, 'c', ON).copy(2, 'ann', 'b/a', 'c/a', withBucketKey('K2'));
    expect(judgements(copyTakesDestination, scene)).toEqual(['idle', 'idle', 'exercised']);
  });

  test('the encryption of the source is not inherited', () => {
    const scene = source().copy(2, 'ann', 'b/a', 'c/a', withoutBucketKey('K1'));
    expect(violation(copyTakesDestination, scene)).toBe(
      'ann copied b/a to c/a at 2 s: the copy must be under AES256 as its headers or bucket c have it, but is ' +
        'under aws:kms',
    );
  });

  test('neither is its bucket key, nor the lack of one', () => {
    const scene = source().rule(1, 'c', ON).copy(2, 'ann', 'b/a', 'c/a', withoutBucketKey('K2'));
    expect(violation(copyTakesDestination, scene)).toContain('the copy must have a bucket key');
  });

  test('headers win, and aws:kms without key id is the managed key of the account', () => {
    const asked = { sse: 'aws:kms' } as const;
    const scene = () => source().rule(1, 'c', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'K2' });
    expect(
      lastJudgement(
        copyTakesDestination,
        scene().copy(2, 'ann', 'b/a', 'c/a', withoutBucketKey(managedKeyId(HOME_ACCOUNT)), asked),
      ),
    ).toBe('exercised');
    expect(
      violation(copyTakesDestination, scene().copy(2, 'ann', 'b/a', 'c/a', withoutBucketKey('K2'), asked)),
    ).toContain('but is under …:key/K2');
  });

  test('a data key or an opaque ETag that comes back is refused', () => {
    const inside = { internals: { dataKey: 'one', seals: [] } };
    const keys = new ObservedTrace()
      .put(0, 'ann', 'b/a', { ...SSE_S3, ...inside })
      .copy(1, 'ann', 'b/a', 'c/a', { ...SSE_S3, ...inside });
    expect(violation(copyTakesDestination, keys)).toContain('the data key of its source');
    const etag = 'ab'.repeat(16);
    const etags = new ObservedTrace()
      .put(0, 'ann', 'b/a', { ...withoutBucketKey('K1'), etag })
      .rule(1, 'c', ON)
      .copy(2, 'ann', 'b/a', 'c/a', { ...withBucketKey('K2'), etag });
    expect(violation(copyTakesDestination, etags)).toContain('the copy has the ETag of its source');
  });

  test('a rule that may not be seen everywhere yet proves nothing', () => {
    const scene = source().rule(1, 'c', ON).copy(2, 'ann', 'b/a', 'c/a', SSE_S3);
    expect(lastJudgement(copyTakesDestination, scene, profileNamed('aws'))).toBe('idle');
    expect(violation(copyTakesDestination, scene)).toContain('must be under aws:kms');
  });
});
