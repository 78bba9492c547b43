import type { Profile } from '../openness/profile.ts';
import type { CacheEntry, SomeEntry } from '../records/records.ts';
import { cachedUntilMs, liveUntilMs, mayServe } from './bucket-key-lifetime.ts';

/** Nothing is held of some bucket key. */
export const NO_SOME_ENTRY: SomeEntry = { writesUntilMs: -1, obtainedAtMs: -1, lastObtainedAtMs: -1, epoch: 0 };

/** What is left of what is held of some bucket key: what was cached in an earlier epoch is gone (U-05). */
export function someEntryLeft(entry: SomeEntry | undefined, firstEpoch: number): SomeEntry {
  return entry === undefined || entry.epoch < firstEpoch ? NO_SOME_ENTRY : entry;
}

/** How a bucket key was obtained. */
export type Obtaining = Pick<CacheEntry, 'by' | 'obtainedAtMs' | 'epoch'>;

/**
 * What is held once some bucket key was obtained, made at `createdAtMs` at the latest. It serves writes while it makes
 * data keys (F-106), and one purpose or both (U-09).
 */
export function withSomeKey(before: SomeEntry, one: Obtaining, createdAtMs: number, profile: Profile): SomeEntry {
  const { obtainedAtMs, epoch } = one;
  const servesReads = mayServe(profile, one, 'read');
  const untilMs = mayServe(profile, one, 'write')
    ? Math.min(cachedUntilMs(one, profile), liveUntilMs({ createdAtMs }, profile))
    : -1;
  return {
    writesUntilMs: Math.max(before.writesUntilMs, untilMs),
    obtainedAtMs: servesReads ? obtainedAtMs : before.obtainedAtMs,
    lastObtainedAtMs: servesReads ? obtainedAtMs : before.lastObtainedAtMs,
    epoch,
  };
}

/** What is held of some bucket key once one was obtained of which it is known which it is. */
export function withKnownKey(before: SomeEntry, one: Obtaining, profile: Profile): SomeEntry {
  const { writesUntilMs, obtainedAtMs, lastObtainedAtMs } = before;
  return {
    writesUntilMs,
    obtainedAtMs,
    lastObtainedAtMs: mayServe(profile, one, 'read') ? one.obtainedAtMs : lastObtainedAtMs,
    epoch: one.epoch,
  };
}
