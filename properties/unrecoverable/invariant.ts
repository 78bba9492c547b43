import type { Invariant } from '../invariant.ts';
import { sidesOf } from '../transition.ts';

/** What only a deleted key could decrypt is not readable, unless its bucket key is still cached (F-121). */
export const unrecoverableInvariant: Invariant = (transition) => {
  const { before, step } = transition;
  const { opened } = sidesOf(transition);
  const key = opened === undefined ? undefined : before.kmsKeys.get(opened.version.kmsKey);
  if (opened === undefined || key === undefined || opened.version.state === 'sseKmsBucketKey') return undefined;
  const { control } = key;
  const isGone =
    step.atMs >= control.current.deletedAtMs && control.earlier.every(({ untilMs }) => untilMs <= step.atMs);
  return isGone
    ? `${opened.bucketName}/${opened.key} was opened without a bucket key after ${key.id} was deleted`
    : undefined;
};
