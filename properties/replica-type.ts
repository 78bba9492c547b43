import { isReplication, operationOf, operationsThat, showsVersion } from '../model/index.ts';
import { resolvedKeyArn } from './ledger/asked-encryption.ts';
import type { BucketRecord } from './ledger/bucket-record.ts';
import { type AskedEncryption, bucketKeyOf, isUnderCustomerKey, type ReplicaOrigin } from './ledger/object-record.ts';
import { shownOf } from './ledger/shown-of.ts';
import { isKms } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Broken, Judgement, Property } from './property.ts';
import { replicaTypeInvariant } from './replica-type/invariant.ts';
import { shortKey, stepText, succeeded, valueText } from './wording.ts';

/**
 * Replication keeps what encryption an object has: SSE-S3 stays SSE-S3, KMS stays KMS under the replica key of the
 * rule, with its bucket key, and the ETag stays too, whatever the destination bucket prefers. Only objects stored
 * without encryption take the destination's default. KMS objects are left out where the rule names no replica key, and
 * replicas are not replicated again.
 */
export const replicaType: Property = {
  id: 'replica-type',
  title:
    'A replica has the encryption type and ETag of its source; only an unencrypted source takes the default of the ' +
    'destination.',
  requirements: ['F-64', 'F-65', 'F-66', 'F-68', 'F-69', 'F-76', 'F-78', 'D-08', 'U-13'],
  formula: '□ (replica(w, v) ∧ sse(v) ≠ none → sse(w) = sse(v) ∧ etag(w) = etag(v) ∧ (bucketKey(v) → bucketKey(w)))',
  needs: 'answers',
  events: operationsThat((operation) => isReplication(operation) || showsVersion(operation)),
  monitor({ ledger }) {
    return {
      see(seen) {
        const { operation, bucket, object } = ledger.sides(seen);
        if (isReplication(operation)) return judgeReplication(ledger, seen);
        if (!showsVersion(operation) || !succeeded(seen)) return 'idle';
        const origin = object?.version?.replicaOf;
        if (bucket === undefined || origin === undefined || origin.source.sse === undefined) return 'idle';
        const wrong = firstWrong(ledger, bucket, origin, seen);
        return wrong === undefined
          ? 'exercised'
          : { ...wrong, violation: `${stepText(seen)}, a replica of ${origin.name}: ${wrong.violation}` };
      },
    };
  },
  invariant: replicaTypeInvariant,
};

function judgeReplication(ledger: Ledger, seen: ObservedStep): Judgement {
  const { read } = ledger.sides(seen);
  if (read === undefined || seen.observation.replicationStatus !== 'COMPLETED') return 'idle';
  const isByJob = seen.step.event.op === 'ReplicateObject' && seen.step.event.job !== undefined;
  if (read.version.replicationStatus === 'REPLICA' && !isByJob)
    return { violation: `${stepText(seen)} and it was replicated, but it is a replica itself`, requirements: ['F-76'] };
  const { maybeReplicated } = read.version;
  if (maybeReplicated || isKms(read.sse) !== true) return 'idle';
  if (read.bucket.replication?.replicaKmsKeyId !== undefined) return 'held';
  return {
    violation:
      `${stepText(seen)} and it was replicated, but it is under ${valueText(read.sse ?? null)} and the rule names ` +
      'no replica KMS key',
    requirements: ['F-66'],
  };
}

function firstWrong(
  ledger: Ledger,
  bucket: BucketRecord,
  origin: ReplicaOrigin,
  { step, observation }: ObservedStep,
): Broken | undefined {
  const now = shownOf(operationOf(step.event), observation);
  const { source, destinationDefault } = origin;
  const isPlain = source.sse === null && source.customerKey === null;
  if (source.sse === null && source.customerKey === undefined) return undefined;
  const due = isPlain ? destinationDefault : keptEncryption(ledger, bucket, origin);
  const because = isPlain ? `the default of bucket ${bucket.name}` : 'as its source';
  const { sse, kmsKeyArn, etag, replicationStatus } = now;
  const flag = bucketKeyOf(now);
  if (sse !== undefined && due.sse !== undefined && sse !== due.sse)
    return wrongly(
      'sse',
      valueText(due.sse),
      valueText(sse),
      `be under ${valueText(due.sse)}, ${because}, but is under ${valueText(sse)}`,
      [isPlain ? 'F-64' : 'F-65'],
    );
  if (flag !== undefined && due.bucketKey !== undefined && flag !== due.bucketKey) {
    const text = `${due.bucketKey ? 'have a' : 'have no'} bucket key, ${because}, but the flag is ${flag}`;
    return wrongly('bucketKeyEnabled', `${due.bucketKey}`, `${flag}`, text, [isPlain ? 'F-64' : 'F-68']);
  }
  if (kmsKeyArn !== undefined && due.kmsKeyArn !== undefined && kmsKeyArn !== due.kmsKeyArn) {
    const text = `be under ${shortKey(due.kmsKeyArn)}, but is under ${shortKey(kmsKeyArn)}`;
    return wrongly('kmsKeyArn', valueText(due.kmsKeyArn), valueText(kmsKeyArn), text, [isPlain ? 'F-64' : 'F-66']);
  }
  const isFresh = isPlain || (ledger.profile.freshReplicaEtag && source.sse !== 'AES256');
  if (!isFresh && typeof etag === 'string' && typeof source.etag === 'string' && etag !== source.etag) {
    return {
      violation: `it must have the ETag of its source, ${source.etag}, but has ${etag}`,
      requirements: ['F-78'],
      parts: [{ part: 'etag', expected: source.etag, observed: etag }],
    };
  }
  if (replicationStatus !== undefined && replicationStatus !== 'REPLICA')
    return {
      violation: `its replication status must be REPLICA, but is ${valueText(replicationStatus)}`,
      requirements: ['F-76'],
      parts: [{ part: 'replicationStatus', expected: 'REPLICA', observed: valueText(replicationStatus) }],
    };
  return undefined;
}

function wrongly(
  part: string,
  expected: string,
  observed: string,
  text: string,
  requirements: readonly string[],
): Broken {
  return { violation: `it must ${text}`, requirements, parts: [{ part, expected, observed }] };
}

/**
 * What a replica of an encrypted source must have; whether one without bucket key gets one in a bucket with the flag on
 * is open (F-69).
 */
function keptEncryption(
  ledger: Ledger,
  bucket: BucketRecord,
  { source, replicaKmsKeyId, destinationDefault }: ReplicaOrigin,
): AskedEncryption {
  const { sse, bucketKey } = source;
  if (isUnderCustomerKey(source)) return { sse: null, kmsKeyArn: null, bucketKey: false };
  if (sse === undefined || sse === null) return destinationDefault;
  if (sse === 'AES256') return { sse, kmsKeyArn: null, bucketKey: false };
  const kmsKeyArn = replicaKmsKeyId === undefined ? undefined : resolvedKeyArn(ledger, replicaKmsKeyId, bucket.account);
  if (sse === 'aws:kms:dsse') return { sse, kmsKeyArn, bucketKey: false };
  const { mixedReplicaFlag } = ledger.profile;
  const isMixed = bucketKey === false && destinationDefault.bucketKey !== false;
  const isOpen =
    isMixed &&
    (mixedReplicaFlag.length > 1 || (mixedReplicaFlag[0] === true && destinationDefault.bucketKey === undefined));
  return { sse, kmsKeyArn, bucketKey: isOpen ? undefined : isMixed ? mixedReplicaFlag[0] : bucketKey };
}
