import type { EnvironmentEvent } from '../../../model/index.ts';
import { existingObjects, objectsToReplicate, versionsThere } from '../existing.ts';
import { someBucket } from '../pick.ts';
import type { Walk } from '../walk.ts';
import type { Proposals } from './proposal.ts';

/** KMS goes out of reach, with its calls or with their answers only, or comes back. */
export function drawInterruption({ draw }: Walk, on: boolean): EnvironmentEvent {
  return on && draw.chance(30) ? { op: 'InterruptKms', on, answersLost: true } : { op: 'InterruptKms', on };
}

/** What the environment does, where it has something to do. */
export const environmentProposals: Proposals<EnvironmentEvent['op']> = {
  ReplicateObject: (walk) => {
    const waiting = walk.draw.one(objectsToReplicate(walk));
    return waiting === undefined
      ? undefined
      : { by: null, event: { op: 'ReplicateObject', bucket: waiting.bucket, key: waiting.key } };
  },
  ExpireObject: (walk) => {
    const seen = walk.draw.one(existingObjects(walk));
    if (seen === undefined) return undefined;
    const { bucket, key } = seen;
    const older = versionsThere(walk, bucket, key) - 1;
    const isOlder = older > 0 && walk.draw.chance(50);
    return {
      by: null,
      event: { op: 'ExpireObject', bucket, key, ...(isOlder && { versionId: `#${walk.draw.between(1, older)}` }) },
    };
  },
  TransitionObject: (walk) => {
    const seen = walk.draw.one(existingObjects(walk));
    return seen === undefined
      ? undefined
      : { by: null, event: { op: 'TransitionObject', bucket: seen.bucket, key: seen.key } };
  },
  EvictBucketKeys: (walk) => {
    const seen = someBucket(walk);
    return seen === undefined ? undefined : { by: null, event: { op: 'EvictBucketKeys', bucket: seen.name } };
  },
  RestartHosts: () => ({ by: null, event: { op: 'RestartHosts' } }),
  InterruptKms: (walk) => ({ by: null, event: drawInterruption(walk, walk.world.kmsUnreachable === false) }),
  ThrottleKms: (walk) => ({ by: null, event: { op: 'ThrottleKms', on: !walk.world.kmsThrottled } }),
};
