import { describe, expect, test } from 'vitest';
import { cachedBucketKey } from './cached-bucket-key.ts';

describe('cached bucket key', () => {
  test('nothing is served from a cold cache: KMS comes first (F-97)', () => {
    expect(cachedBucketKey.next('cold', 'Use')).toBeUndefined();
    expect(cachedBucketKey.next('cold', 'Generate')).toBe('warm');
    expect(cachedBucketKey.next('cold', 'Unwrap')).toBe('warm');
  });

  test('serving does not use the plaintext up, and another generation may take its place (F-108, F-113)', () => {
    for (const event of ['Use', 'Generate', 'Unwrap'] as const)
      expect(cachedBucketKey.next('warm', event)).toBe('warm');
  });

  test('whatever takes the plaintext away leaves the place cold (F-103, U-05)', () => {
    for (const event of ['LifetimeEnds', 'Evict', 'RestartHosts'] as const) {
      expect(cachedBucketKey.next('warm', event)).toBe('cold');
      expect(cachedBucketKey.next('cold', event)).toBeUndefined();
    }
  });
});
