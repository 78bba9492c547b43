import { bucketKey } from '../charts/bucket-key.ts';
import type { ObjectVersionState } from '../charts/object-version.ts';
import type { ExtraContext } from '../profile/profile.ts';
import { needsKms } from '../rules/encryption.ts';
import { partitionOf } from '../rules/encryption-context.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import type { Bucket, ContextPairs, Family, ObjectVersion } from '../world/records.ts';
import { NO_BUCKET_KEY, SOME_BUCKET_KEY } from '../world/records.ts';
import type { KnownRequester } from '../world/scope.ts';
import { cannotTell, generationAt, heldBy, readWarmth, remember, serve, servingCache, writeWarmth } from './bucket-key-cache.ts';
import { askKms, coldUse, type FoundKey, type KmsSubject, keyNumbered, kmsMayAllow } from './kms-use.ts';
import { advance, choose, type Turn } from './turn.ts';

/** An object that is to be opened. */
export interface Opening {
  readonly by: KnownRequester;
  readonly bucketName: string;
  readonly bucket: Bucket;
  readonly objectKey: string;
  readonly version: ObjectVersion;
  /** Whether KMS sees the bucket ARN although the object has no bucket key (F-72, mixed replication). */
  readonly underBucketArn: boolean;
}

/** Opens an object: no key, one Decrypt, or a bucket key that is cached or decrypted (K-06 to K-08). Answers why it stays shut. */
export function openObject(turn: Turn, opening: Opening): Refusal | undefined {
  const { version } = opening;
  if (!needsKms(version.state)) {
    advance(turn, 'NeedNoKey');
    return undefined;
  }
  const withBucketKey = version.state === 'sseKmsBucketKey';
  const subject: KmsSubject = {
    by: opening.by,
    key: keyNumbered(turn, version.kmsKey),
    bucket: opening.bucketName,
    objectKey: opening.objectKey,
    bucketKey: withBucketKey || opening.underBucketArn,
    pairs: withBucketKey ? [] : version.context,
  };
  return withBucketKey ? openWithBucketKey(turn, opening, subject) : coldUse(turn, 'Decrypt', subject);
}

function openWithBucketKey(turn: Turn, opening: Opening, subject: KmsSubject): Refusal | undefined {
  const { version, bucket, by } = opening;
  servingCache(turn);
  const holding = heldBy(turn, bucket, turn.scope.holding(version.family, by.identity, turn.cache));
  const generation = generationAt(turn, version.generation);
  const warmth = readWarmth(turn, bucket, generation, by.identity, holding);
  if (serve(turn, warmth, () => kmsMayAllow(turn, 'Decrypt', subject)) === 'warm') {
    advance(turn, 'FindWarm');
    return undefined;
  }
  const family = turn.draft.families.get(version.family);
  const refusal = coldUse(turn, 'Decrypt', { ...subject, pairs: family?.pairs ?? [] });
  if (refusal !== undefined) return refusal;
  if (generation !== undefined && bucketKey.next(generation.state, 'Unwrap') === undefined) {
    throw new Error(`bucket-key chart: Unwrap is refused in ${generation.state}`);
  }
  remember(turn, {
    bucket,
    family: version.family,
    identity: by.identity,
    generation: version.generation,
    mintedAtMs: generation?.mintedAtMs ?? family?.newestMintedAtMs ?? 0,
    by: 'read',
  });
  return undefined;
}

/** An object that is to be locked under a data key of its own. */
export interface Locking {
  readonly by: KnownRequester;
  readonly bucketName: string;
  readonly bucket: Bucket;
  readonly objectKey: string;
  readonly state: ObjectVersionState;
  readonly key: FoundKey;
  readonly pairs: ContextPairs;
  /** GenerateDataKey for a write, Encrypt for a replica whose data key exists already (F-70, K-21, K-22). */
  readonly operation: 'GenerateDataKey' | 'Encrypt';
  /** Whether KMS sees the bucket ARN although the object has no bucket key (F-72, mixed replication). */
  readonly underBucketArn: boolean;
}

/** The bucket key an object was locked under. */
export interface Lock {
  readonly family: number;
  readonly generation: number;
}

const NO_LOCK: Lock = { family: -1, generation: NO_BUCKET_KEY };

/** Locks an object: no key, one call for a key of its own, or a bucket key (K-01 to K-05). Answers the bucket key, or why it cannot be. */
export function lockObject(turn: Turn, locking: Locking): Lock | Refusal {
  if (!needsKms(locking.state)) {
    advance(turn, 'NeedNoKey');
    return NO_LOCK;
  }
  const { by, key, bucketName: bucket, objectKey, pairs } = locking;
  if (locking.state !== 'sseKmsBucketKey') {
    const bucketKey = locking.underBucketArn;
    return coldUse(turn, locking.operation, { by, key, bucket, objectKey, bucketKey, pairs }) ?? NO_LOCK;
  }
  const partitions = pairs.length > 0 && partition(turn) === 'partitions';
  const subject: KmsSubject = { by, key, bucket, objectKey, bucketKey: true, pairs: partitions ? pairs : [] };
  return lockWithBucketKey(turn, locking, subject);
}

function partition(turn: Turn): ExtraContext {
  const { extraContext } = turn.profile;
  // Unseen, one bucket key for all pairs explains whatever several would.
  return cannotTell(turn) && extraContext.includes('left-out') ? 'left-out' : choose(turn, 'extraContext', extraContext);
}

function lockWithBucketKey(turn: Turn, locking: Locking, subject: KmsSubject): Lock | Refusal {
  const { by, bucket, key } = locking;
  if (key.number < 0) {
    return coldUse(turn, locking.operation, subject) ?? NO_LOCK;
  }
  servingCache(turn);
  const family = turn.scope.family(bucket.incarnation, key.number, partitionOf(subject.pairs));
  const holding = heldBy(turn, bucket, turn.scope.holding(family, by.identity, turn.cache));
  const warmth = writeWarmth(turn, holding);
  if (serve(turn, warmth, () => kmsMayAllow(turn, locking.operation, subject)) === 'warm') {
    advance(turn, 'FindWarm');
    const generation = warmth.newest && !warmth.others ? holding.generation : SOME_BUCKET_KEY;
    mustMakeDataKey(turn, generation);
    return { family, generation };
  }
  const generates = cannotTell(turn) && kmsMayAllow(turn, locking.operation, subject) ? 'generate' : howToGetOne(turn, family);
  return generates === 'generate' ? generateBucketKey(turn, locking, subject, family) : unwrapBucketKey(turn, locking, subject, family);
}

/** What a cold write may do: ask for a new bucket key, or have one decrypted that is still in its generation lifetime (U-07, K-04). */
function howToGetOne(turn: Turn, family: number): 'generate' | 'unwrap' {
  const { coldWrite, generationLifetime } = turn.profile;
  const known = turn.draft.families.get(family);
  const now = turn.nowMs;
  const canUnwrap = coldWrite.includes('unwrap') && known !== undefined && now < known.newestMintedAtMs + generationLifetime.maxMs;
  if (!canUnwrap) return 'generate';
  const mustUnwrap = !coldWrite.includes('generate') && now < known.newestMintedAtMs + generationLifetime.minMs;
  return choose(turn, 'coldWrite', mustUnwrap ? ['unwrap'] : ['generate', 'unwrap']);
}

function generateBucketKey(turn: Turn, locking: Locking, subject: KmsSubject, family: number): Lock | Refusal {
  const { draft, nowMs, profile } = turn;
  const refusal = coldUse(turn, locking.operation, subject);
  if (refusal !== undefined) return refusal;
  const verifies = locking.operation === 'Encrypt' ? profile.replicationVerifies : profile.writeVerifies;
  if (choose(turn, 'verified', verifies)) {
    const unverified = askKms(turn, 'Decrypt', subject);
    if (unverified !== undefined) return unverified;
  }
  const made = draft.nextGeneration++;
  draft.generations = draft.generations.set(made, { state: bucketKey.initial, family, mintedAtMs: nowMs, readers: [] });
  draft.families = draft.families.set(family, withNewest(draft.families.get(family), made, turn, subject.pairs));
  const generation = cannotTell(turn) ? SOME_BUCKET_KEY : made;
  remember(turn, { bucket: locking.bucket, family, identity: locking.by.identity, generation, mintedAtMs: nowMs, by: 'write' });
  return { family, generation };
}

function withNewest(family: Family | undefined, newest: number, turn: Turn, pairs: ContextPairs): Family {
  const { maxMs } = turn.profile.generationLifetime;
  const known = family === undefined ? -1 : Math.max(family.othersUntilMs, family.newestMintedAtMs + maxMs);
  const before = cannotTell(turn) ? turn.nowMs + maxMs : known;
  return { newest, newestMintedAtMs: turn.nowMs, othersUntilMs: before, pairs };
}

function unwrapBucketKey(turn: Turn, locking: Locking, subject: KmsSubject, family: number): Lock | Refusal {
  const known = turn.draft.families.get(family);
  if (known === undefined) throw new RangeError(`family ${family} has no bucket key to unwrap`);
  const refusal = coldUse(turn, 'Decrypt', subject);
  if (refusal !== undefined) return refusal;
  // Several may be alive; which of them S3 took is not seen.
  const generation = turn.nowMs < known.othersUntilMs ? SOME_BUCKET_KEY : known.newest;
  mustMakeDataKey(turn, generation);
  const { newestMintedAtMs: mintedAtMs } = known;
  remember(turn, { bucket: locking.bucket, family, identity: locking.by.identity, generation, mintedAtMs, by: 'write' });
  return { family, generation };
}

/** Only a bucket key in its generation lifetime makes data keys; anything else is a mistake of the model. */
function mustMakeDataKey(turn: Turn, number: number): void {
  const generation = generationAt(turn, number);
  if (generation !== undefined && bucketKey.next(generation.state, 'MakeDataKey') === undefined) {
    throw new Error(`bucket-key chart: MakeDataKey is refused in ${generation.state}`);
  }
}
