import { isEnvironmentEvent } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';

/**
 * While KMS refuses everything, or cannot be reached, no call is carried out (F-131, U-32); while its answers are lost
 * no request goes on that needs one.
 */
export const throttlingInvariant: Invariant = ({ before, step, outcome }) => {
  const isUnanswered = before.kmsUnreachable === 'answers' && outcome.kmsCalls.length > 0;
  if (isUnanswered && outcome.status < 500 && !isEnvironmentEvent(step.event))
    return `the answer is ${outcome.status}, though no answer of KMS got through`;
  const served =
    before.kmsThrottled || before.kmsUnreachable === 'calls'
      ? outcome.kmsCalls.find(({ result }) => result === 'ok')
      : undefined;
  return served === undefined ? undefined : `${served.operation} was carried out while KMS refused everything`;
};
