import type { EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { ReplicationStatus } from '../../../model/vocabulary/observation.ts';
import type { StoredReplicationRule } from '../s3/stored-bucket.ts';
import type { ObjectEncryption, StoredAlgorithm, StoredObject } from '../s3/stored-object.ts';
import type { Resolution, ResolveEncryption } from './encryption.ts';

/** How an attempt to replicate ended. */
export type ReplicationOutcome = 'replicated' | 'throttled' | 'refused';

/** What is replicated, and as what. */
export interface ReplicationParts {
  /** Whether replication takes up an object of a status, by itself or by a job (F-76, F-190). */
  takesUp(status: ReplicationStatus | null, isJob: boolean): boolean;
  /** Whether a rule wants delete markers (F-180). */
  wantsMarkers(rule: StoredReplicationRule): boolean;
  /** Whether a rule wants objects stored like this (F-66). */
  isEligible(algorithm: StoredAlgorithm, rule: StoredReplicationRule): boolean;
  /** The encryption of the replica; `resolve` is the resolution of a write at the destination (F-64 to F-69). */
  replicaEncryption(
    source: ObjectEncryption,
    rule: StoredReplicationRule,
    destinationRule: EncryptionRule,
    resolve: ResolveEncryption,
  ): Resolution;
  /** Whether a replica may be under the key that the rule names (F-77). */
  mayBeUnder(isManagedKey: boolean, isOtherAccount: boolean): boolean;
  /** The ETag of the replica; `fresh` makes the one a new object of the replica's encryption would get (F-64, F-78). */
  replicaEtag(source: StoredObject, fresh: () => string): string;
  /** Status of the source after an attempt (F-76). */
  statusAfter(outcome: ReplicationOutcome): ReplicationStatus;
}

const STATUS_AFTER = { replicated: 'COMPLETED', throttled: 'PENDING', refused: 'FAILED' } as const satisfies Record<
  ReplicationOutcome,
  ReplicationStatus
>;

/** KMS-encrypted objects only where the rule names a replica key. */
function isEligible(algorithm: StoredAlgorithm, rule: StoredReplicationRule): boolean {
  const needsKms = algorithm === 'aws:kms' || algorithm === 'aws:kms:dsse';
  return !needsKms || rule.replicaKmsKeyId !== null;
}

/**
 * What is encrypted keeps its type, flag and context and takes the replica key; only clear text takes the destination's
 * default.
 */
function replicaEncryption(
  source: ObjectEncryption,
  rule: StoredReplicationRule,
  destinationRule: EncryptionRule,
  resolve: ResolveEncryption,
): Resolution {
  const { algorithm, bucketKey, context } = source;
  if (algorithm === 'PLAIN') return resolve({}, destinationRule);
  if (algorithm === 'AES256' || algorithm === 'SSE-C')
    return { algorithm, keyReference: null, namedBy: 'rule', bucketKey, context };
  return { algorithm, keyReference: rule.replicaKmsKeyId, namedBy: 'rule', bucketKey, context };
}

/** The correct {@link ReplicationParts}. */
export const REPLICATION_PARTS: ReplicationParts = {
  takesUp: (status, isJob) => status !== 'COMPLETED' && (status !== 'REPLICA' || isJob),
  wantsMarkers: ({ deleteMarkers }) => deleteMarkers,
  isEligible,
  replicaEncryption,
  mayBeUnder: (isManagedKey, isOtherAccount) => !(isManagedKey && isOtherAccount),
  replicaEtag: (source, fresh) => (source.encryption.algorithm === 'PLAIN' ? fresh() : source.etag),
  statusAfter: (outcome) => STATUS_AFTER[outcome],
};
