import { operationOf, showsVersion } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { surelyServesRead } from '../remembered-bucket-keys.ts';
import { sidesOf } from '../transition.ts';

/** What the one cache of a strict implementation surely has is not decrypted again (F-108, K-07). */
export const boundedReadsInvariant: Invariant = (transition) => {
  const { before, step, outcome } = transition;
  if (!showsVersion(operationOf(step.event))) return undefined;
  const { by, opened } = sidesOf(transition);
  if (by === undefined || opened === undefined || opened.version.state !== 'sseKmsBucketKey') return undefined;
  return outcome.kmsCalls.length > 0 && surelyServesRead(before, by.identity, opened, step.atMs)
    ? `${by.name} had the bucket key of ${opened.bucketName}/${opened.key} decrypted, and the cache has it`
    : undefined;
};
