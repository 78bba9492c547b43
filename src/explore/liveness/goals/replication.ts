import { replicationSettles } from '../../../../properties/replication-settles.ts';
import { isUnderKms } from '../../../../properties/transition.ts';
import type { Layout } from '../../parts/layout.ts';
import type { ExploreScope } from '../../scope.ts';
import type { Assumption, Kind } from '../assumption.ts';
import type { Goal } from '../goal.ts';

/**
 * Each object that replication can take up in a scope settles: PENDING, and covered by the rule of its bucket, it
 * sooner or later is COMPLETED or FAILED. Nothing but throttling has to heal for that: a replication role without
 * permission and a KMS key that is disabled, pending deletion or gone end as FAILED (E-38, F-76), which is settled. A
 * rule that is taken away, or no longer covers the object, leaves nothing for S3 to attempt: AWS does not say what
 * becomes of the status, and nothing is claimed of it.
 */
export function replicationGoals({ actions }: ExploreScope, layout: Layout): readonly Goal[] {
  const goals = new Map<string, Goal>();
  for (const { event } of actions) {
    if (event.op !== 'ReplicateObject') continue;
    const name = `${event.bucket}/${event.key}`;
    if (!goals.has(name)) goals.set(name, replicationOf(event.bucket, event.key, actions, layout));
  }
  return [...goals.values()];
}

function replicationOf(bucket: string, key: string, actions: ExploreScope['actions'], layout: Layout): Goal {
  const name = `${bucket}/${key}`;
  const { id, title, requirements } = replicationSettles;
  const object = layout.objects.get(layout.model.object(bucket, key));
  const holder = layout.buckets.get(layout.model.bucket(bucket));
  if (object === undefined || holder === undefined) throw new RangeError(`no state has the object ${name}`);
  const isAttempt: Kind = (event) => event?.op === 'ReplicateObject' && event.bucket === bucket && event.key === key;
  const { environment } = layout;
  const isThrottled = (items: ArrayLike<number>, at: number) =>
    environment.part.values.record(items[at + environment.place] as number).kmsThrottled;
  const attempted: Assumption = {
    id: 'attempted-again',
    text: `S3 attempts to replicate ${name} again and again.`,
    requirements: ['F-76'],
    given: undefined,
    expected: isAttempt,
  };
  const healing: Assumption = {
    id: 'throttling-heals',
    text: `Faults heal: where ${name} is attempted again and again, KMS does not throttle every time.`,
    requirements: ['F-74', 'F-131'],
    given: isAttempt,
    expected: (event, items, at) => isAttempt(event, items, at) && !isThrottled(items, at),
  };
  return {
    id,
    title,
    requirements,
    subject: name,
    pendingText: `the replication of ${name} is pending`,
    isPending: (items, at) => {
      const version = object.part.values.record(items[at + object.place] as number);
      if (version?.replication !== 'pending') return false;
      const rule = holder.part.values.record(items[at + holder.place] as number)?.replication;
      // Told from F-66, not from the rule of the model, which is what is checked.
      return rule !== undefined && (rule.replicaKmsKeyId !== undefined || !isUnderKms(version));
    },
    assumptions: [attempted, healing],
    attempts: actions.flatMap(({ event }, place) => (isAttempt(event, [], 0) ? [place] : [])),
  };
}
