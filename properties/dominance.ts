import {
  type EncryptionHeaders,
  type EncryptionRule,
  type Event,
  type Profile,
  type Setup,
  type Step,
  withChanges,
} from '../model/index.ts';
import type { MetamorphicProperty, Script } from './metamorphic/metamorphic-property.ts';
import { isDeterministic } from './metamorphic/same-answer.ts';
import type { ObservedStep } from './observed-step.ts';
import { stepText } from './wording.ts';

/**
 * Bucket keys only ever save KMS calls. The same trace with every bucket key turned off, in rules and in headers, makes
 * at least as many calls in every request that succeeds. A call that only checks a bucket key is not counted: it is the
 * price of having one. Where the two traces begin to be answered differently, because a policy names contexts or a
 * cached bucket key outlived a revocation, there is nothing more to compare. Applies where writes do not verify bucket
 * keys.
 */
export const dominance: MetamorphicProperty = {
  id: 'dominance',
  title: 'The same trace with bucket keys off never makes fewer KMS calls.',
  requirements: ['F-110', 'F-132', 'F-134', 'F-138', 'K-05', 'K-07'],
  formula: '∀ successful requests i: |calls(trace)[i]| ≤ |calls(trace without bucket keys)[i]|',
  applies: (profile: Profile) => isDeterministic(profile) && !profile.writeVerifies.includes(true),
  variant: withoutBucketKeys,
  relate(original, variant) {
    let saved = false;
    for (const [index, seen] of original.entries()) {
      const without = variant[index];
      if (without === undefined || !isComparable(seen, without)) break;
      const [with_, plain] = [counted(seen), counted(without)];
      if (with_ === undefined || plain === undefined || !hasSucceeded(seen)) continue;
      if (with_ > plain)
        return {
          violation:
            `${stepText(seen)} with ${with_} KMS calls, but with bucket keys off the same ` + `step made only ${plain}`,
          requirements: ['F-132', 'K-05', 'K-07'],
        };
      saved ||= with_ < plain;
    }
    return saved ? 'exercised' : 'held';
  },
};

function withoutBucketKeys(setup: Setup, steps: readonly Step[]): Script {
  return { setup, steps: steps.map((step) => ({ ...step, event: withoutBucketKey(step.event) })) };
}

function withoutBucketKey(event: Event): Event {
  if (event.op === 'UpdateObjectEncryption') return { ...event, bucketKeyEnabled: false };
  return withChanges(event, { encryptionRules: (rules) => rules.map(ruleWithout), encryptionHeaders: headersWithout });
}

function ruleWithout({ BucketKeyEnabled: _, ...rule }: EncryptionRule): EncryptionRule {
  return rule;
}

function headersWithout(headers: EncryptionHeaders): EncryptionHeaders {
  return headers.bucketKeyEnabled === undefined ? headers : { ...headers, bucketKeyEnabled: false };
}

/** Whether both were answered alike up to what bucket keys themselves show. */
function isComparable({ observation: one }: ObservedStep, { observation: other }: ObservedStep): boolean {
  return (
    one.status === other.status &&
    one.code === other.code &&
    one.replicationStatus === other.replicationStatus &&
    one.sse === other.sse
  );
}

function hasSucceeded({ step, observation }: ObservedStep): boolean {
  if (step.event.op === 'ReplicateObject') return observation.replicationStatus === 'COMPLETED';
  return observation.status < 400;
}

/** KMS calls of a step, but for those that check the bucket key of a replica (F-71). */
function counted({ step: { event }, observation }: ObservedStep): number | undefined {
  const { kmsCalls } = observation;
  if (kmsCalls === undefined || event.op !== 'ReplicateObject') return kmsCalls?.length;
  if (kmsCalls.some(({ context }) => context === undefined)) return undefined;
  const ofSource = [`:::${event.bucket}`, `:::${event.bucket}/${event.key}`];
  return kmsCalls.filter(({ operation, context }) => {
    const arn = context?.['aws:s3:arn'] ?? '';
    return operation !== 'Decrypt' || ofSource.includes(arn.slice(arn.indexOf(':::')));
  }).length;
}
