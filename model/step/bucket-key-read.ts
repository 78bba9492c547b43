import { type BucketKeyState, bucketKey } from '../charts/bucket-key.ts';
import { mustMove } from '../charts/compile/move.ts';
import { type ContextPairs, type Generation, SOME_BUCKET_KEY } from '../records/records.ts';
import { NO_PAIRS, partitionOf } from '../rules/encryption-context.ts';
import { keyStateAt } from '../rules/kms-answer.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { cannotTell, generationAt, heldBy, readWarmth, remember, serve, servingCache } from './bucket-key-cache.ts';
import { coldUse, type KmsSubject, keyNumbered, kmsMayAllow } from './kms-use.ts';
import { takesOwnPartition } from './partition.ts';
import type { Opening } from './sides.ts';
import type { Turn } from './turn.ts';

/**
 * Opens an object by way of its bucket key: cached for this requester, or decrypted by KMS (K-07). Answers why it stays
 * shut.
 */
export function openWithBucketKey(turn: Turn, opening: Opening): Refusal | undefined {
  const { version, bucket, by } = opening;
  servingCache(turn);
  const explainsAll = cannotTell(turn) && kmsMayAllow(turn, 'Decrypt', subjectOf(turn, opening, NO_PAIRS));
  const other = otherFamily(turn, opening);
  const family = other !== undefined && takesOwnPartition(turn, explainsAll) ? other : version.family;
  const holding = heldBy(turn, bucket, turn.scope.holding(family, by.identity, turn.cache));
  const generation = generationAt(turn, version.generation);
  if (serve(turn, readWarmth(turn, bucket, generation, by.identity, holding), explainsAll) === 'warm') return undefined;
  const known = turn.draft.families.get(family);
  const pairs = family === version.family ? (known?.pairs ?? NO_PAIRS) : version.context;
  const stored = generation && storedState(turn, generation, version.kmsKey);
  const refusal = coldUse(turn, 'Decrypt', subjectOf(turn, opening, pairs));
  if (refusal !== undefined) return refusal;
  if (stored !== undefined) mustMove(bucketKey.on.Unwrap, stored);
  const mintedAtMs = generation?.mintedAtMs ?? known?.newestMintedAtMs ?? turn.nowMs;
  const obtained = {
    bucket,
    family,
    identity: by.identity,
    generation: version.generation,
    mintedAtMs,
    by: 'read',
    how: 'Unwrap',
  } as const;
  remember(turn, obtained);
  if (other !== undefined && explainsAll) remember(turn, { ...obtained, family: other });
  return undefined;
}

function subjectOf(
  turn: Turn,
  { by, bucketName: bucket, objectKey, version }: Opening,
  pairs: ContextPairs,
): KmsSubject {
  return { by, key: keyNumbered(turn, version.kmsKey), bucket, objectKey, bucketKey: true, pairs };
}

/** The state of a bucket key as it is stored: without its KMS key it is lost (F-107, F-121). */
function storedState(turn: Turn, { state }: Generation, kmsKeyNumber: number): BucketKeyState {
  const kmsKey = turn.draft.kmsKeys.get(kmsKeyNumber);
  const isGone = kmsKey !== undefined && keyStateAt(kmsKey.control.current, turn.nowMs) === 'deleted';
  return isGone ? mustMove(bucketKey.on.KmsKeyDeleted, state) : state;
}

/**
 * Where the bucket key of an object with extra context was never seen, it may as well be of the family that this
 * context makes (U-12).
 */
function otherFamily(turn: Turn, { bucket, version }: Opening): number | undefined {
  const { generation, family, context, kmsKey } = version;
  const seen = generation !== SOME_BUCKET_KEY || context.length === 0 || turn.profile.extraContext.length === 1;
  if (seen || turn.draft.families.get(family)?.pairs.length !== 0) return undefined;
  return turn.scope.family(bucket.number, kmsKey, partitionOf(context));
}
