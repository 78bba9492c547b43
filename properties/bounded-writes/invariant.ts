import { bucketArn } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { madeAtMs, surelyServesWrites } from '../remembered-bucket-keys.ts';
import { sidesOf } from '../transition.ts';

/**
 * A bucket key makes data keys for its generation lifetime and no longer (F-106 a), and none is made where the one
 * cache of a strict implementation surely has one (F-108, K-05).
 */
export const boundedWritesInvariant: Invariant = (transition) => {
  const { before, after, step, outcome } = transition;
  const { by, written } = sidesOf(transition);
  if (by === undefined || written === undefined || written.version.state !== 'sseKmsBucketKey') return undefined;
  const { bucketName, key, version } = written;
  const madeMs = madeAtMs(after, version.bucketKey);
  const { maxMs } = before.scope.profile.generationLifetime;
  if (madeMs !== undefined && step.atMs >= madeMs + maxMs)
    return `${bucketName}/${key} was written under a bucket key whose time to make data keys is over`;
  const made = outcome.kmsCalls.some(
    ({ operation, result, context }) =>
      operation !== 'Decrypt' && result === 'ok' && context['aws:s3:arn'] === bucketArn(bucketName),
  );
  return made && surelyServesWrites(before, by.identity, written, step.atMs)
    ? `${by.name} had a bucket key made for ${bucketName}/${key}, and the cache has one that is good for it`
    : undefined;
};
