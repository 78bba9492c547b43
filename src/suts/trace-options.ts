import type { Profile } from '../../model/index.ts';
import type { Capabilities, TraceOptions } from '../../properties/arbitraries/index.ts';
import { profileByClock, wallClockOf } from './clock.ts';
import type { Sut } from './sut.ts';

/** What a system cannot do as long as it does not say that it can. */
export const ON_REQUEST: Capabilities = {
  conditionalRequests: false,
  ranges: false,
  checksumMode: false,
  customerKeys: false,
  copyChanges: false,
  deleteMarkerReplication: false,
  objectLock: false,
  batchReplication: false,
  services: false,
  directoryBuckets: false,
  iam: false,
  kmsQuotas: false,
  otherKeySpecs: false,
  importedKeys: false,
  policyConditions: false,
};

/**
 * What a system can do; undefined where that is everything. Who has not heard of a header that a request may have does
 * not send it, and is not to be accused for that: these have to be said.
 */
export function capabilitiesOf({ capabilities }: Sut): Capabilities | undefined {
  const all: Capabilities = { ...ON_REQUEST, ...capabilities };
  return Object.values(all).every((one) => one === true) ? undefined : all;
}

/** What traces are to be like for a system, of up to so many steps. */
export function traceOptionsOf(sut: Sut, profile: Profile, maxSteps: number): TraceOptions {
  const { supports } = sut;
  const capabilities = capabilitiesOf(sut);
  const clock = wallClockOf(sut);
  if (clock === undefined) return { profile, supports, maxSteps, capabilities };
  const { longestPauseMs } = clock;
  return { profile: profileByClock(profile, clock, 0), supports, maxSteps, capabilities, longestPauseMs };
}
