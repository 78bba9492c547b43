import type { KmsOperation } from '../../model/index.ts';
import type { Ledger } from '../ledger.ts';
import type { Grant } from './bucket-record.ts';
import type { Certainty } from './certainty.ts';
import type { KeyRecord } from './key-record.ts';
import type { Side } from './sides.ts';

/**
 * Whether whoever acts on this side may hold a plaintext bucket key for it, by a KMS call of their own within the cache
 * lifetime (F-97).
 */
export function mayHoldBucketKey(ledger: Ledger, side: Side, nowMs: number): Certainty {
  const lifetimeMs = ledger.profile.cacheLifetime.maxMs;
  const lostStep = ledger.cachesLostStep(side.bucket);
  if (typeof side.kmsKeyArn !== 'string') return 'open';
  if (isAlive(side.grant, lostStep, lifetimeMs, nowMs)) return 'yes';
  if (ledger.pastIsCached(side.bucket, lifetimeMs, nowMs)) return 'open';
  const unseen = ledger.callsUnseenWithin(side.bucket, lifetimeMs, nowMs) && ledger.unseenCallsStep > lostStep;
  return unseen ? 'open' : 'no';
}

function isAlive(grant: Grant | undefined, lostStep: number, lifetimeMs: number, nowMs: number): boolean {
  return grant !== undefined && grant.step > lostStep && nowMs < grant.atMs + lifetimeMs;
}

const EVERY_OPERATION: readonly KmsOperation[] = ['GenerateDataKey', 'Encrypt', 'Decrypt'];

/**
 * Since when no KMS call for the bucket keys of this side can have succeeded: the key is unusable, or neither policy
 * nor grants allow anything to the requester (F-118, F-120), unless others may obtain them for it. Undefined unless
 * that is certain now. Propagation delay not included.
 */
export function cutOffSinceMs({ profile }: Ledger, side: Side, key: KeyRecord, nowMs: number): number | undefined {
  const unusable = key.isUsable(nowMs) === 'no' ? key.usabilitySinceMs : undefined;
  if (profile.requesterMode === 'service' && side.by.asksKmsAs.name === side.by.name) return unusable;
  for (const operation of EVERY_OPERATION)
    if (key.permits(side.by, operation, side.bucket.arn, null, nowMs) !== 'no') return unusable;
  const refused = key.refusedSince(side.by).atMs;
  return unusable === undefined ? refused : Math.min(unusable, refused);
}
