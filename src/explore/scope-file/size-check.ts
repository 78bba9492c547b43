import { headersOf, initialWorld, type Setup } from '../../../model/index.ts';
import { bucketNames, type ExploreScope, keyNames, uploadNames } from '../scope.ts';
import { MAX_HOLDINGS, MAX_NAMES, MAX_PARTS } from './limits.ts';

/** What there is too much of in a setup, as `path: problem`; undefined when nothing is. */
export function namesProblem(setup: Setup): string | undefined {
  for (const list of ['requesters', 'kmsKeys', 'managedKeys', 'aliases', 'buckets'] as const) {
    if ((setup[list]?.length ?? 0) > MAX_NAMES) return `setup.${list}: more than ${MAX_NAMES}`;
  }
  return undefined;
}

/**
 * Whether the worlds of a scope would have too many parts. Every bucket can have every object and bucket keys under
 * every KMS key, so that a few names too many make hundreds.
 */
export function partsProblem(scope: ExploreScope): string | undefined {
  const { setup, profile, actions, mostVersions } = scope;
  const keepsVersions =
    actions.some(({ event }) => event.op === 'PutBucketVersioning') ||
    setup.buckets.some(({ versioning = 'Unversioned' }) => versioning !== 'Unversioned');
  if (keepsVersions && mostVersions === undefined)
    return 'bounds.mostVersions: expected, since a bucket keeps versions and there would be no end of them';
  const made = actions.flatMap(({ by, event }) =>
    event.op === 'CreateKey' ? [JSON.stringify([by, event.keyId])] : [],
  );
  let kmsKeys = new Set(made).size;
  initialWorld(setup, profile).kmsKeys.forEach(() => void kmsKeys++);
  const buckets = bucketNames(scope).length;
  const ofKey = mostVersions === undefined || mostVersions === 1 ? 1 : mostVersions + 1;
  const parts =
    1 +
    kmsKeys +
    setup.aliases.length +
    new Set(actions.flatMap(({ event }) => (event.op === 'CreateAlias' ? [event.alias] : []))).size +
    buckets * (1 + keyNames(scope).length * ofKey + kmsKeys) +
    uploadNames(scope).length;
  if (parts > MAX_PARTS)
    return `a world has ${parts} parts (each bucket has all objects and all KMS keys), more than ${MAX_PARTS}`;
  const caches = profile.caches === 'any' ? 1 : profile.caches;
  const holdings = buckets * kmsKeys * contextsOf(scope) * setup.requesters.length * caches;
  if (holdings <= MAX_HOLDINGS) return undefined;
  return (
    `caches have ${holdings} places (buckets x KMS keys x contexts x requesters x ` +
    `caches), more than ${MAX_HOLDINGS}`
  );
}

/** How many sets of extra context its actions name, that of none included. */
function contextsOf({ actions }: ExploreScope): number {
  return (
    1 +
    new Set(actions.flatMap(({ event }) => ('headers' in event ? [JSON.stringify(headersOf(event).context)] : []))).size
  );
}
