import { bucketKey } from '../charts/bucket-key.ts';
import { mustMove } from '../charts/compile/move.ts';
import type { ContextPairs, Family } from '../records/records.ts';
import { SOME_BUCKET_KEY } from '../records/records.ts';
import { NO_PAIRS, partitionOf } from '../rules/encryption-context.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import {
  cannotTell,
  generationAt,
  heldBy,
  hold,
  type Obtained,
  readerOf,
  remember,
  serve,
  servingCache,
  writeWarmth,
} from './bucket-key-cache.ts';
import { askKms, coldUse, type KmsSubject, kmsMayAllow } from './kms-use.ts';
import { partitionsOf, takesOwnPartition } from './partition.ts';
import { type Lock, type Locking, NO_LOCK } from './sides.ts';
import { choose, type Turn } from './turn.ts';

/** Locks an object by way of a bucket key: cached for this requester, new, or one that KMS decrypts (K-03 to K-05). */
export function lockWithBucketKey(turn: Turn, locking: Locking): Lock | Refusal {
  const { by, key, operation } = locking;
  const explainsAll = cannotTell(turn) && mayGenerate(turn, locking);
  const partitions = partitionsOf(turn, locking.pairs);
  const pairs = partitions[partitions.length > 1 && takesOwnPartition(turn, explainsAll) ? 1 : 0] ?? NO_PAIRS;
  if (key.number < 0) return coldUse(turn, operation, subjectOf(locking, pairs)) ?? NO_LOCK;
  servingCache(turn);
  const family = familyOf(turn, locking, pairs);
  const holding = heldBy(turn, locking.bucket, turn.scope.holding(family, by.identity, turn.cache));
  const warmth = writeWarmth(turn, holding);
  if (serve(turn, warmth, explainsAll) === 'warm') {
    const generation = warmth.newest && !warmth.others ? holding.generation : SOME_BUCKET_KEY;
    mustMakeDataKey(turn, generation);
    return { family, generation };
  }
  const how = howToGetOne(turn, locking, family);
  const subject = subjectOf(locking, pairs);
  const refusal = how === 'generate' ? generate(turn, locking, subject) : coldUse(turn, 'Decrypt', subject);
  if (refusal !== undefined) return refusal;
  if (cannotTell(turn)) {
    for (const one of partitions) keepUnseen(turn, locking, one);
    return { family, generation: SOME_BUCKET_KEY };
  }
  return {
    family,
    generation: how === 'generate' ? keepNew(turn, locking, pairs) : keepUnwrapped(turn, locking, family),
  };
}

function subjectOf({ by, key, bucketName: bucket, objectKey }: Locking, pairs: ContextPairs): KmsSubject {
  return { by, key, bucket, objectKey, bucketKey: true, pairs };
}

function familyOf(turn: Turn, { bucket, key }: Locking, pairs: ContextPairs): number {
  return turn.scope.family(bucket.number, key.number, partitionOf(pairs));
}

function verifies(turn: Turn, locking: Locking): readonly boolean[] {
  return locking.operation === 'Encrypt' ? turn.profile.replicationVerifies : turn.profile.writeVerifies;
}

/** Whether KMS may allow all that a new bucket key takes. */
function mayGenerate(turn: Turn, locking: Locking): boolean {
  const subject = subjectOf(locking, NO_PAIRS);
  if (!kmsMayAllow(turn, locking.operation, subject)) return false;
  return verifies(turn, locking).includes(false) || kmsMayAllow(turn, 'Decrypt', subject);
}

/**
 * What a cold write may do: ask for a new bucket key, or have one decrypted that is still in its generation lifetime
 * (U-07, K-04).
 */
function howToGetOne(turn: Turn, { operation }: Locking, family: number): 'generate' | 'unwrap' {
  const { coldWrite, generationLifetime } = turn.profile;
  const known = turn.draft.families.get(family);
  const now = turn.nowMs;
  const canUnwrap =
    coldWrite.includes('unwrap') && known !== undefined && now < known.newestMintedAtMs + generationLifetime.maxMs;
  if (!canUnwrap) return 'generate';
  const isYoung = known.newest !== SOME_BUCKET_KEY && now < known.newestMintedAtMs + generationLifetime.minMs;
  // U-07 speaks of writes; how often replication makes a bucket key is open of itself (U-13).
  const mustUnwrap = operation === 'GenerateDataKey' && !coldWrite.includes('generate') && isYoung;
  return choose(turn, 'coldWrite', mustUnwrap ? ['unwrap'] : ['generate', 'unwrap']);
}

function generate(turn: Turn, locking: Locking, subject: KmsSubject): Refusal | undefined {
  const refusal = coldUse(turn, locking.operation, subject);
  if (refusal !== undefined || !choose(turn, 'verified', verifies(turn, locking))) return refusal;
  return askKms(turn, 'Decrypt', subject);
}

/** Keeps the bucket key that KMS has just made, and answers its number. */
function keepNew(turn: Turn, locking: Locking, pairs: ContextPairs): number {
  const { draft, nowMs: mintedAtMs } = turn;
  const family = familyOf(turn, locking, pairs);
  const made = draft.nextGeneration++;
  const { bucket, by } = locking;
  const obtained: Obtained = {
    bucket,
    family,
    identity: by.identity,
    generation: made,
    mintedAtMs,
    by: 'write',
    how: 'Generate',
  };
  draft.setGeneration(made, { state: bucketKey.initial, family, mintedAtMs, readers: [readerOf(turn, obtained)] });
  const before = draft.families.get(family);
  const lifetimeMs = turn.profile.generationLifetime.maxMs;
  const othersUntilMs =
    before === undefined ? -1 : Math.max(before.othersUntilMs, before.newestMintedAtMs + lifetimeMs);
  draft.setFamily(family, { newest: made, newestMintedAtMs: mintedAtMs, othersUntilMs, pairs });
  hold(turn, obtained);
  return made;
}

/**
 * Keeps the bucket key that KMS has just decrypted, and answers its number; where several are alive, S3 may have taken
 * any.
 */
function keepUnwrapped(turn: Turn, locking: Locking, family: number): number {
  const known = turn.draft.families.get(family);
  if (known === undefined) throw new RangeError(`family ${family} has no bucket key to unwrap`);
  const { newest, newestMintedAtMs: mintedAtMs, othersUntilMs } = known;
  const generation = turn.nowMs < othersUntilMs ? SOME_BUCKET_KEY : newest;
  mustMakeDataKey(turn, generation);
  remember(turn, {
    bucket: locking.bucket,
    family,
    identity: locking.by.identity,
    generation,
    mintedAtMs,
    by: 'write',
    how: 'Unwrap',
  });
  return generation;
}

/**
 * Nobody saw whether KMS was called: from now on the family has a bucket key that is at most as old as this write, and
 * perhaps others.
 */
function keepUnseen(turn: Turn, locking: Locking, pairs: ContextPairs): void {
  const { draft, nowMs: mintedAtMs } = turn;
  const family = familyOf(turn, locking, pairs);
  const unseen: Family = {
    newest: SOME_BUCKET_KEY,
    newestMintedAtMs: mintedAtMs,
    othersUntilMs: mintedAtMs + turn.profile.generationLifetime.maxMs,
    pairs,
  };
  draft.setFamily(family, unseen);
  remember(turn, {
    bucket: locking.bucket,
    family,
    identity: locking.by.identity,
    generation: SOME_BUCKET_KEY,
    mintedAtMs,
    by: 'write',
    how: 'Generate',
  });
}

/** Only a bucket key in its generation lifetime makes data keys; anything else is a mistake of the model. */
function mustMakeDataKey(turn: Turn, number: number): void {
  const generation = generationAt(turn, number);
  if (generation !== undefined) mustMove(bucketKey.on.MakeDataKey, generation.state);
}
