import type { Bucket } from '../records/records.ts';
import { needsKms } from '../rules/encryption.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { isAttempted, isEligible, replicaStates } from '../rules/replication.ts';
import { BLOCKED, blocksCustomerKeys } from './customer-key.ts';
import { findKey, NO_KEY } from './kms-use.ts';
import { ruleOfPast } from './past-buckets.ts';
import { withStatus } from './past-objects.ts';
import type { Replica } from './replica.ts';
import { takesUpAgain } from './replicate-job.ts';
import { type Checking, checked, type Request } from './request.ts';
import { choose, see } from './transaction.ts';
import { resolveWrite } from './write-encryption.ts';

/** Nothing is replicated: nobody is told. */
const NOT_DUE: Refusal = { status: 200, code: '', because: [] };

/** Into a bucket of another account nothing is replicated under aws/s3, which cannot be shared (F-77). */
const NOT_SHARED: Refusal = { status: 403, code: 'AccessDenied', because: ['F-77'] };

/** The rule covers the version, whose replication is not settled (F-66, F-76). */
export const replicationIsDue: Checking = (request) => {
  const found = checked(request.version);
  const isCovered = isEligible(request.rule, found.state);
  const { replication } = withStatus(request.transaction, request.sourceNumber, found, isCovered);
  if (!isCovered) return NOT_DUE;
  const isByJob = request.event.op === 'ReplicateObject' && request.event.job !== undefined;
  const isDue = isAttempted(replication) || (isByJob && takesUpAgain(request.transaction, replication));
  return isDue ? undefined : NOT_DUE;
};

/** The encryption of the replica can be told (F-64 to F-69). */
export const replicaIsFit: Checking = (request) => {
  const replica = replicaOf(request, checked(request.bucket));
  if ('code' in replica) return replica;
  request.replica = replica;
  return undefined;
};

function replicaOf(request: Request, target: Bucket): Replica | Refusal {
  const { transaction, by } = request;
  const version = checked(request.version);
  if (version.state === 'plain' || version.state === 'absent') {
    const resolved = resolveWrite(transaction, by, target, {});
    if ('code' in resolved) return resolved;
    const { state, key } = resolved;
    return { state, key, operation: 'GenerateDataKey', bucketArnAtSource: false, bucketArnAtTarget: false };
  }
  const shown = see(transaction, 'ruleSeen', target.encryption);
  const encryption = version.state === 'sseKms' ? ruleOfPast(transaction, target, shown) : shown;
  const mixed = version.state === 'sseKms' && encryption.state === 'sseKmsBucketKey';
  const state = choose(
    transaction,
    'mixedReplica',
    replicaStates(version.state, mixed, transaction.profile.mixedReplicaFlag),
  );
  const isOpen = mixed && transaction.profile.mixedReplicaFlag.length > 1;
  const context = isOpen ? choose(transaction, 'mixedReplica', MIXED_CONTEXTS) : OWN_CONTEXTS;
  const reference = request.rule?.replicaKmsKeyId;
  if (state === 'sseC' && blocksCustomerKeys(transaction, target, shown)) return BLOCKED;
  const needsKey = needsKms(state) && reference !== undefined;
  const key = needsKey ? findKey(transaction, { reference, by: 'rule' }, by, target.account) : NO_KEY;
  const isElsewhere = checked(request.from).account !== target.account;
  if (needsKey && isElsewhere && key.number === by.managedKey.number) return NOT_SHARED;
  return { state, key, operation: 'Encrypt', bucketArnAtSource: context.source, bucketArnAtTarget: context.target };
}

const OWN_CONTEXTS = { source: false, target: false };
const MIXED_CONTEXTS = [
  OWN_CONTEXTS,
  { source: true, target: true },
  { source: false, target: true },
  { source: true, target: false },
];
