import { namesIn, operationOf } from '../../../model/index.ts';
import type { Action, ExploreScope } from '../scope.ts';
import { bucketNames } from '../scope.ts';

/**
 * Places of the actions of a scope, those together whose consequences are looked up at once: all that are about one
 * bucket, and all that are about none. What happens in one bucket is then found once for all that can be in the others.
 * An action that is about several buckets stands alone, as do all where there is but one bucket.
 */
export function actionGroups(scope: ExploreScope): readonly (readonly number[])[] {
  const names = bucketNames(scope);
  const groups = new Map<string, number[]>();
  for (const [place, action] of scope.actions.entries()) {
    const about = names.filter((name) => isAbout(action, name));
    const name =
      names.length > 1 && about.length < 2 && operationOf(action.event).about !== 'hosts'
        ? `about ${about.join()}`
        : `${place}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [place]);
    else group.push(place);
  }
  return [...groups.values()];
}

/**
 * Replication is about the bucket it goes to as well, which is not in the event; hosts have the caches of all buckets.
 */
function isAbout({ event }: Action, bucket: string): boolean {
  return operationOf(event).writes?.to === 'replica' || namesIn(event, 'bucket').some(({ name }) => name === bucket);
}
