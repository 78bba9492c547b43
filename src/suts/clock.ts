import type { Profile } from '../../model/index.ts';
import { WITHOUT_END_MS } from '../../model/openness/bucket-key-rows.ts';
import type { Sut, SutClock } from './sut.ts';

/** A clock on the wall. */
export type WallClock = Exclude<SutClock, 'virtual'>;

/** The clock of a system where it is one on the wall; undefined where time is virtual. */
export function wallClockOf({ clock }: Pick<Sut, 'clock'>): WallClock | undefined {
  return clock === undefined || clock === 'virtual' ? undefined : clock;
}

/**
 * The profile for a system that was told how long to keep bucket keys, and whose requests take time. When within a
 * request KMS was called or a key looked up nobody sees, so that an age is known only within `toleranceMs`. Nor does
 * anybody see whether a bucket that was made there for a setup blocks public policies, as new ones do (F-162).
 */
export function profileByClock(
  profile: Profile,
  { cacheLifetimeMs, generationLifetimeMs }: Pick<WallClock, 'cacheLifetimeMs' | 'generationLifetimeMs'>,
  toleranceMs: number,
): Profile {
  return {
    ...profile,
    cacheLifetime: widened(given(profile.cacheLifetime, cacheLifetimeMs), toleranceMs),
    generationLifetime: widened(given(profile.generationLifetime, generationLifetimeMs), toleranceMs),
    idleTime: widened(profile.idleTime, toleranceMs),
    ruleDelayMs: later(profile.ruleDelayMs, toleranceMs),
    policyDelayMs: later(profile.policyDelayMs, toleranceMs),
    replicationDelayMs: later(profile.replicationDelayMs, toleranceMs),
    kmsDelayMs: later(profile.kmsDelayMs, toleranceMs),
    blockPublicAccess: ['newBuckets', 'none'],
  };
}

type Span = Profile['cacheLifetime'];

/** A span that was set: exactly so long where the profile is exact, at most so long where it is not. */
function given({ minMs, maxMs }: Span, setMs: number | undefined): Span {
  if (setMs === undefined) return { minMs, maxMs };
  return { minMs: minMs === maxMs ? setMs : Math.min(minMs, setMs), maxMs: setMs };
}

function widened({ minMs, maxMs }: Span, byMs: number): Span {
  return { minMs: minMs >= WITHOUT_END_MS ? minMs : Math.max(0, minMs - byMs), maxMs: later(maxMs, byMs) };
}

/** What takes no time at all is done when it is answered, and nothing else is under way. */
function later(boundMs: number, byMs: number): number {
  return boundMs === 0 || boundMs >= WITHOUT_END_MS ? boundMs : boundMs + byMs;
}
