import {
  isReplication,
  type KmsCall,
  type Operation,
  opensAndEncrypts,
  type Profile,
  showsData,
} from '../model/index.ts';
import { boundedReadsInvariant } from './bounded-reads/invariant.ts';
import { KnownBucketKeys } from './bounded-reads/known-bucket-keys.ts';
import { ObtainedBucketKeys } from './bounded-reads/obtained-bucket-keys.ts';
import { contextArnOf, DECRYPT_OPERATIONS, ENCRYPT_OPERATIONS, hasOkCall } from './ledger/calls.ts';
import { bucketOfCall, copiesPart, EVENTS_WITH_SIDES, type ReadSide, type WriteSide } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Judgement, Property } from './property.ts';
import { seconds, shortKey, stepText } from './wording.ts';

/**
 * The saving on reads. A requester asks KMS once for each bucket key that its objects lie under, and then reads every
 * object under that bucket key from the cache until the cache lifetime is over. Objects written in different windows
 * lie under different bucket keys, so age costs calls. Which bucket key an object has is known from the inside of an
 * implementation, or follows from who asked KMS when under a profile with one cache that only generates; otherwise each
 * object is counted by itself.
 */
export const boundedReads: Property = {
  id: 'bounded-reads',
  title: 'Decrypt calls never exceed distinct (requester, bucket key) pairs times caches times windows.',
  requirements: ['F-108', 'F-113', 'F-107', 'U-01', 'U-04', 'U-05', 'U-09', 'K-07', 'D-17'],
  formula:
    '∀ windows [t, t+T): |{ Decrypts(r, bucketKey) in it }| ≤ caches;  □ (read without call → bucketKey obtained ' +
    'within T)',
  needs: 'kms-calls',
  events: EVENTS_WITH_SIDES,
  monitor({ ledger }) {
    const bucketKeys = new KnownBucketKeys(ledger);
    const holdings = new ObtainedBucketKeys(ledger);
    return {
      see(seen) {
        const { operation, read, write, done, kmsCalls } = ledger.sides(seen);
        if (kmsCalls === undefined) return 'idle';
        const judgement =
          read === undefined ? 'idle' : judgeRead(ledger, seen, read, kmsCalls, done, bucketKeys, holdings);
        if (typeof judgement === 'object') return judgement;
        const isNamed = write !== undefined && noteWrite(ledger, seen, write, kmsCalls, bucketKeys, holdings);
        if (!isNamed && (judgement === 'idle' || !showsData(operation)))
          noteUnattributed(ledger, seen, kmsCalls, bucketKeys, holdings);
        else if (judgement === 'idle' && readsAndWrites(operation) && read?.bucketKey !== false)
          // Only the destination is understood: Decrypt calls may be for the source.
          noteUnattributed(ledger, seen, kmsCalls.filter(isDecrypt), bucketKeys, holdings);
        return judgement;
      },
    };
  },
  invariant: boundedReadsInvariant,
};

function judgeRead(
  ledger: Ledger,
  seen: ObservedStep,
  read: ReadSide,
  kmsCalls: readonly KmsCall[],
  done: boolean,
  bucketKeys: KnownBucketKeys,
  holdings: ObtainedBucketKeys,
): Judgement {
  const { by, bucket, kmsKeyArn, bucketKey } = read;
  if (bucketKey !== true || typeof kmsKeyArn !== 'string') return 'idle';
  const nowMs = seen.step.atMs;
  const known = bucketKeys.of(read.version);
  const held = known.obtainTimesOf(by.identity, kmsKeyArn);
  const isAsked = kmsCalls.some(
    (call) => call.operation === 'Decrypt' && contextArnOf(call) === bucket.arn && call.result !== 'NotFoundException',
  );
  const { operation } = ledger.sides(seen);
  const isAmbiguous = copiesPart(operation) || (opensForWrites(ledger.profile) && opensAndEncrypts(operation));
  if (isAsked && !isAmbiguous && holdings.isCertain(bucket, held, nowMs)) {
    return {
      violation:
        `${stepText(seen)} and asked KMS to Decrypt for bucket ${bucket.name} under ${shortKey(kmsKeyArn)}, which ` +
        `was not needed: ${by.name} had obtained ${known.name} ${obtainedText(held.certainMs, nowMs)}, and it is ` +
        `cached for ${seconds(ledger.profile.cacheLifetime.minMs)}`,
      requirements: ['K-07', 'F-108'],
      parts: [{ part: 'kmsCalls', expected: 'no Decrypt', observed: 'Decrypt' }],
    };
  }
  const before = held.possibleStep >= 0;
  if (hasOkCall(ledger, kmsCalls, { by, contextArn: bucket.arn, keyArn: kmsKeyArn, operations: DECRYPT_OPERATIONS })) {
    holdings.obtain(bucket, held, nowMs, done && !isAmbiguous);
    if (!known.isExact) holdings.unattributed(bucket, by.identity, kmsKeyArn, nowMs);
    return before ? 'exercised' : 'held';
  }
  if (!done) return 'idle';
  if (known.isExact && !holdings.isPossible(read, kmsKeyArn, held, nowMs)) {
    const last = before
      ? `last obtained ${known.name} ${obtainedText([held.possibleMs], nowMs)}`
      : `never obtained ${known.name}`;
    const lost = ledger.cachesLost(bucket, held.possibleStep);
    const gone = lost === undefined ? '' : `, and ${lost} emptied the caches since`;
    return {
      violation:
        `${stepText(seen)} without a KMS call, but ${by.name} had ${last}${gone}: it needed a Decrypt for bucket ` +
        `${bucket.name} under ${shortKey(kmsKeyArn)}`,
      requirements: ['K-07', 'F-113'],
      parts: [{ part: 'kmsCalls', expected: 'Decrypt', observed: 'none' }],
    };
  }
  return before ? 'exercised' : 'held';
}

/** When a bucket key was obtained, and how long ago that was. */
function obtainedText(timesMs: readonly number[], nowMs: number): string {
  return `at ${timesMs.map((atMs) => `${seconds(atMs)} (${seconds(nowMs - atMs)} before)`).join(', ')}`;
}

function readsAndWrites(operation: Operation): boolean {
  return opensAndEncrypts(operation) || isReplication(operation) || copiesPart(operation);
}

function isDecrypt({ operation }: KmsCall): boolean {
  return operation === 'Decrypt';
}

/**
 * Whether a write may decrypt a bucket key, too: then the Decrypt calls of a copy cannot be told apart (U-07, U-08).
 */
function opensForWrites({ coldWrite, writeVerifies }: Profile): boolean {
  return coldWrite.includes('unwrap') || writeVerifies.includes(true);
}

/**
 * Tells the bucket key of a new object, and notes that its writer may have obtained it; false where too little was
 * seen.
 */
function noteWrite(
  ledger: Ledger,
  seen: ObservedStep,
  write: WriteSide,
  kmsCalls: readonly KmsCall[],
  bucketKeys: KnownBucketKeys,
  holdings: ObtainedBucketKeys,
): boolean {
  const { by, bucket } = write;
  const { profile } = ledger;
  const { atMs } = seen.step;
  const made = kmsCalls.find(
    (call) =>
      call.result === 'ok' &&
      ENCRYPT_OPERATIONS.includes(call.operation) &&
      contextArnOf(call) === bucket.arn &&
      ledger.identityOf(call.by) === by.identity,
  );
  const keyArn = write.kmsKeyArn ?? made?.keyArn;
  if (write.bucketKey === false) return true;
  if (keyArn === undefined || (write.bucketKey === undefined && made === undefined)) return false;
  const known = bucketKeys.give(write, keyArn, made !== undefined, seen.observation.internals?.bucketKey);
  const held = known.obtainTimesOf(by.identity, keyArn);
  const mayOpen = opensForWrites(profile) || isReplication(ledger.sides(seen).operation);
  const isOpened =
    mayOpen && hasOkCall(ledger, kmsCalls, { by, contextArn: bucket.arn, keyArn, operations: DECRYPT_OPERATIONS });
  const isWarmed = made !== undefined && profile.writeWarmsRead.includes(true);
  if (isWarmed)
    holdings.obtain(
      bucket,
      held,
      atMs,
      made.operation === 'GenerateDataKey' && !profile.writeWarmsRead.includes(false),
    );
  else if (isOpened) holdings.obtain(bucket, held, atMs, false);
  if (!known.isExact && (isWarmed || isOpened)) holdings.unattributed(bucket, by.identity, keyArn, atMs);
  return true;
}

/** Calls of a request that failed, or of one of which too little was seen: any bucket key may have been obtained. */
function noteUnattributed(
  ledger: Ledger,
  seen: ObservedStep,
  kmsCalls: readonly KmsCall[],
  bucketKeys: KnownBucketKeys,
  holdings: ObtainedBucketKeys,
): void {
  for (const call of kmsCalls) {
    const identity = ledger.identityOf(call.by);
    const bucket = bucketOfCall(ledger, seen, ledger.sides(seen), call);
    if (call.result !== 'ok' || identity === undefined || bucket === undefined) continue;
    holdings.unattributed(bucket, identity, call.keyArn, seen.step.atMs);
    if (call.operation !== 'Decrypt') bucketKeys.forget(bucket, identity, call.keyArn);
  }
}
