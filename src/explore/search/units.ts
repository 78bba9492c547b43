import type { Action, ExploreScope } from '../scope.ts';
import { bucketNames } from '../scope.ts';

/**
 * Places of the actions of a scope, those together whose consequences are looked up at once: all that are about one
 * bucket, and all that are about none. What happens in one bucket is then found once for all that can be in the others.
 * An action that is about several buckets stands alone, as do all where there is but one bucket.
 */
export function unitsOf(scope: ExploreScope): readonly (readonly number[])[] {
  const names = bucketNames(scope);
  const units = new Map<string, number[]>();
  for (const [place, action] of scope.actions.entries()) {
    const about = names.filter((name) => isAbout(action, name));
    const name =
      names.length > 1 && about.length < 2 && action.event.op !== 'RestartHosts' ? `about ${about.join()}` : `${place}`;
    const unit = units.get(name);
    if (unit === undefined) units.set(name, [place]);
    else unit.push(place);
  }
  return [...units.values()];
}

/** Replication is about the bucket it goes to as well, which is not in the event. */
function isAbout({ event }: Action, bucket: string): boolean {
  if (event.op === 'ReplicateObject') return true;
  if (event.op === 'CopyObject' && event.source.bucket === bucket) return true;
  if (event.op === 'PutBucketReplication' && event.destination === bucket) return true;
  return 'bucket' in event && event.bucket === bucket;
}
