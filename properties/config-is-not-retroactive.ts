import { operationOf, operationsThat, showsVersion } from '../model/index.ts';
import { configIsNotRetroactiveInvariant } from './config-is-not-retroactive/invariant.ts';
import type { Version } from './ledger/object-record.ts';
import { bucketKeyOf } from './ledger/object-record.ts';
import { shownOf } from './ledger/shown-of.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Broken, Property } from './property.ts';
import { seconds, shortKey, stepName, stepText, succeeded, valueText } from './wording.ts';

/**
 * Encryption belongs to the object version, not to the bucket. Whoever changes the rule of a bucket changes what later
 * writes get; what is stored keeps its algorithm, key, bucket-key flag and ETag, and goes on costing what it cost
 * before.
 */
export const configIsNotRetroactive: Property = {
  id: 'config-is-not-retroactive',
  title: 'A stored version stays as it was written, whatever becomes of the rule of its bucket.',
  requirements: ['F-13', 'F-15', 'F-27', 'F-40', 'F-125', 'F-198'],
  formula: '∀ versions v: □ (sse, key, bucketKey, etag)(v) = (sse, key, bucketKey, etag)(v) at its writing',
  needs: 'answers',
  events: operationsThat(showsVersion),
  monitor({ ledger }) {
    return {
      see(seen) {
        const { operation, bucket, object } = ledger.sides(seen);
        if (!showsVersion(operation) || !succeeded(seen)) return 'idle';
        const version = object?.version;
        // What was updated is not as it was written; `update-encryption` says what it is.
        if (bucket === undefined || version === undefined || version.isUpdated) return 'idle';
        const difference = firstDifference(version, seen);
        if (difference !== undefined) {
          const written = `written in ${stepName(version.step)} at ${seconds(version.atMs)} and not since`;
          return { ...difference, violation: `${stepText(seen)}, ${written}: ${difference.violation}` };
        }
        return bucket.ruleStep > version.step ? 'exercised' : 'held';
      },
    };
  },
  invariant: configIsNotRetroactiveInvariant,
};

/** The first part in which an answer contradicts what was seen of the same version before. */
export function firstDifference(version: Version, { step, observation }: ObservedStep): Broken | undefined {
  const now = shownOf(operationOf(step.event), observation);
  if (now.sse === null && typeof version.sse === 'string') return missingHeaders(version, version.sse);
  return (
    difference('sse', 'encryption', version.sse, now.sse, ['F-13', 'F-40']) ??
    difference('kmsKeyArn', 'KMS key', version.kmsKeyArn, now.kmsKeyArn, ['F-13', 'F-126']) ??
    difference('bucketKeyEnabled', 'bucket-key flag', version.bucketKey, bucketKeyOf(now), ['F-13', 'F-27']) ??
    difference('etag', 'ETag', version.etag, now.etag, ['F-13'])
  );
}

/** An answer that shows no encryption at all does not say that there is another one. */
function missingHeaders({ kmsKeyArn }: Version, sse: string): Broken {
  const key = typeof kmsKeyArn === 'string' ? ` and ${shortKey(kmsKeyArn)}` : '';
  return {
    violation: `encryption headers missing from the answer, which must show ${sse}${key}`,
    requirements: ['F-40'],
    parts: [{ part: 'sse', expected: sse, observed: 'absent' }],
  };
}

function difference(
  part: string,
  what: string,
  before: string | boolean | null | undefined,
  now: string | boolean | null | undefined,
  requirements: readonly string[],
): Broken | undefined {
  if (before === undefined || now === undefined || before === now) return undefined;
  const [expected, observed] = [valueText(before), valueText(now)];
  return {
    violation: `its ${what} was ${expected} and is now ${observed}`,
    requirements,
    parts: [{ part, expected, observed }],
  };
}
