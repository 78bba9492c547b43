import type { Profile } from '../model/index.ts';
import { atomicWrites } from './atomic-writes.ts';
import { auditComplete } from './audit-complete.ts';
import { boundedReads } from './bounded-reads.ts';
import { boundedWrites } from './bounded-writes.ts';
import { callsPerSide } from './calls-per-side.ts';
import { configIsNotRetroactive } from './config-is-not-retroactive.ts';
import { contextNamesTheBucket } from './context-names-the-bucket.ts';
import { copyTakesDestination } from './copy-takes-destination.ts';
import { decryptable } from './decryptable.ts';
import { directoryBuckets } from './directory-buckets.ts';
import { earlierSettingsEnd } from './earlier-settings-end.ts';
import { errors } from './errors.ts';
import { etagClass } from './etag-class.ts';
import { everyRequesterPays } from './every-requester-pays.ts';
import type { LivenessProperty } from './goal.ts';
import type { TransitionProperty } from './invariant.ts';
import { keyScope } from './key-scope.ts';
import { asksForReuse, leastReuse } from './least-reuse.ts';
import { multipartFixedAtCreate } from './multipart-fixed-at-create.ts';
import { noFreeRide } from './no-free-ride.ts';
import { pendingDeletionEnds } from './pending-deletion-ends.ts';
import type { Property } from './property.ts';
import { replicaType } from './replica-type.ts';
import { replicationSettles } from './replication-settles.ts';
import { revocationBound } from './revocation-bound.ts';
import { rotationRenews } from './rotation-renews.ts';
import { takesEffect } from './takes-effect.ts';
import { throttling } from './throttling.ts';
import { uniqueDataKeys } from './unique-data-keys.ts';
import { uniqueNonces } from './unique-nonces.ts';
import { unrecoverable } from './unrecoverable.ts';
import { updateEncryption } from './update-encryption.ts';

/**
 * Every property of a single trace, in the order of the documentation: where several are violated in one step, the
 * first is the most telling.
 */
export const PROPERTIES: readonly Property[] = [
  uniqueDataKeys,
  uniqueNonces,
  rotationRenews,
  contextNamesTheBucket,
  everyRequesterPays,
  noFreeRide,
  keyScope,
  boundedWrites,
  boundedReads,
  callsPerSide,
  updateEncryption,
  configIsNotRetroactive,
  multipartFixedAtCreate,
  etagClass,
  decryptable,
  unrecoverable,
  revocationBound,
  copyTakesDestination,
  replicaType,
  replicationSettles,
  directoryBuckets,
  atomicWrites,
  auditComplete,
  errors,
  throttling,
];

/**
 * The properties that a trace is judged by under a profile: those above, and what a profile may ask for besides.
 */
export function propertiesUnder(profile: Profile): readonly Property[] {
  return asksForReuse(profile) ? WITH_REUSE : PROPERTIES;
}

const WITH_REUSE: readonly Property[] = [...PROPERTIES, leastReuse];

/**
 * The properties whose invariants an exploration has judge each transition, the most telling first. It is the order
 * above but for one: an invariant sees at once that a refused step has changed an object, and `atomic-writes` says more
 * of that than `config-is-not-retroactive`.
 */
export const ON_TRANSITIONS: readonly Property[] = [
  contextNamesTheBucket,
  everyRequesterPays,
  noFreeRide,
  keyScope,
  boundedWrites,
  boundedReads,
  callsPerSide,
  atomicWrites,
  updateEncryption,
  configIsNotRetroactive,
  multipartFixedAtCreate,
  etagClass,
  unrecoverable,
  revocationBound,
  copyTakesDestination,
  replicaType,
  decryptable,
  auditComplete,
  throttling,
  errors,
];

/** What only transitions show, so that no monitor sees it: an exploration judges it after all the others. */
export const ON_TRANSITIONS_ALONE: readonly TransitionProperty[] = [takesEffect];

/** What only runs that never end could break, so that no trace shows it: an exploration checks it. */
export const LIVENESS: readonly LivenessProperty[] = [pendingDeletionEnds, earlierSettingsEnd];
