import { bucketKey } from '../charts/bucket-key.ts';
import { storedStateAt } from '../rules/kms-answer.ts';
import { type Refusal, refusalOf } from '../rules/kms-errors.ts';
import { candidate, moveBucketKey, obtain, servingCache } from './bucket-key-cache.ts';
import { askKms, keyNumbered } from './kms-use.ts';
import { serves } from './served.ts';
import type { Opening } from './sides.ts';
import { obtainSome, otherFamily, someServesRead } from './some-bucket-key.ts';
import { choose, type Turn } from './turn.ts';

/**
 * Opens an object by way of its bucket key: cached for this requester, or decrypted by KMS (K-07). Answers why it stays
 * shut.
 */
export function openWithBucketKey(turn: Turn, opening: Opening): Refusal | undefined {
  const { version, bucket, by, bucketName, objectKey } = opening;
  servingCache(turn);
  const family = familyOf(turn, opening);
  if (isWarm(turn, opening, family)) return undefined;
  const pairs = turn.scope.pairsOf(family);
  const subject = { by, key: keyNumbered(turn, version.kmsKey), bucket: bucketName, objectKey, bucketKey: true, pairs };
  const key = turn.draft.bucketKeys.get(version.bucketKey);
  const { nowMs, profile } = turn;
  const stored = key && storedStateAt(key, turn.draft.kmsKeys.get(version.kmsKey), nowMs, profile);
  const refusal = askKms(turn, 'Decrypt', subject);
  if (refusal !== undefined) return refusal;
  if (stored === undefined) {
    obtainSome(turn, bucket, family, by.identity, 'read');
    return undefined;
  }
  if (bucketKey.on.Unwrap.refuses(stored)) return refusalOf('NotFoundException', 'Decrypt');
  moveBucketKey(turn, version.bucketKey, 'Unwrap');
  obtain(turn, { bucket, identity: by.identity, number: version.bucketKey, by: 'read', how: 'Unwrap' });
  return undefined;
}

/** The family of the object's bucket key, or one of the two it may belong to where nobody knows (U-12). */
function familyOf(turn: Turn, { bucket, version }: Opening): number {
  const other = otherFamily(turn, bucket, version);
  if (other < 0) return version.family;
  return choose(turn, 'extraContext', turn.profile.extraContext) === 'partitions' ? other : version.family;
}

function isWarm(turn: Turn, { bucket, version, by }: Opening, family: number): boolean {
  const one = candidate(turn, bucket, version.bucketKey, by.identity, 'read');
  if (one !== undefined) return serves(turn, bucket, one);
  const key = turn.draft.bucketKeys.get(version.bucketKey);
  if (!someServesRead(turn, bucket, family, by.identity, key)) return false;
  return choose(turn, 'served', SOME_OR_NOT) === 'Use';
}

const SOME_OR_NOT = ['Use', 'OtherCache'] as const;
