import { isCopy, isReplication, type KmsCall, makesDataKey, operationsThat, type Profile } from '../model/index.ts';
import { boundedWritesInvariant } from './bounded-writes/invariant.ts';
import type { BucketRecord } from './ledger/bucket-record.ts';
import { contextArnOf, DECRYPT_OPERATIONS, ENCRYPT_OPERATIONS, hasOkCall } from './ledger/calls.ts';
import { PerBucket } from './ledger/nested-map.ts';
import type { WriteSide } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement, Property } from './property.ts';
import { seconds, shortKey, stepName, stepText } from './wording.ts';

/**
 * The saving on writes. A bucket key that a requester got from KMS makes data keys for all its writes until its window
 * closes, so the GenerateDataKey calls of one requester for one bucket and KMS key are no more than caches times
 * windows. With one cache that drops nothing early this is exact: the calls are the greedy cover of the write times by
 * windows, no more and no fewer. An eviction, a restart or a request that failed half-way starts the count afresh.
 */
export const boundedWrites: Property = {
  id: 'bounded-writes',
  title:
    'GenerateDataKey calls for a bucket key never exceed caches times windows; with one strict cache they are the ' +
    'greedy cover.',
  requirements: ['F-108', 'F-106', 'F-132', 'U-01', 'U-02', 'U-03', 'U-04', 'U-05', 'K-03', 'K-05'],
  formula:
    '∀ windows [t, t+W): |{ generated(r, bucket, key) in it }| ≤ caches;  □ (write without call → generated within ' +
    'its ' +
    'lifetime)',
  needs: 'kms-calls',
  events: operationsThat(makesDataKey),
  monitor({ ledger, profile }) {
    const windows = new PerBucket<Window>(ledger);
    const certainMs = certainWindowMs(profile);
    return {
      see(seen) {
        const { operation, bucket: namedBucket, write, done, kmsCalls } = ledger.sides(seen);
        if (!makesDataKey(operation)) return 'idle';
        const bucket = isReplication(operation) ? destinationOf(ledger, namedBucket) : namedBucket;
        if (kmsCalls === undefined || bucket === undefined) return 'idle';
        let judgement: Judgement = 'idle';
        for (const call of kmsCalls) {
          const identity = ledger.identityOf(call.by);
          if (identity === undefined || call.operation === 'Decrypt' || contextArnOf(call) !== bucket.arn) continue;
          // In the mixed case a call may name the bucket without making a bucket key (F-72, D-08).
          if (isReplication(operation) && write?.bucketKey !== true && profile.mixedReplicaFlag.length > 1) continue;
          // Extra pairs in the context make bucket keys of their own (U-12); those are not counted.
          if (Object.keys(call.context).length > 1) {
            if (call.result === 'ok' && judgement === 'idle') judgement = 'held';
            continue;
          }
          const window = windows.of(bucket, identity, call.keyArn, newWindow);
          forgetLost(ledger, bucket, identity, call.keyArn, window);
          if (certainMs > 0 && isTooMany(profile, seen, window, call, certainMs))
            return excess(profile, seen, ledger.steps, bucket, window, call, certainMs);
          if (call.result !== 'ok') continue;
          judgement = window.generated ? 'exercised' : 'held';
          window.by = call.by;
          note(window, ledger.steps, seen.step.atMs, done && !(isCopy(operation) && othersReplace(profile)), profile);
        }
        if (judgement !== 'idle' || !done || write === undefined) return judgement;
        return judgeWithoutCall(ledger, seen, write, kmsCalls);
      },
    };
  },
  invariant: boundedWritesInvariant,
};

/** The bucket keys one requester has had made for one bucket under one KMS key. */
interface Window {
  /** Whether there was any. */
  generated: boolean;
  /** Times of the last ones, at most as many as there are caches, that are certainly still cached. */
  readonly generatedMs: number[];
  /** Step of the last one. */
  step: number;
  /** Who had it made. */
  by: string;
}

function newWindow(): Window {
  return { generated: false, generatedMs: [], step: -1, by: '' };
}

/**
 * For how long a bucket key certainly serves writes once it is cached, even if nobody uses it; 0 where it may be
 * dropped at any time (U-05), or by the number of uses (U-26).
 */
function certainWindowMs(profile: Profile): number {
  const { caches, earlyEviction, cacheLifetime, idleTime, generationLifetime, usesPerBucketKey } = profile;
  if (caches === 'any' || earlyEviction || usesPerBucketKey !== 'none') return 0;
  return Math.min(cacheLifetime.minMs, idleTime.minMs, generationLifetime.minMs);
}

/** Whether a Decrypt may put another, older bucket key in the place of the one that serves writes (U-07, U-09). */
function othersReplace({ coldWrite, readWarmsWrite }: Profile): boolean {
  return coldWrite.includes('unwrap') || readWarmsWrite.includes(true);
}

function destinationOf(ledger: Ledger, source: BucketRecord | undefined): BucketRecord | undefined {
  const rule = source?.replication;
  return rule === undefined ? undefined : ledger.bucket(rule.destination);
}

/** Empties a window whose bucket keys may be gone, or may no longer be those that serve writes. */
function forgetLost(ledger: Ledger, bucket: BucketRecord, identity: number, keyArn: string, window: Window): void {
  const lost = Math.max(ledger.cachesLostStep(bucket), ledger.unseenCallsStep);
  const grant = bucket.grant(identity, keyArn);
  const replaced = othersReplace(ledger.profile) && grant !== undefined && grant.step !== grant.generatedStep;
  if (window.step <= lost || replaced) window.generatedMs.length = 0;
}

/**
 * Whether every cache must hold a bucket key that serves this write, so that no call was called for. A deleted key is
 * cold always.
 */
function isTooMany(
  { caches }: Profile,
  { step }: ObservedStep,
  window: Window,
  call: KmsCall,
  certainMs: number,
): boolean {
  const oldest = window.generatedMs[0];
  if (caches === 'any' || window.generatedMs.length < caches || oldest === undefined) return false;
  return call.result !== 'NotFoundException' && step.atMs < oldest + certainMs;
}

function excess(
  { caches }: Profile,
  { step }: ObservedStep,
  stepIndex: number,
  bucket: BucketRecord,
  window: Window,
  call: KmsCall,
  certainMs: number,
): Judgement {
  const isTwice = window.step === stepIndex;
  const had = window.generatedMs.map((atMs) => `${seconds(atMs)}, ${seconds(step.atMs - atMs)} before,`).join(' and ');
  return {
    violation:
      `${call.by} called ${call.operation} for bucket ${bucket.name} under ${shortKey(call.keyArn)} at ` +
      `${seconds(step.atMs)}${
        isTwice
          ? ' twice in one request'
          : `, but ${caches === 1 ? 'the bucket key' : 'the bucket keys'} made at ${had} still made data keys, ` +
            'as for ' +
            `${seconds(certainMs)}${call.by === window.by ? '' : `, for ${window.by} and ${call.by} alike`}`
      }: no further call was needed`,
    requirements: ['K-05', 'F-108'],
    parts: [{ part: 'kmsCalls', expected: `no ${call.operation}`, observed: call.operation }],
  };
}

/** Takes note of a new bucket key; `isCertain`: it certainly serves the next write. */
function note(window: Window, step: number, nowMs: number, isCertain: boolean, { caches }: Profile): void {
  window.generated = true;
  window.step = step;
  if (!isCertain) window.generatedMs.length = 0;
  if (!isCertain || caches === 'any') return;
  window.generatedMs.push(nowMs);
  if (window.generatedMs.length > caches) window.generatedMs.shift();
}

const MISSING = { part: 'kmsCalls', expected: 'GenerateDataKey', observed: 'none' };

/** A write that no GenerateDataKey of its own paid for: some bucket key must have been there to make its data key. */
function judgeWithoutCall(
  ledger: Ledger,
  seen: ObservedStep,
  write: WriteSide,
  kmsCalls: readonly KmsCall[],
): Judgement {
  const { by, bucket, bucketKey, kmsKeyArn, grant } = write;
  const { profile } = ledger;
  const nowMs = seen.step.atMs;
  if (bucketKey !== true || typeof kmsKeyArn !== 'string') return 'idle';
  const generationMs = profile.generationLifetime.maxMs;
  const isUnseen =
    ledger.callsUnseenWithin(bucket, generationMs, nowMs) || ledger.pastIsWithin(bucket, generationMs, nowMs);
  if (nowMs >= bucket.lastMintMs(kmsKeyArn) + generationMs && !isUnseen) {
    return {
      violation:
        `${stepText(seen)} without GenerateDataKey, but no bucket key for ${bucket.name} under ` +
        `${shortKey(kmsKeyArn)} ` +
        `had been made in the ${seconds(generationMs)} for which one makes data keys`,
      requirements: ['K-03', 'F-106'],
      parts: [MISSING],
    };
  }
  if (othersReplace(profile)) {
    const opened = hasOkCall(ledger, kmsCalls, {
      by,
      contextArn: bucket.arn,
      keyArn: kmsKeyArn,
      operations: DECRYPT_OPERATIONS,
    });
    return grant !== undefined && !opened ? 'exercised' : 'held';
  }
  const windowMs = Math.min(profile.cacheLifetime.maxMs, generationMs);
  const served =
    grant !== undefined &&
    grant.generatedStep > ledger.cachesLostStep(bucket) &&
    nowMs < grant.generatedAtMs + windowMs;
  if (served) return 'exercised';
  if (ledger.callsUnseenWithin(bucket, windowMs, nowMs)) return 'idle';
  const generatedStep = grant?.generatedStep ?? -1;
  const lost = generatedStep < 0 ? undefined : ledger.cachesLost(bucket, generatedStep);
  const last =
    grant === undefined || generatedStep < 0
      ? 'it had made no such call, and so had no bucket key to write with'
      : `the bucket key of its last such call, ${stepName(generatedStep)} at ${seconds(grant.generatedAtMs)}, ` +
        (lost === undefined
          ? `made data keys until ${seconds(windowMs)} old, and was ${seconds(nowMs - grant.generatedAtMs)} old`
          : `was lost by ${lost}`);
  return {
    violation:
      `${stepText(seen)} without ${ENCRYPT_OPERATIONS.join(' or ')} for bucket ${bucket.name} under ` +
      `${shortKey(kmsKeyArn)}, but ${last}`,
    requirements: ['K-03', 'F-106'],
    parts: [MISSING],
  };
}
