import { type ObjectVersionState, type SseAlgorithm, shownRule } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { isUnderKms, sidesOf, type Touched, type Transition } from '../transition.ts';

/**
 * A replica is what its source is; only one of a source without encryption is what the destination has by default
 * (F-64, F-65, F-68, F-69, F-78). Sources under KMS take a replica key, replicas are not replicated (F-66, F-76).
 */
export const replicaTypeInvariant: Invariant = (transition) => {
  if (transition.step.event.op !== 'ReplicateObject') return undefined;
  const { opened, written } = sidesOf(transition);
  if (opened === undefined || written === undefined) return undefined;
  const rule = opened.bucket.replication.current;
  const { version: source } = opened;
  const { version: replica } = written;
  const { job } = transition.step.event;
  if (source.replication === 'replica' && job === undefined)
    return `${nameOf(opened)} was replicated, and is a replica itself`;
  if (isUnderKms(source) && rule?.replicaKmsKeyId === undefined)
    return `${nameOf(opened)} is under a KMS key and was replicated, and the rule names no replica key`;
  if (!mayBecome(transition, opened, written).includes(replica.state))
    return `${nameOf(opened)} is ${source.state}, and its replica is ${replica.state}`;
  if (replica.md5 !== source.md5) return `the replica of ${nameOf(opened)} has another content`;
  const { freshReplicaEtag } = transition.before.scope.profile;
  const isFresh = source.state === 'plain' || (freshReplicaEtag && source.state !== 'sseS3');
  if (!isFresh && replica.etag !== source.etag) return `the replica of ${nameOf(opened)} has another ETag`;
  return replica.replication === 'replica' ? undefined : `the replica of ${nameOf(opened)} is not marked as one`;
};

function nameOf({ bucketName, key }: Touched): string {
  return `${bucketName}/${key}`;
}

/** What the replica of an object may be. */
function mayBecome({ before }: Transition, { version }: Touched, { bucket }: Touched): readonly ObjectVersionState[] {
  const { current, earlier } = bucket.encryption;
  const rules = [current, ...earlier.map(({ value }) => value)].map(shownRule);
  switch (version.state) {
    case 'plain':
      return rules.map((rule) => stateOf(rule.SSEAlgorithm, rule.BucketKeyEnabled === true));
    case 'sseKms': {
      // Whether it gets the bucket key that the destination has on is open (U-13, D-08).
      if (!rules.some(({ BucketKeyEnabled }) => BucketKeyEnabled === true)) return ['sseKms'];
      const isSure = rules.every(({ BucketKeyEnabled }) => BucketKeyEnabled === true);
      const flags = before.scope.profile.mixedReplicaFlag;
      return [
        ...(flags.includes(true) ? (['sseKmsBucketKey'] as const) : []),
        ...(flags.includes(false) || !isSure ? (['sseKms'] as const) : []),
      ];
    }
    default:
      return [version.state];
  }
}

function stateOf(algorithm: SseAlgorithm, bucketKey: boolean): ObjectVersionState {
  if (algorithm === 'AES256') return 'sseS3';
  if (algorithm === 'aws:kms:dsse') return 'dsseKms';
  return bucketKey ? 'sseKmsBucketKey' : 'sseKms';
}
