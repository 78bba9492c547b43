import { asksForPart, operationOf, operationsThat, type ReplicationStatus, showsVersion } from '../model/index.ts';
import { bucketKeyOf, type Version } from './ledger/object-record.ts';
import { shownOf } from './ledger/shown-of.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Broken, Property } from './property.ts';
import { updateEncryptionInvariant } from './update-encryption/invariant.ts';
import { stepText, succeeded, valueText } from './wording.ts';

/**
 * An update of the encryption wraps the data key anew, and nothing else. The object is under the KMS key that was
 * named, with a bucket key only where the request itself turned it on, whatever its bucket or it itself had before; and
 * it has the content, the ETag and the replication status that it had. Who takes the ETag for a sign of change, or the
 * flag for that of the bucket, is surprised.
 */
export const updateEncryption: Property = {
  id: 'update-encryption',
  title: 'An update of the encryption puts an object under what the request says, and leaves all else of it.',
  requirements: ['F-79', 'F-85', 'F-147', 'F-148', 'F-149', 'SC-35'],
  formula: '□ (update(v, key, flag) succeeds → (sse, key, bucketKey)(v) = (KMS, key, flag) ∧ (etag, md5)(v) stay)',
  needs: 'answers',
  events: operationsThat(showsVersion),
  monitor({ ledger }) {
    return {
      see(seen) {
        const { operation, object } = ledger.sides(seen);
        const version = object?.version;
        if (!showsVersion(operation) || version?.isUpdated !== true || !succeeded(seen)) return 'idle';
        // What may have been updated, or not, has no encryption that is known.
        if (version.sse === undefined) return 'idle';
        const wrong = firstWrong(version, seen);
        return wrong === undefined
          ? 'exercised'
          : { ...wrong, violation: `${stepText(seen)}, the encryption of which was updated: ${wrong.violation}` };
      },
    };
  },
  invariant: updateEncryptionInvariant,
};

/** The first part in which an answer is not what an update must have left. */
function firstWrong(version: Version, { observation, step }: ObservedStep): Broken | undefined {
  const now = shownOf(operationOf(step.event), observation);
  const contentMd5 = asksForPart(step.event) ? undefined : observation.contentMd5;
  return (
    differs('sse', 'is under', version.sse, now.sse, ['F-148']) ??
    differs('kmsKeyArn', 'is under the KMS key', version.kmsKeyArn, now.kmsKeyArn, ['F-147']) ??
    differs('bucketKeyEnabled', 'has the bucket-key flag', version.bucketKey, bucketKeyOf(now), ['F-147']) ??
    differs('etag', 'keeps its ETag, which is', version.etag, now.etag, ['F-85', 'F-149']) ??
    differs('contentMd5', 'keeps its content, of the MD5', version.md5, contentMd5 ?? undefined, ['F-149']) ??
    startsReplication(version, now.replicationStatus)
  );
}

function differs(
  part: string,
  what: string,
  due: string | boolean | null | undefined,
  now: string | boolean | null | undefined,
  requirements: readonly string[],
): Broken | undefined {
  if (due === undefined || now === undefined || due === now) return undefined;
  const [expected, observed] = [valueText(due), valueText(now)];
  return {
    violation: `it ${what} ${expected}, but ${observed} was shown`,
    requirements,
    parts: [{ part, expected, observed }],
  };
}

/** What was replicated is not to be replicated again for an update (F-79). */
function startsReplication(version: Version, now: ReplicationStatus | null | undefined): Broken | undefined {
  if (version.replicationStatus !== 'COMPLETED' || now !== 'PENDING') return undefined;
  return {
    violation: 'it was replicated and is not for an update, but its replication is PENDING again',
    requirements: ['F-79'],
    parts: [{ part: 'replicationStatus', expected: 'COMPLETED', observed: 'PENDING' }],
  };
}
