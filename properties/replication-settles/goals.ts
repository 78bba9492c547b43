import type { Event } from '../../model/index.ts';
import type { Assumption, Goal, GoalContext, Goals } from '../goal.ts';
import { isUnderKms } from '../transition.ts';

/**
 * Each object that replication can take up in a scope settles: PENDING, and covered by the rule of its bucket, it
 * sooner or later is COMPLETED or FAILED. Nothing but throttling has to heal for that: a replication role without
 * permission and a KMS key that is disabled, pending deletion or gone end as FAILED (E-38, F-76), which is settled. A
 * rule that is taken away, or no longer covers the object, leaves nothing for S3 to attempt: AWS does not say what
 * becomes of the status, and nothing is claimed of it.
 */
export const replicationSettlesGoals: Goals = (context) => {
  const found = new Map<string, Goal>();
  for (const event of context.events) {
    if (event.op !== 'ReplicateObject') continue;
    const name = `${event.bucket}/${event.key}`;
    if (!found.has(name)) found.set(name, goalOf(event.bucket, event.key, context));
  }
  return [...found.values()];
};

function goalOf(bucket: string, key: string, { scope, events }: GoalContext): Goal {
  const name = `${bucket}/${key}`;
  const [bucketNumber, objectNumber] = [scope.bucket(bucket), scope.object(bucket, key)];
  const isAttempt = (event: Event | undefined) =>
    event?.op === 'ReplicateObject' && event.bucket === bucket && event.key === key;
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
    expected: (event, { kmsThrottled, kmsUnreachable }) => isAttempt(event) && !kmsThrottled && !kmsUnreachable,
  };
  return {
    subject: name,
    pendingText: `the replication of ${name} is pending`,
    isPending: ({ objects, buckets }) => {
      const version = objects.get(objectNumber);
      if (version?.replication !== 'pending') return false;
      const rule = buckets.get(bucketNumber)?.replication.current ?? null;
      // Told from F-66, not from the rule of the model, which is what is checked.
      return rule !== null && (rule.replicaKmsKeyId !== undefined || !isUnderKms(version));
    },
    assumptions: [attempted, healing],
    attempts: events.flatMap((event, place) => (isAttempt(event) ? [place] : [])),
  };
}
