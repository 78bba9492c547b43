import { keyStateAt } from '../model/rules/kms-answer.ts';
import { type LivenessProperty, TIME_PASSES } from './goal.ts';
import { kmsKeysOf } from './goal-keys.ts';

/**
 * Each KMS key that can be scheduled for deletion in a scope sooner or later is deleted, or its deletion is cancelled.
 */
export const pendingDeletionEnds: LivenessProperty = {
  id: 'pending-deletion-ends',
  title: 'The waiting period of a KMS key comes to an end: the key is deleted, or the deletion is cancelled.',
  requirements: ['F-121'],
  goals: ({ scope, events }) =>
    kmsKeysOf(
      scope,
      events.filter(({ op }) => op === 'ScheduleKeyDeletion'),
    ).map(({ id, number }) => ({
      subject: id,
      pendingText: `the deletion of ${id} is pending`,
      isPending: ({ kmsKeys, nowMs }) => {
        const key = kmsKeys.get(number);
        return key !== undefined && keyStateAt(key.control.current, nowMs) === 'pendingDeletion';
      },
      assumptions: [TIME_PASSES],
      attempts: [],
    })),
};
