import { bucketKey } from '../charts/bucket-key.ts';
import { type ContextPairs, NO_BUCKET_KEY, SOME_BUCKET_KEY } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { bucketKeyState, candidate, heldForWrites, moveBucketKey, obtain, servingCache } from './bucket-key-cache.ts';
import { askKms, type KmsSubject } from './kms-use.ts';
import { partitionFor } from './partition.ts';
import { serves, surelyIsServed } from './served.ts';
import { type Lock, type Locking, NO_LOCK } from './sides.ts';
import { obtainSome, someIsLive, someServesWrite } from './some-bucket-key.ts';
import { choose, type Turn } from './turn.ts';

/** Locks an object by way of a bucket key: cached for this requester, new, or one that KMS decrypts (K-03 to K-05). */
export function lockWithBucketKey(turn: Turn, locking: Locking): Lock | Refusal {
  const { key, operation } = locking;
  const pairs = partitionFor(turn, locking.pairs);
  if (key.number < 0) return askKms(turn, operation, subjectOf(locking, pairs)) ?? NO_LOCK;
  servingCache(turn);
  const family = turn.scope.family(locking.bucket.number, key.number, pairs);
  const warm = warmBucketKey(turn, locking, family);
  if (warm !== NO_BUCKET_KEY) return makeDataKey(turn, family, warm);
  const existing = bucketKeyToUnwrap(turn, locking, family);
  const isNew = existing === NO_BUCKET_KEY;
  const subject = subjectOf(locking, pairs);
  const refusal = isNew ? generate(turn, locking, subject) : askKms(turn, 'Decrypt', subject);
  if (refusal !== undefined) return refusal;
  return makeDataKey(
    turn,
    family,
    isNew ? keepNew(turn, locking, family) : keepUnwrapped(turn, locking, family, existing),
  );
}

function subjectOf({ by, key, bucketName: bucket, objectKey }: Locking, pairs: ContextPairs): KmsSubject {
  return { by, key, bucket, objectKey, bucketKey: true, pairs };
}

/** Number of the cached bucket key that serves the write, or {@link NO_BUCKET_KEY}. */
function warmBucketKey(turn: Turn, { bucket, by }: Locking, family: number): number {
  const held = heldForWrites(turn, family, by.identity);
  // Some bucket key is any of those that are held, the listed ones included.
  if (someServesWrite(turn, bucket, family, by.identity)) {
    const isSure = held.some((number) => {
      const one = candidate(turn, bucket, number, by.identity, 'write');
      return one !== undefined && surelyIsServed(turn, one);
    });
    return choose(turn, 'served', isSure ? SOME_ONLY_USE : SOME_OR_NOT) === 'Use' ? SOME_BUCKET_KEY : NO_BUCKET_KEY;
  }
  for (let at = held.length - 1; at >= 0; at--) {
    const one = candidate(turn, bucket, held[at] ?? NO_BUCKET_KEY, by.identity, 'write');
    if (one !== undefined && serves(turn, bucket, one)) return one.number;
  }
  return NO_BUCKET_KEY;
}

const SOME_ONLY_USE = ['Use'] as const;
const SOME_OR_NOT = ['Use', 'OtherCache'] as const;

/**
 * Number of the bucket key that a cold write has decrypted, one that still makes data keys (U-07, K-04);
 * {@link NO_BUCKET_KEY} where it asks for a new one.
 */
function bucketKeyToUnwrap(turn: Turn, { operation }: Locking, family: number): number {
  const { coldWrite, generationLifetime } = turn.profile;
  if (!coldWrite.includes('unwrap')) return NO_BUCKET_KEY;
  const listed = listedLive(turn, family);
  const live = someIsLive(turn, family) ? SOME_ONLY : listed;
  if (live.length === 0) return NO_BUCKET_KEY;
  const isYoung = listed.some((number) => {
    const key = turn.draft.bucketKeys.get(number);
    return key !== undefined && turn.nowMs < key.createdAtMs + generationLifetime.minMs;
  });
  // U-07 speaks of writes; how often replication makes a bucket key is open of itself (U-13).
  const mustUnwrap = operation === 'GenerateDataKey' && !coldWrite.includes('generate') && isYoung;
  const how = choose(turn, 'coldWrite', mustUnwrap ? UNWRAP_ONLY : EITHER);
  return how === 'generate' ? NO_BUCKET_KEY : choose(turn, 'unwrapped', live);
}

const SOME_ONLY: readonly number[] = [SOME_BUCKET_KEY];
const UNWRAP_ONLY = ['unwrap'] as const;
const EITHER = ['generate', 'unwrap'] as const;

/** The bucket keys of a family that still make data keys, the newest first. */
function listedLive(turn: Turn, family: number): readonly number[] {
  const { live } = turn.draft.families.get(family) ?? NO_FAMILY;
  return live.filter((number) => canMakeDataKey(turn, number)).reverse();
}

const NO_FAMILY = { live: [] };

function canMakeDataKey(turn: Turn, number: number): boolean {
  const key = turn.draft.bucketKeys.get(number);
  return key !== undefined && !bucketKey.on.MakeDataKey.refuses(bucketKeyState(turn, key));
}

function generate(turn: Turn, locking: Locking, subject: KmsSubject): Refusal | undefined {
  const { writeVerifies, replicationVerifies } = turn.profile;
  const refusal = askKms(turn, locking.operation, subject);
  if (refusal !== undefined) return refusal;
  const verifies = locking.operation === 'Encrypt' ? replicationVerifies : writeVerifies;
  return choose(turn, 'verified', verifies) ? askKms(turn, 'Decrypt', subject) : undefined;
}

/** Keeps the bucket key that KMS has just made, and answers its number. */
function keepNew(turn: Turn, { bucket, by }: Locking, family: number): number {
  const { draft } = turn;
  const number = draft.steps;
  draft.set('bucketKeys', number, { state: bucketKey.initial, family, createdAtMs: draft.nowMs, entries: [] });
  // Only a write that may have a bucket key decrypted asks for those that are there (U-07).
  if (turn.profile.coldWrite.includes('unwrap')) {
    draft.set('families', family, { live: [...listedLive(turn, family)].reverse().concat(number) });
  }
  obtain(turn, { bucket, identity: by.identity, number, by: 'write', how: 'Generate' });
  return number;
}

/** Keeps the bucket key that KMS has just decrypted, and answers its number. */
function keepUnwrapped(turn: Turn, { bucket, by }: Locking, family: number, number: number): number {
  if (number === SOME_BUCKET_KEY) {
    obtainSome(turn, bucket, family, by.identity, 'write');
    return number;
  }
  moveBucketKey(turn, number, 'Unwrap');
  obtain(turn, { bucket, identity: by.identity, number, by: 'write', how: 'Unwrap' });
  return number;
}

/** The bucket key makes a data key of its own for the object (F-111, D-15). */
function makeDataKey(turn: Turn, family: number, number: number): Lock {
  if (number !== SOME_BUCKET_KEY) moveBucketKey(turn, number, 'MakeDataKey');
  return { family, bucketKey: number };
}
