import { describe, expect, test } from 'vitest';
import type { Profile } from '../openness/profile.ts';
import { AWS } from '../testing/model-run.ts';
import { NO_SOME_ENTRY, someEntryLeft, withKnownKey, withSomeKey } from './some-entry.ts';

const PROFILE: Profile = {
  ...AWS,
  cacheLifetime: { minMs: 0, maxMs: 200 },
  generationLifetime: { minMs: 0, maxMs: 400 },
};
const NEVER: Profile = { ...PROFILE, writeWarmsRead: [false], readWarmsWrite: [false] };
const BEFORE = { writesUntilMs: 1_150, obtainedAtMs: 900, lastObtainedAtMs: 950, epoch: 3 };
const READ = { by: 'read', obtainedAtMs: 1_000, epoch: 4 } as const;
const WRITE = { ...READ, by: 'write' } as const;

describe('what is left of what was held (U-05)', () => {
  test.each([
    ['nothing, where there was nothing', undefined, 0, NO_SOME_ENTRY],
    ['all, where nothing was lost', BEFORE, 3, BEFORE],
    ['nothing of an earlier epoch', BEFORE, 4, NO_SOME_ENTRY],
  ] as const)('%s', (_what, entry, firstEpoch, left) => {
    expect(someEntryLeft(entry, firstEpoch)).toEqual(left);
  });
});

describe('some bucket key is obtained', () => {
  const now = { obtainedAtMs: 1_000, lastObtainedAtMs: 1_000, epoch: 4 };

  test.each([READ, WRITE])('by a $by: it may serve both, where that is open (U-09)', (one) => {
    expect(withSomeKey(BEFORE, one, 1_000, PROFILE)).toEqual({ ...now, writesUntilMs: 1_200 });
  });

  test('it serves writes no longer than the latest of them makes data keys (F-106)', () => {
    expect(withSomeKey(BEFORE, WRITE, 790, PROFILE).writesUntilMs).toBe(1_190);
  });

  test('what was held for longer is held as long', () => {
    expect(withSomeKey(BEFORE, WRITE, 700, PROFILE).writesUntilMs).toBe(1_150);
  });

  test('it serves its own purpose alone, where that is all it ever does (U-09)', () => {
    expect(withSomeKey(BEFORE, READ, 1_000, NEVER)).toEqual({ ...now, writesUntilMs: 1_150 });
    expect(withSomeKey(BEFORE, WRITE, 1_000, NEVER)).toEqual({ ...BEFORE, writesUntilMs: 1_200, epoch: 4 });
  });
});

test('a bucket key that is known is obtained: one that may be any of those that serve reads was', () => {
  expect(withKnownKey(BEFORE, READ, NEVER)).toEqual({ ...BEFORE, lastObtainedAtMs: 1_000, epoch: 4 });
  expect(withKnownKey(BEFORE, WRITE, PROFILE)).toEqual({ ...BEFORE, lastObtainedAtMs: 1_000, epoch: 4 });
  expect(withKnownKey(BEFORE, WRITE, NEVER)).toEqual({ ...BEFORE, epoch: 4 });
});
