import { everyRequesterPays, keyScope } from './invariants/bucket-keys.ts';
import type { Invariant } from './invariants/invariant.ts';
import { callsPerSide, contextNamesTheBucket, noFreeRide } from './invariants/kms-calls.ts';
import { revocationBound, throttling, unrecoverable } from './invariants/refusals.ts';
import { atomicWrites, configIsNotRetroactive, copyTakesDestination, etagClass } from './invariants/stored-objects.ts';

/** What is checked on every transition, the most telling first. */
export const INVARIANTS: readonly Invariant[] = [
  everyRequesterPays,
  noFreeRide,
  keyScope,
  contextNamesTheBucket,
  callsPerSide,
  atomicWrites,
  configIsNotRetroactive,
  etagClass,
  unrecoverable,
  revocationBound,
  copyTakesDestination,
  throttling,
];
