import type { Profile } from '../../model/index.ts';
import type { TraceOptions } from '../../properties/arbitraries/index.ts';
import { profileByClock, wallClockOf } from './clock.ts';
import type { Sut } from './sut.ts';

/** What traces are to be like for a system, of up to so many steps. */
export function traceOptionsOf(sut: Sut, profile: Profile, maxSteps: number): TraceOptions {
  const { supports, capabilities } = sut;
  const clock = wallClockOf(sut);
  if (clock === undefined) return { profile, supports, maxSteps, capabilities };
  const { longestPauseMs } = clock;
  return { profile: profileByClock(profile, clock, 0), supports, maxSteps, capabilities, longestPauseMs };
}
