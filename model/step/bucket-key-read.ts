import { bucketKey } from '../charts/bucket-key.ts';
import { partitionOf } from '../rules/encryption-context.ts';
import { keyStateAt } from '../rules/kms-answer.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { type Generation, SOME_BUCKET_KEY } from '../world/records.ts';
import { cannotTell, generationAt, heldBy, readWarmth, remember, serve, servingCache } from './bucket-key-cache.ts';
import { coldUse, type FoundKey, type KmsSubject, kmsMayAllow } from './kms-use.ts';
import { settlePartition } from './partition.ts';
import type { Opening } from './sides.ts';
import { advance, type Turn } from './turn.ts';

/** Opens an object by way of its bucket key: cached for this requester, or decrypted by KMS (K-07). Answers why it stays shut. */
export function openWithBucketKey(turn: Turn, opening: Opening, subject: KmsSubject): Refusal | undefined {
  const { version, bucket, by } = opening;
  servingCache(turn);
  const mayOpen = () => kmsMayAllow(turn, 'Decrypt', subject);
  const families = familiesOf(turn, opening);
  const family = families[settlePartition(turn, families.length, mayOpen)] ?? version.family;
  const holding = heldBy(turn, bucket, turn.scope.holding(family, by.identity, turn.cache));
  const generation = generationAt(turn, version.generation);
  if (serve(turn, readWarmth(turn, bucket, generation, by.identity, holding), mayOpen) === 'warm') {
    advance(turn, 'FindWarm');
    return undefined;
  }
  const known = turn.draft.families.get(family);
  const refusal = coldUse(turn, 'Decrypt', { ...subject, pairs: family === version.family ? (known?.pairs ?? []) : version.context });
  if (refusal !== undefined) return refusal;
  if (generation !== undefined) mustUnwrap(turn, generation, subject.key);
  const mintedAtMs = generation?.mintedAtMs ?? known?.newestMintedAtMs ?? turn.nowMs;
  for (const one of cannotTell(turn) ? families : [family]) {
    remember(turn, { bucket, family: one, identity: by.identity, generation: version.generation, mintedAtMs, by: 'read' });
  }
  return undefined;
}

/** What KMS has decrypted must be stored and recoverable (F-107, F-121); anything else is a mistake of the model. */
function mustUnwrap(turn: Turn, { state: stored }: Generation, { number }: FoundKey): void {
  const kmsKey = turn.draft.kmsKeys.get(number);
  const isGone = kmsKey !== undefined && keyStateAt(kmsKey.control.current, turn.nowMs) === 'deleted';
  const state = isGone ? bucketKey.next(stored, 'KmsKeyDeleted') : stored;
  if (state === undefined || bucketKey.next(state, 'Unwrap') === undefined)
    throw new Error(`bucket-key chart: Unwrap is refused in ${state}`);
}

/**
 * The family of an object's bucket key. Where the bucket key of an object with extra context was never seen, it may as well be of the
 * family that this context makes (U-12).
 */
function familiesOf(turn: Turn, { bucket, version }: Opening): readonly number[] {
  const { generation, family, context, kmsKey } = version;
  const seen = generation !== SOME_BUCKET_KEY || context.length === 0 || turn.profile.extraContext.length === 1;
  if (seen || turn.draft.families.get(family)?.pairs.length !== 0) return [family];
  return [family, turn.scope.family(bucket.incarnation, kmsKey, partitionOf(context))];
}
