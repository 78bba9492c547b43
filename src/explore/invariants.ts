import {
  atomicWrites,
  configIsNotRetroactive,
  copyTakesDestination,
  etagClass,
} from '../../properties/config-is-not-retroactive/invariant.ts';
import {
  callsPerSide,
  contextNamesTheBucket,
  noFreeRide,
} from '../../properties/context-names-the-bucket/invariant.ts';
import { everyRequesterPays, keyScope } from '../../properties/every-requester-pays/invariant.ts';
import type { Invariant } from '../../properties/invariant.ts';
import { revocationBound, throttling, unrecoverable } from '../../properties/revocation-bound/invariant.ts';

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
