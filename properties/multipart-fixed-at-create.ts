import { operationOf, operationsThat, uploadId } from '../model/index.ts';
import { bucketKeyOf, type Version } from './ledger/object-record.ts';
import { multipartFixedAtCreateInvariant } from './multipart-fixed-at-create/invariant.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Broken, Property } from './property.ts';
import { seconds, stepName, stepText, succeeded, valueText } from './wording.ts';

/**
 * CreateMultipartUpload settles how an object is going to be encrypted: algorithm, KMS key, bucket key. Whoever sends a
 * part or completes the upload later has no say in it, and neither has the rule of the bucket by then.
 */
export const multipartFixedAtCreate: Property = {
  id: 'multipart-fixed-at-create',
  title: 'Parts and what is made of them have the encryption that was settled when the upload was created.',
  requirements: ['F-57', 'F-58', 'F-26'],
  formula: '∀ uploads u: □ (sse, key, bucketKey)(parts(u) ∪ object(u)) = (sse, key, bucketKey)(u) at its creation',
  needs: 'answers',
  events: operationsThat(({ upload }) => upload?.does === 'adds' || upload?.does === 'completes'),
  monitor({ ledger }) {
    return {
      see(seen) {
        const { event } = seen.step;
        const does = operationOf(event).upload?.does;
        if ((does !== 'adds' && does !== 'completes') || !('key' in event) || !succeeded(seen)) return 'idle';
        const bucket = ledger.bucket(event.bucket);
        const version = bucket?.uploads?.get(event.key, uploadId(event) ?? '')?.version;
        if (bucket === undefined || version === undefined) return 'idle';
        const difference = firstDifference(version, seen);
        if (difference === undefined) return bucket.ruleStep > version.step ? 'exercised' : 'held';
        const begun = `whose upload was created in ${stepName(version.step)} at ${seconds(version.atMs)}`;
        return { ...difference, violation: `${stepText(seen)}, ${begun}: ${difference.violation}` };
      },
    };
  },
  invariant: multipartFixedAtCreateInvariant,
};

/** The first part in which an answer contradicts what was settled. */
function firstDifference(version: Version, { observation }: ObservedStep): Broken | undefined {
  return (
    difference('sse', 'encryption', version.sse, observation.sse) ??
    difference('kmsKeyArn', 'KMS key', version.kmsKeyArn, observation.kmsKeyArn) ??
    difference('bucketKeyEnabled', 'bucket-key flag', version.bucketKey, bucketKeyOf(observation))
  );
}

function difference(
  part: string,
  what: string,
  settled: string | boolean | null | undefined,
  now: string | boolean | null | undefined,
): Broken | undefined {
  if (settled === undefined || now === undefined || settled === now) return undefined;
  const [expected, observed] = [valueText(settled), valueText(now)];
  return {
    violation: `its ${what} was settled as ${expected}, and is shown as ${observed}`,
    requirements: ['F-57', 'F-58'],
    parts: [{ part, expected, observed }],
  };
}
