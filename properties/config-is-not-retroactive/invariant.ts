import { type ObjectVersion, OPEN_STATUS, type Step, sameObjectVersion, type WorldView } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import type { Transition } from '../transition.ts';

/**
 * What is stored stays as it is, whatever is configured: only writing, replicating, updating, deleting or expiring
 * an object changes objects, moving it to another storage class does not (F-13, F-40, F-198).
 */
export const configIsNotRetroactiveInvariant: Invariant = (transition) => {
  const mayChange = changeable(transition.before, transition.step);
  return firstChange(transition, (bucket, key) => mayChange.some((one) => one.bucket === bucket && one.key === key));
};

/** The objects a step is about: its target, and for replication the replica. */
function changeable(world: WorldView, { event }: Step): readonly { readonly bucket: string; readonly key: string }[] {
  switch (event.op) {
    case 'PutObject':
    case 'CopyObject':
    case 'DeleteObject':
    case 'ExpireObject':
    case 'CompleteMultipartUpload':
    case 'UpdateObjectEncryption':
      return [event];
    case 'ReplicateObject': {
      const rule = world.buckets.get(world.scope.bucket(event.bucket))?.replication.current ?? null;
      return rule === null ? [event] : [event, { bucket: rule.destination, key: event.key }];
    }
    default:
      return [];
  }
}

/** The first object that a step has changed and may not change, as a reason. */
export function firstChange(
  { before, after, written }: Transition,
  mayChange: (bucket: string, key: string) => boolean,
): string | undefined {
  for (const number of written.objects) {
    if (isOnlySettled(before.objects.get(number), after.objects.get(number))) continue;
    const { bucket, key } = after.scope.objectName(number);
    if (!mayChange(bucket, key)) return `${bucket}/${key} is not what it was before, though nothing wrote it`;
  }
  return undefined;
}

/** Whether a rule covered what was written is settled once somebody looks (U-27); nothing is written by that. */
function isOnlySettled(before: ObjectVersion | undefined, after: ObjectVersion | undefined): boolean {
  if (before?.replication !== OPEN_STATUS || after === undefined) return false;
  const { replication } = after;
  const isOneOf = replication === 'none' || replication === 'pending';
  return isOneOf && sameObjectVersion({ ...before, replication }, after);
}
