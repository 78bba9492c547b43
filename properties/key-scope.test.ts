import { describe, expect, test } from 'vitest';
import { keyScope } from './key-scope.ts';
import { judgements, lastJudgement, Scene, violation, withBucketKey } from './testing/scene.ts';

const first = withBucketKey('k1', 'GenerateDataKey b1 k1');

describe('key-scope', () => {
  test('another KMS key or another bucket costs the same requester a call of its own', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', first)
      .put(1, 'writer', 'b1/b', withBucketKey('k2', 'GenerateDataKey b1 k2'))
      .put(2, 'writer', 'b2/a', withBucketKey('k1', 'GenerateDataKey b2 k1'));
    expect(judgements(keyScope, scene)).toEqual(['idle', 'exercised', 'exercised']);
  });

  test('a bucket key that serves another KMS key of its bucket is refused', () => {
    const scene = new Scene().put(0, 'writer', 'b1/a', first).put(4, 'writer', 'b1/b', withBucketKey('k2'));
    expect(violation(keyScope, scene)).toBe(
      'writer wrote b1/b at 4 s without a KMS call for bucket b1 under …:key/k2: writer holds a bucket key of bucket b1 under …:key/k1, which must not serve here',
    );
  });

  test('a bucket key that serves another bucket is refused', () => {
    const scene = new Scene().put(0, 'writer', 'b1/a', first).put(4, 'writer', 'b2/b', withBucketKey('k1'));
    expect(violation(keyScope, scene)).toContain('holds a bucket key of bucket b1');
  });

  test('from inside one fingerprint under two KMS keys is refused even when KMS was asked', () => {
    const inside = { internals: { bucketKey: 'one', seals: [] } };
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', { ...first, ...inside })
      .put(1, 'writer', 'b1/b', { ...withBucketKey('k2', 'GenerateDataKey b1 k2'), ...inside });
    expect(violation(keyScope, scene)).toContain('made by a bucket key that belongs to bucket b1 under …:key/k1');
  });

  test('going back to a pair that was paid for is fine', () => {
    const scene = new Scene()
      .put(0, 'writer', 'b1/a', first)
      .put(1, 'writer', 'b1/b', withBucketKey('k2', 'GenerateDataKey b1 k2'))
      .put(2, 'writer', 'b1/c', withBucketKey('k1'));
    expect(lastJudgement(keyScope, scene)).toBe('exercised');
  });
});
