import type { Lagging } from '../records/lagging.ts';
import { ABSENT_VERSION, UNKNOWN_KEY_POLICY } from '../records/past.ts';
import {
  type Bucket,
  type BucketEncryption,
  type BucketPast,
  type KmsKey,
  lastingControl,
  type ObjectVersion,
} from '../records/records.ts';
import { alteredBucket, alteredKey } from './alter.ts';
import { cachesCover, scalarsAlike } from './covers.ts';
import { sameAlias, sameBucket, sameKmsKey, sameUpload, sameVersions } from './record-equality.ts';
import { unionOfRules, unionOfVersions } from './union.ts';
import type { WorkingDraft } from './working-draft.ts';
import type { World } from './world.ts';

/** Versions that one key may have at the most; beyond that worlds are kept apart. */
const MOST_VERSIONS = 64;

/**
 * Makes a world say of what was there before the trace what either of two says, where they differ in nothing else: it
 * covers both then. So what is not known of many objects makes no more worlds than what is not known of one. False, and
 * nothing is changed, where that cannot be.
 */
export function join(mine: WorkingDraft, theirs: World): boolean {
  if (mine.scope.past === undefined || !scalarsAlike(mine, theirs)) return false;
  const objects = joinedObjects(mine, theirs);
  if (objects === undefined) return false;
  const buckets = joinedBuckets(mine, theirs, objects);
  if (buckets === undefined) return false;
  const kmsKeys = joinedKeys(mine, theirs);
  if (kmsKeys === undefined) return false;
  if (!mine.aliases.equals(theirs.aliases, sameAlias) || !mine.versions.equals(theirs.versions, sameVersions))
    return false;
  if (!mine.uploads.equals(theirs.uploads, sameUpload)) return false;
  if (!cachesCover(mine, theirs)) return false;
  for (const [number, versions] of objects) {
    mine.set('objects', number, undefined);
    mine.set('possibleVersions', number, { versions });
  }
  for (const [number, bucket] of buckets) mine.set('buckets', number, bucket);
  for (const [number, key] of kmsKeys) mine.set('kmsKeys', number, key);
  return true;
}

/** The objects of which the worlds say something else, each with all that it may be; undefined where it is too much. */
function joinedObjects(mine: World, theirs: World): Map<number, readonly ObjectVersion[]> | undefined {
  const joined = new Map<number, readonly ObjectVersion[]>();
  const note = (number: number): boolean => {
    const [a, b] = [versionsAt(mine, number), versionsAt(theirs, number)];
    // Nobody has looked at it yet: then it may be anything, and whatever somebody has seen of it is among that.
    if (a === undefined) return true;
    if (b === undefined) return false;
    const versions = unionOfVersions(a, b);
    if (versions !== a || a.length > 1) joined.set(number, versions);
    return versions.length <= MOST_VERSIONS;
  };
  const isFit =
    mine.objects.compare(theirs.objects, (_a, _b, number) => note(number)) &&
    mine.possibleVersions.compare(theirs.possibleVersions, (_a, _b, number) => note(number));
  return isFit ? joined : undefined;
}

/** What may be under a key; undefined where nothing is known of it. */
function versionsAt(
  { objects, possibleVersions, buckets, scope }: World,
  number: number,
): readonly ObjectVersion[] | undefined {
  const version = objects.get(number);
  if (version !== undefined) return [version];
  const possible = possibleVersions.get(number)?.versions;
  if (possible !== undefined) return possible;
  const bucket = buckets.get(scope.bucket(scope.objectName(number).bucket));
  return bucket?.past?.holdsAny === true ? undefined : [ABSENT_VERSION];
}

function joinedBuckets(
  mine: World,
  theirs: World,
  objects: ReadonlyMap<number, unknown>,
): Map<number, Bucket> | undefined {
  const joined = new Map<number, Bucket>();
  // Of what is open now it is not counted any more that it is there.
  const fewer = new Map<number, number>();
  for (const object of objects.keys()) {
    if (mine.objects.get(object) === undefined) continue;
    const number = mine.scope.bucket(mine.scope.objectName(object).bucket);
    fewer.set(number, (fewer.get(number) ?? 0) + 1);
  }
  const isFit = mine.buckets.compare(theirs.buckets, (a, b, number) => {
    if (a === undefined || b === undefined) return false;
    const bucket = joinedBucket(a, b);
    if (bucket !== undefined) joined.set(number, bucket);
    return bucket !== undefined;
  });
  if (!isFit) return undefined;
  for (const [number, count] of fewer) {
    const bucket = joined.get(number) ?? mine.buckets.get(number);
    if (bucket !== undefined) joined.set(number, alteredBucket(bucket, { objectCount: bucket.objectCount - count }));
  }
  return joined;
}

function joinedBucket(a: Bucket, b: Bucket): Bucket | undefined {
  const encryption = joinedRules(a.encryption, b.encryption);
  if (encryption === undefined) return undefined;
  const past = joinedPast(a.past, b.past);
  const bucket = alteredBucket(a, { encryption, ...(past !== undefined && { past }) });
  const other = alteredBucket(b, { encryption, objectCount: a.objectCount, ...(past !== undefined && { past }) });
  return sameBucket(bucket, other) ? bucket : undefined;
}

function joinedPast(a: BucketPast | undefined, b: BucketPast | undefined): BucketPast | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    holdsAny: a.holdsAny || b.holdsAny,
    cachedMs: Math.max(a.cachedMs, b.cachedMs),
    cachedEpoch: Math.max(a.cachedEpoch, b.cachedEpoch),
  };
}

function joinedRules(
  a: Lagging<BucketEncryption>,
  b: Lagging<BucketEncryption>,
): Lagging<BucketEncryption> | undefined {
  if (a.earlier.length !== b.earlier.length) return undefined;
  const earlier: { value: BucketEncryption; untilMs: number }[] = [];
  for (const [at, one] of a.earlier.entries()) {
    const other = b.earlier[at];
    if (other === undefined || other.untilMs !== one.untilMs) return undefined;
    earlier.push({ value: unionOfRules(one.value, other.value), untilMs: one.untilMs });
  }
  return { current: unionOfRules(a.current, b.current), earlier };
}

/** KMS keys of the past whose state was narrowed in another way. */
function joinedKeys(mine: World, theirs: World): Map<number, KmsKey | undefined> | undefined {
  const joined = new Map<number, KmsKey | undefined>();
  const isFit = mine.kmsKeys.compare(theirs.kmsKeys, (a, b, number) => {
    // A key that no setup lists and nobody has used yet may be in any state.
    if (a === undefined || b === undefined) {
      joined.set(number, undefined);
      return isNarrowedOnly(a ?? b);
    }
    if (sameKmsKey(a, b)) return true;
    const both = joinedControl(a, b);
    if (both === undefined) return false;
    joined.set(number, both);
    return true;
  });
  return isFit ? joined : undefined;
}

/** Whether no event of the trace has changed a key: all that is known of it are answers. */
function isNarrowedOnly(key: KmsKey | undefined): boolean {
  return key !== undefined && key.control.earlier.length === 0 && key.policy.current === UNKNOWN_KEY_POLICY;
}

function joinedControl(a: KmsKey, b: KmsKey): KmsKey | undefined {
  const [mine, theirs] = [a.control.current, b.control.current];
  if (a.isOfPast !== true || (mine.oneOf === undefined && theirs.oneOf === undefined)) return undefined;
  const oneOf = [...new Set([...(mine.oneOf ?? [mine.state]), ...(theirs.oneOf ?? [theirs.state])])];
  const current = { ...lastingControl('enabled'), oneOf };
  const joined = alteredKey(a, { control: { ...a.control, current } });
  return sameKmsKey(joined, alteredKey(b, { control: { ...b.control, current } })) ? joined : undefined;
}
