import { describe, expect, test } from 'vitest';
import { noFreeRide } from './no-free-ride.ts';
import {
  judgements,
  ObservedTrace,
  SSE_S3,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

describe('no-free-ride', () => {
  test('each request without a bucket key asks anew, however recently the same requester asked', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'))
      .get(1, 'ann', 'b/a', withoutBucketKey('K1', 'Decrypt b/a K1'));
    expect(judgements(noFreeRide, scene)).toEqual(['held', 'exercised']);
  });

  test('a read that is served without a call is refused', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'))
      .get(1, 'ann', 'b/a', withoutBucketKey('K1'));
    expect(violation(noFreeRide, scene)).toBe(
      'ann read b/a at 1 s: b/a is under …:key/K1 without a bucket key, yet ann made no successful Decrypt call',
    );
  });

  test('a copy needs a call on the side that has no bucket key', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b K1'))
      .copy(1, 'ann', 'b/a', 'c/a', withoutBucketKey('K2', 'Decrypt b K1'));
    expect(violation(noFreeRide, scene)).toContain('c/a is under …:key/K2 without a bucket key');
  });

  test('DSSE never uses a bucket key', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', { ...withoutBucketKey('K1'), sse: 'aws:kms:dsse' });
    expect(violation(noFreeRide, scene)).toContain('no successful GenerateDataKey or Encrypt call');
  });

  test('it says nothing of objects with a bucket key or without a KMS key', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', withBucketKey('K1')).put(1, 'ann', 'b/b', SSE_S3);
    expect(judgements(noFreeRide, scene)).toEqual(['idle', 'idle']);
  });
});
