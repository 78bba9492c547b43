import { describe, expect, test } from 'vitest';
import { keyScope } from './key-scope.ts';
import { judgements, lastJudgement, ObservedTrace, violation, withBucketKey } from './testing/observed-trace.ts';

const first = withBucketKey('K1', 'GenerateDataKey b K1');

describe('key-scope', () => {
  test('another KMS key or another bucket costs the same requester a call of its own', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', first)
      .put(1, 'ann', 'b/b', withBucketKey('K2', 'GenerateDataKey b K2'))
      .put(2, 'ann', 'c/a', withBucketKey('K1', 'GenerateDataKey c K1'));
    expect(judgements(keyScope, scene)).toEqual(['idle', 'exercised', 'exercised']);
  });

  test('a bucket key that serves another KMS key of its bucket is refused', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', first).put(4, 'ann', 'b/b', withBucketKey('K2'));
    expect(violation(keyScope, scene)).toBe(
      'ann wrote b/b at 4 s without a KMS call for bucket b under …:key/K2: ann holds a bucket key of bucket b ' +
        'under …:key/K1, which must not serve here',
    );
  });

  test('a bucket key that serves another bucket is refused', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', first).put(4, 'ann', 'c/b', withBucketKey('K1'));
    expect(violation(keyScope, scene)).toContain('holds a bucket key of bucket b');
  });

  test('from inside one fingerprint under two KMS keys is refused even when KMS was asked', () => {
    const inside = { internals: { bucketKey: 'one', seals: [] } };
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', { ...first, ...inside })
      .put(1, 'ann', 'b/b', { ...withBucketKey('K2', 'GenerateDataKey b K2'), ...inside });
    expect(violation(keyScope, scene)).toContain('made by a bucket key that belongs to bucket b under …:key/K1');
  });

  test('going back to a pair that was paid for is fine', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', first)
      .put(1, 'ann', 'b/b', withBucketKey('K2', 'GenerateDataKey b K2'))
      .put(2, 'ann', 'b/c', withBucketKey('K1'));
    expect(lastJudgement(keyScope, scene)).toBe('exercised');
  });
});
