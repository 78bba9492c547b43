import { describe, expect, test } from 'vitest';
import { cacheEntry } from './cache-entry.ts';

describe('cache entry', () => {
  test('nothing is served from what is not there: KMS comes first (F-97)', () => {
    expect(cacheEntry.next('absent', 'Use')).toBeUndefined();
    expect(cacheEntry.next('absent', 'Generate')).toBe('warm');
    expect(cacheEntry.next('absent', 'Unwrap')).toBe('warm');
  });

  test('serving does not use the plaintext up, and it may be obtained once more (F-108)', () => {
    for (const event of ['Use', 'Unwrap'] as const) expect(cacheEntry.next('warm', event)).toBe('warm');
  });

  test('a bucket key is generated once, so no entry for it is there before', () => {
    expect(cacheEntry.next('warm', 'Generate')).toBeUndefined();
  });

  test('whatever takes the plaintext away leaves nothing (F-103, U-05, U-25)', () => {
    for (const event of ['LifetimeEnds', 'Evict', 'HostsRestart', 'BucketDeleted'] as const) {
      expect(cacheEntry.next('warm', event)).toBe('absent');
      expect(cacheEntry.next('absent', event)).toBeUndefined();
    }
  });
});
