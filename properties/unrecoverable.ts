import { mayDecrypt, mayOpenUpload, operationsThat } from '../model/index.ts';
import type { Property } from './property.ts';
import { unrecoverableInvariant } from './unrecoverable/invariant.ts';
import { seconds, shortKey, stepText } from './wording.ts';

/**
 * Deleting a KMS key destroys data for good. Once the waiting period is over and no cache can hold a bucket key any
 * more, nothing under the key is readable by anyone, with a bucket key or without. Caches are known to be empty when
 * the key has been unusable for longer than a bucket key is cached: nobody can have refilled them.
 */
export const unrecoverable: Property = {
  id: 'unrecoverable',
  title: 'After the KMS key is gone and the caches are empty, nothing under it is readable.',
  requirements: ['F-121', 'F-107', 'E-07', 'F-117', 'U-23'],
  formula: '□ (deleted(key(v)) ∧ unusable for ≥ cacheLifetime.max → □ ¬read(v) succeeds)',
  needs: 'answers',
  events: operationsThat((operation) => mayDecrypt(operation) || mayOpenUpload(operation)),
  monitor({ ledger, profile }) {
    return {
      see(seen) {
        const { read, done } = ledger.sides(seen);
        const { atMs, event } = seen.step;
        const key = read?.kmsKey;
        if (read === undefined || key === undefined || !key.isDeleted(atMs)) return 'idle';
        const emptyMs = key.usabilitySinceMs + profile.kmsDelayMs + profile.cacheLifetime.maxMs;
        const isPerObject = read.bucketKey === false || read.sse === 'aws:kms:dsse';
        const gone = `KMS key ${shortKey(key.arn)} was deleted at ${seconds(key.deletedAtMs)}`;
        if (done && isPerObject)
          return {
            violation: `${stepText(seen)}, but ${gone} and the object has no bucket key`,
            requirements: ['F-121', 'E-07'],
          };
        if (done && atMs >= emptyMs)
          return {
            violation:
              `${stepText(seen)}, but ${gone} and no cache can have held a bucket key after ` + `${seconds(emptyMs)}`,
            requirements: ['F-121', 'F-117'],
          };
        if (done || event.op === 'ReplicateObject') return 'held';
        return read.bucket.permits(read.by, 's3:GetObject', atMs) === 'yes' ? 'exercised' : 'held';
      },
    };
  },
  invariant: unrecoverableInvariant,
};
