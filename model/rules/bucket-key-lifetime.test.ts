import { describe, expect, test } from 'vitest';
import { WITHOUT_END_MS } from '../openness/index.ts';
import type { Profile } from '../openness/profile.ts';
import { AWS } from '../testing/model-run.ts';
import { bucketKeyStateAt, endsIdle, entryStateAt, mayServe, surelyServes } from './bucket-key-lifetime.ts';

const PROFILE: Profile = {
  ...AWS,
  cacheLifetime: { minMs: 100, maxMs: 200 },
  generationLifetime: { minMs: 300, maxMs: 400 },
};

describe('a bucket key makes data keys until the end of its generation lifetime (F-106 a)', () => {
  const at = (nowMs: number, state: 'active' | 'retired' | 'unrecoverable' = 'active', uses = 0, profile = PROFILE) =>
    bucketKeyStateAt({ state, createdAtMs: 1_000, uses }, nowMs, profile);

  test('the longest that it may be, from its creation', () => {
    expect([at(1_000), at(1_300), at(1_399)]).toEqual(['active', 'active', 'active']);
    expect([at(1_400), at(9_000)]).toEqual(['retired', 'retired']);
  });

  test('or until it has made as many as the profile lets it (U-26)', () => {
    const two: Profile = { ...PROFILE, usesPerBucketKey: 2 };
    expect([0, 1, 2, 3].map((uses) => at(1_000, 'active', uses, two))).toEqual([
      'active',
      'active',
      'retired',
      'retired',
    ]);
    expect(at(1_000, 'unrecoverable', 2, two)).toBe('unrecoverable');
    expect(at(1_000, 'active', 9)).toBe('active');
  });

  test('one that has retired before its time stays so', () => {
    expect([at(1_001, 'retired'), at(9_000, 'retired')]).toEqual(['retired', 'retired']);
  });

  test('one that is lost stays lost (F-121)', () => {
    expect([at(1_001, 'unrecoverable'), at(9_000, 'unrecoverable')]).toEqual(['unrecoverable', 'unrecoverable']);
  });
});

describe('plaintext is in a cache until its lifetime is over, or something takes it (F-106 b, U-05)', () => {
  const QUIET = { restartEpoch: 0, cacheEpoch: 0 };
  const at = (nowMs: number, { restartEpoch, cacheEpoch } = QUIET, state: 'warm' | 'absent' = 'warm') =>
    entryStateAt(
      { state, obtainedAtMs: 1_000, usedAtMs: 1_000, epoch: 5 },
      { nowMs, restartEpoch, cacheEpoch },
      PROFILE,
    );

  test('the longest that it may be, from when KMS gave it', () => {
    expect([at(1_000), at(1_199), at(1_200), at(9_000)]).toEqual(['warm', 'warm', 'absent', 'absent']);
  });

  test('or until nobody has used it for the longest that it may lie idle (U-02)', () => {
    const used = (usedAtMs: number, nowMs: number) =>
      entryStateAt(
        { state: 'warm', obtainedAtMs: 1_000, usedAtMs, epoch: 0 },
        { nowMs, ...QUIET },
        { ...PROFILE, idleTime: { minMs: 0, maxMs: 50 } },
      );
    expect([used(1_000, 1_049), used(1_000, 1_050)]).toEqual(['warm', 'absent']);
    expect([used(1_160, 1_199), used(1_160, 1_200)]).toEqual(['warm', 'absent']);
  });

  test.each(['restartEpoch', 'cacheEpoch'] as const)('not past %s: only what was cached earlier is gone', (epoch) => {
    expect(at(1_000, { ...QUIET, [epoch]: 5 })).toBe('warm');
    expect(at(1_000, { ...QUIET, [epoch]: 6 })).toBe('absent');
  });

  test('what is absent stays so', () => {
    expect(at(1_000, QUIET, 'absent')).toBe('absent');
    expect(at(1_000, { restartEpoch: 6, cacheEpoch: 6 }, 'absent')).toBe('absent');
  });
});

describe('whether what one purpose has obtained serves the other is open (U-09)', () => {
  const by = (purpose: 'read' | 'write') =>
    ({ state: 'warm', identity: 0, cache: 0, by: purpose, obtainedAtMs: 0, usedAtMs: 0, epoch: 0 }) as const;

  test.each([
    ['never', [false], false, false],
    ['always', [true], true, true],
    ['perhaps', [true, false], true, false],
  ] as const)('%s', (_what, options, may, surely) => {
    const reads: Profile = { ...AWS, writeWarmsRead: options, readWarmsWrite: [!may] };
    expect([mayServe(reads, by('write'), 'read'), surelyServes(reads, by('write'), 'read')]).toEqual([may, surely]);
    const writes: Profile = { ...AWS, readWarmsWrite: options, writeWarmsRead: [!may] };
    expect([mayServe(writes, by('read'), 'write'), surelyServes(writes, by('read'), 'write')]).toEqual([may, surely]);
  });

  test('what was obtained for a purpose always serves it', () => {
    const never: Profile = { ...AWS, writeWarmsRead: [false], readWarmsWrite: [false] };
    for (const purpose of ['read', 'write'] as const) {
      expect([mayServe(never, by(purpose), purpose), surelyServes(never, by(purpose), purpose)]).toEqual([true, true]);
    }
  });
});

describe('when an entry was last used matters', () => {
  const when = (minMs: number, maxMs: number, rest: Partial<Profile>) =>
    endsIdle({ ...AWS, ...rest, idleTime: { minMs, maxMs } });
  const counted = { caches: 1, earlyEviction: false };

  test('where it ends by idleness at the latest, however caches are', () => {
    for (const caches of ['any', 1] as const)
      for (const earlyEviction of [false, true]) expect(when(5, 10, { caches, earlyEviction })).toBe(true);
  });

  test('where it may, and nothing else has it end at any time', () => {
    expect(when(5, WITHOUT_END_MS, counted)).toBe(true);
    expect(when(5, WITHOUT_END_MS, { ...counted, earlyEviction: true })).toBe(false);
    expect(when(5, WITHOUT_END_MS, { ...counted, caches: 'any' })).toBe(false);
  });

  test('not where it never does', () => {
    expect(when(WITHOUT_END_MS, WITHOUT_END_MS, counted)).toBe(false);
  });
});
