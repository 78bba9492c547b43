import { operationOf, operationsThat, showsVersion } from '../model/index.ts';
import { configIsNotRetroactiveInvariant } from './config-is-not-retroactive/invariant.ts';
import type { Version } from './ledger/object-record.ts';
import { bucketKeyOf } from './ledger/object-record.ts';
import { shownOf } from './ledger/shown-of.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Property } from './property.ts';
import { seconds, stepText, succeeded, valueText } from './wording.ts';

/**
 * Encryption belongs to the object version, not to the bucket. Whoever changes the rule of a bucket changes what later
 * writes get; what is stored keeps its algorithm, key, bucket-key flag and ETag, and goes on costing what it cost
 * before.
 */
export const configIsNotRetroactive: Property = {
  id: 'config-is-not-retroactive',
  title: 'Changing the rule of a bucket changes no stored version.',
  requirements: ['F-13', 'F-15', 'F-27', 'F-40', 'F-125'],
  formula: '∀ versions v: □ (sse, key, bucketKey, etag)(v) = (sse, key, bucketKey, etag)(v) at its writing',
  needs: 'answers',
  events: operationsThat(showsVersion),
  monitor({ ledger }) {
    return {
      see(seen) {
        const { operation, bucket, object } = ledger.sides(seen);
        if (!showsVersion(operation) || !succeeded(seen)) return 'idle';
        const version = object?.version;
        if (bucket === undefined || version === undefined) return 'idle';
        const difference = firstDifference(version, seen);
        if (difference !== undefined) {
          return { violation: `${stepText(seen)}, written at ${seconds(version.atMs)} and not since: ${difference}` };
        }
        return bucket.ruleStep > version.step ? 'exercised' : 'held';
      },
    };
  },
  invariant: configIsNotRetroactiveInvariant,
};

/** The first part in which an answer contradicts what was seen of the same version before. */
export function firstDifference(version: Version, { step, observation }: ObservedStep): string | undefined {
  const now = shownOf(operationOf(step.event), observation);
  return (
    difference('encryption', version.sse, now.sse) ??
    difference('KMS key', version.kmsKeyArn, now.kmsKeyArn) ??
    difference('bucket-key flag', version.bucketKey, bucketKeyOf(now)) ??
    difference('ETag', version.etag, now.etag)
  );
}

function difference(
  what: string,
  before: string | boolean | null | undefined,
  now: string | boolean | null | undefined,
): string | undefined {
  if (before === undefined || now === undefined || before === now) return undefined;
  return `its ${what} was ${valueText(before)} and is now ${valueText(now)}`;
}
