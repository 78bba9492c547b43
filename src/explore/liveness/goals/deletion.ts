import { keyStateAt } from '../../../../model/rules/kms-answer.ts';
import type { Layout } from '../../parts/layout.ts';
import { NOW_MS } from '../../parts/part.ts';
import type { ExploreScope } from '../../scope.ts';
import type { Goal } from '../goal.ts';
import { TIME_PASSES } from './time-passes.ts';

/**
 * Each KMS key that can be scheduled for deletion in a scope sooner or later is deleted, or its deletion is cancelled.
 */
export function deletionGoals({ actions }: ExploreScope, layout: Layout): readonly Goal[] {
  const ids = new Set(actions.flatMap(({ event }) => (event.op === 'ScheduleKeyDeletion' ? [event.keyId] : [])));
  return [...layout.kmsKeys.values()].flatMap(({ place, part }) => {
    const { id } = part.values.record(0);
    if (!ids.has(id)) return [];
    const goal: Goal = {
      id: 'pending-deletion-ends',
      title: 'The waiting period of a KMS key comes to an end: the key is deleted, or the deletion is cancelled.',
      requirements: ['F-121'],
      subject: id,
      pendingText: `the deletion of ${id} is pending`,
      isPending: (items, at) =>
        keyStateAt(part.values.record(items[at + place] as number).control.current, NOW_MS) === 'pendingDeletion',
      assumptions: [TIME_PASSES],
      attempts: [],
    };
    return [goal];
  });
}
