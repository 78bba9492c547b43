import {
  forEachResult,
  initialWorld,
  isOpaqueEtag,
  type Profile,
  type Setup,
  type Tables,
  type World,
} from '../../../model/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import { explains } from '../match.ts';
import type { Verdict } from '../verdict.ts';

const TABLES: readonly (keyof Tables)[] = [
  'buckets',
  'objects',
  'uploads',
  'possibleVersions',
  'kmsKeys',
  'aliases',
  'bucketKeys',
  'families',
  'holdings',
  'someBucketKeys',
  'someEntries',
];

/**
 * What the oracle would say if it kept every world apart that differs in anything: it widens nothing, and no world
 * covers another. `unknown` where there are more than `most` worlds.
 */
export function searchExactly(setup: Setup, profile: Profile, trace: readonly ObservedStep[], most: number): Verdict {
  let frontier: readonly World[] = [initialWorld(setup, profile)];
  for (const { step, observation } of trace) {
    const next = new Map<string, World>();
    const { etag } = observation;
    const seen = { etag: (md5: string) => (typeof etag === 'string' && isOpaqueEtag(etag, md5) ? etag : undefined) };
    for (const world of frontier) {
      forEachResult(world, step, seen, (result) => {
        if (explains(result.outcome, observation)) next.set(textOf(result.world), result.world);
        return next.size <= most;
      });
      if (next.size > most) return 'unknown';
    }
    if (next.size === 0) return 'violates';
    frontier = [...next.values()];
  }
  return 'conforms';
}

/** All of a world as text; it tells apart at least what differs. */
function textOf(world: World): string {
  const { epoch, restartEpoch, cachesTouched, kmsThrottled } = world;
  const records: unknown[] = [epoch, restartEpoch, cachesTouched, kmsThrottled];
  for (const table of TABLES) {
    records.push(table);
    world[table].forEach((record, index) => void records.push(index, record));
  }
  return JSON.stringify(records, (_key, value: unknown) => (value === Number.POSITIVE_INFINITY ? 'never' : value));
}
