import type { PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import type { KeyQuestion } from '../parts/kms.ts';
import type { ReferenceParts } from '../parts/parts.ts';

/** A question to a key policy, whose conditions are told by these parts. */
export function questionOf({ kms, policies }: ReferenceParts, asked: Omit<KeyQuestion, 'holds'>): KeyQuestion {
  const keys = () => policies.keysOfKms(asked.requester, asked.arns, asked.context);
  return {
    ...asked,
    holds: (condition: PolicyCondition) => policies.holds(condition, keys(), kms.contextMatches),
  };
}
