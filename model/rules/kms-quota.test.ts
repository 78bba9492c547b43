import { describe, expect, test } from 'vitest';
import { kmsQuotaIn } from '../vocabulary/kms-quota.ts';
import { sameUseNow, throttledBy, useOf, usesLeft, useWith } from './kms-quota.ts';

const [EXACT, ANY, ALL] = [['second'], ['anySecond'], ['second', 'anySecond', 'loosely']] as const;

/** Uses of an account that asks at some times. */
const asking = (...times: readonly number[]) =>
  times.reduce<ReturnType<typeof useWith> | undefined>((use, atMs) => useWith('a', use, atMs), undefined);

describe('throttledBy (F-127, U-37)', () => {
  test.each([
    ['nothing was asked', [], 0, [false]],
    ['less than the quota', [0], 999, [false]],
    ['as much as the quota, in the same second', [0, 500], 999, [true]],
    ['the second is over', [0, 500], 1000, [false]],
    ['a second begins with a request', [300, 1299], 1299, [true]],
  ] as const)('%s', (_why, times, nowMs, throttled) => {
    expect(throttledBy(2, asking(...times), nowMs, EXACT)).toEqual(throttled);
  });

  test('a second of which nobody knows when it began may have all of the one before', () => {
    const use = asking(0, 500, 1200);
    expect(throttledBy(3, use, 1300, EXACT)).toEqual([false]);
    expect(throttledBy(3, use, 1300, ANY)).toEqual([true]);
    expect(throttledBy(3, use, 3200, ANY)).toEqual([false]);
  });

  test('where it is kept loosely more may be carried out, and nothing is throttled before it is used up', () => {
    expect(throttledBy(2, asking(0, 1), 2, ALL)).toEqual([true, false]);
    expect(throttledBy(3, asking(0, 1), 2, ALL)).toEqual([false]);
  });
});

describe('what is remembered of uses', () => {
  test('is forgotten when it no longer counts', () => {
    const use = asking(0) ?? [];
    expect(usesLeft([use].flat(), 1999)).toHaveLength(1);
    expect(usesLeft([use].flat(), 2000)).toHaveLength(0);
  });

  test('is the same where it comes to the same', () => {
    expect(sameUseNow(asking(0), asking(0), 1)).toBe(true);
    expect(sameUseNow(asking(0), asking(0, 1), 1)).toBe(false);
    expect(sameUseNow(asking(0), asking(1), 1)).toBe(false);
    expect(sameUseNow(asking(0), undefined, 2000)).toBe(true);
    expect(sameUseNow(undefined, undefined, 0)).toBe(true);
  });

  test('is not the same where as much is forgotten at another time', () => {
    expect(sameUseNow(asking(0), asking(1), 1500)).toBe(false);
  });

  test('is not the same where the second before differs', () => {
    expect(sameUseNow(asking(0, 1000), asking(1000), 1001)).toBe(false);
  });

  test('begins a second with the first request after the one before is over', () => {
    expect(asking(300, 1299)).toEqual({ account: 'a', startMs: 300, requests: 2, before: 0 });
    expect(asking(300, 1300)).toEqual({ account: 'a', startMs: 1300, requests: 1, before: 1 });
    expect(asking(300, 2299)).toEqual({ account: 'a', startMs: 2299, requests: 1, before: 1 });
    expect(asking(300, 2300)).toEqual({ account: 'a', startMs: 2300, requests: 1, before: 0 });
  });

  test('is of each account on its own', () => {
    const uses = [useWith('a', undefined, 0), useWith('b', undefined, 1)];
    expect([useOf(uses, 'b'), useOf(uses, 'c')]).toEqual([uses[1], undefined]);
  });
});

describe('kmsQuotaIn (F-128)', () => {
  test.each([
    ['us-east-1', 50_000, 100_000],
    ['eu-west-2', 10_000, 20_000],
    ['sa-east-1', 5_500, 10_000],
    ['constructor', 5_500, 10_000],
  ])('%s: %i a second by the list of 2023, %i by that of 2026', (region, older, newer) => {
    const quota = (publishedIn: 2023 | 2026) =>
      kmsQuotaIn(region, { account: '1', requestsPerSecond: { publishedIn } });
    expect([quota(2023), quota(2026)]).toEqual([older, newer]);
  });

  test('a number is what it says', () => {
    expect(kmsQuotaIn('us-east-1', { account: '1', requestsPerSecond: 3 })).toBe(3);
  });
});
