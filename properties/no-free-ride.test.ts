import { describe, expect, test } from 'vitest';
import { noFreeRide } from './no-free-ride.ts';
import { judgements, perObject, Scene, SSE_S3, violation, withBucketKey } from './testing/scene.ts';

describe('no-free-ride', () => {
  test('each request without a bucket key asks anew, however recently the same requester asked', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'))
      .get(1, 'writer', 'b1/a', perObject('k1', 'Decrypt b1/a k1'));
    expect(judgements(noFreeRide, scene)).toEqual(['held', 'exercised']);
  });

  test('a read that is served without a call is refused', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'))
      .get(1, 'writer', 'b1/a', perObject('k1'));
    expect(violation(noFreeRide, scene)).toBe(
      'writer read b1/a at 1 s: b1/a is under …:key/k1 without a bucket key, yet writer made no successful Decrypt call',
    );
  });

  test('a copy needs a call on the side that has no bucket key', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', withBucketKey('k1', 'GenerateDataKey b1 k1'))
      .copy(1, 'writer', 'b1/a', 'b2/a', perObject('k2', 'Decrypt b1 k1'));
    expect(violation(noFreeRide, scene)).toContain('b2/a is under …:key/k2 without a bucket key');
  });

  test('DSSE never uses a bucket key', () => {
    const scene = new Scene().put(0, 'writer', 'b1/a', { ...perObject('k1'), sse: 'aws:kms:dsse' });
    expect(violation(noFreeRide, scene)).toContain('no successful GenerateDataKey or Encrypt call');
  });

  test('it says nothing of objects with a bucket key or without a KMS key', () => {
    const scene = new Scene().put(0, 'writer', 'b1/a', withBucketKey('k1')).put(1, 'writer', 'b1/b', SSE_S3);
    expect(judgements(noFreeRide, scene)).toEqual(['idle', 'idle']);
  });
});
