import { objectArn } from '../../model/index.ts';
import type { Failure } from './answer.ts';
import { callKms, type Found, NO_PAIRS, type Pairs, type Turn } from './kms.ts';
import type { Bucket, BucketKey, Caller, Kind, Stored } from './state.ts';

/** Opens an object. Answers why it stays shut, or undefined. */
export function open(
  turn: Turn,
  by: Caller,
  bucketName: string,
  bucket: Bucket,
  name: string,
  object: Stored,
): Failure | undefined {
  const { kmsKey, bucketKey } = object;
  if (kmsKey === undefined) return undefined;
  const found = { key: kmsKey, arn: kmsKey.arn };
  if (bucketKey === undefined) return callKms(turn, 'Decrypt', by, found, objectArn(bucketName, name), object.pairs);
  const { identity } = by;
  if (turn.nowMs < (bucketKey.cachedUntilMs[identity] ?? 0) && bucketKey.cachedInEpoch[identity] === bucket.epoch)
    return undefined;
  const failure = callKms(turn, 'Decrypt', by, found, bucket.arn, NO_PAIRS);
  if (failure !== undefined) return failure;
  bucketKey.cachedUntilMs[identity] = turn.nowMs + turn.state.lifetimeMs;
  bucketKey.cachedInEpoch[identity] = bucket.epoch;
  return undefined;
}

/** What is to be locked, and where. */
export interface Target {
  readonly bucketName: string;
  readonly bucket: Bucket;
  readonly name: string;
  readonly kind: Kind;
  readonly found: Found;
  readonly pairs: Pairs;
  readonly isReplica: boolean;
}

/** Locks an object. Answers its bucket key, undefined without one, or why it cannot be. */
export function lock(turn: Turn, by: Caller, target: Target): BucketKey | Failure | undefined {
  const { kind, found, bucket } = target;
  if (kind === 'sseS3') return undefined;
  const operation = target.isReplica ? 'Encrypt' : 'GenerateDataKey';
  if (kind !== 'sseKmsBucketKey')
    return callKms(turn, operation, by, found, objectArn(target.bucketName, target.name), target.pairs);
  const { key } = found;
  let newest = key === undefined ? undefined : bucket.bucketKeys.get(key);
  const held = newest?.[by.identity];
  if (held !== undefined && turn.nowMs < held.locksUntilMs && held.madeInEpoch === bucket.epoch) return held;
  let failure = callKms(turn, operation, by, found, bucket.arn, NO_PAIRS);
  if (failure === undefined && target.isReplica) failure = callKms(turn, 'Decrypt', by, found, bucket.arn, NO_PAIRS);
  if (failure !== undefined || key === undefined) return failure;
  if (newest === undefined) {
    newest = [];
    bucket.bucketKeys.set(key, newest);
  }
  const untilMs = turn.nowMs + turn.state.lifetimeMs;
  const made: BucketKey = { locksUntilMs: untilMs, madeInEpoch: bucket.epoch, cachedUntilMs: [], cachedInEpoch: [] };
  made.cachedUntilMs[by.identity] = untilMs;
  made.cachedInEpoch[by.identity] = bucket.epoch;
  newest[by.identity] = made;
  return made;
}
