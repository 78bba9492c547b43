import type { Profile } from '../openness/profile.ts';
import { sameUseNow, useOf } from '../rules/kms-quota.ts';
import { CacheCoverage, laterSomeBucketKey, laterSomeEntry, objectCovers, uploadCovers } from './coverage.ts';
import {
  sameAlias,
  sameBucket,
  sameFamily,
  sameHolding,
  sameKmsKey,
  sameObjectVersion,
  samePossibleVersions,
  sameSomeBucketKey,
  sameSomeEntry,
  sameUpload,
  sameVersions,
} from './record-equality.ts';
import { sameBucketKeyNow } from './settled.ts';
import type { World } from './world.ts';

/**
 * Whether world `a` explains whatever `b` can explain from here on, so that `b` need not be kept beside it: they are
 * alike, or caches are open (any number, losing anything at any time) and `a` merely has more in them, or fresher, or
 * knows less of which bucket key it is.
 */
export function covers(a: World, b: World): boolean {
  if (!mayCover(a, b) || !settingsAlike(a, b)) return false;
  const areOpen = cachesAreOpen(a.scope.profile);
  const objectsCover = areOpen
    ? a.objects.compare(b.objects, (mine, theirs) => objectCovers(a.scope, mine, theirs))
    : a.objects.equals(b.objects, sameObjectVersion);
  const uploadsCover = areOpen
    ? a.uploads.compare(b.uploads, (mine, theirs) => uploadCovers(a.scope, mine, theirs))
    : a.uploads.equals(b.uploads, sameUpload);
  return objectsCover && uploadsCover && (areOpen ? openCachesCover(a, b) : bucketKeysAlike(a, b) && someAlike(a, b));
}

/** Whether two worlds agree in short on what one that covers another has alike: most do not, and that is soon seen. */
function mayCover(a: World, b: World): boolean {
  return (
    a.objects.fingerprint === b.objects.fingerprint &&
    a.uploads.fingerprint === b.uploads.fingerprint &&
    a.buckets.fingerprint === b.buckets.fingerprint &&
    a.versions.fingerprint === b.versions.fingerprint
  );
}

/** Whether what world `a` has of bucket keys serves whatever that of `b` would. */
export function cachesCover(a: World, b: World): boolean {
  if (cachesAreOpen(a.scope.profile)) return openCachesCover(a, b);
  // What is only known of some bucket key may serve, and never has to.
  return (
    bucketKeysAlike(a, b) &&
    a.someEntries.compare(b.someEntries, laterSomeEntry) &&
    a.someBucketKeys.compare(b.someBucketKeys, laterSomeBucketKey)
  );
}

/** Whether any number of caches may lose anything at any time, so that a request may always be cold. */
export function cachesAreOpen({ caches, earlyEviction }: Profile): boolean {
  return caches === 'any' && earlyEviction;
}

/** Whether all that is no table is the same in two worlds. */
export function scalarsAlike(a: World, b: World): boolean {
  return (
    a.nowMs === b.nowMs &&
    a.cachesTouched === b.cachesTouched &&
    a.epoch === b.epoch &&
    a.restartEpoch === b.restartEpoch &&
    a.kmsThrottled === b.kmsThrottled &&
    a.kmsUnreachable === b.kmsUnreachable &&
    usesAlike(a, b)
  );
}

function usesAlike(a: World, b: World): boolean {
  if (a.kmsUse === b.kmsUse) return true;
  return [...a.kmsUse, ...b.kmsUse].every(({ account }) =>
    sameUseNow(useOf(a.kmsUse, account), useOf(b.kmsUse, account), a.nowMs),
  );
}

function settingsAlike(a: World, b: World): boolean {
  return (
    scalarsAlike(a, b) &&
    a.buckets.equals(b.buckets, sameBucket) &&
    a.possibleVersions.equals(b.possibleVersions, samePossibleVersions) &&
    a.versions.equals(b.versions, sameVersions) &&
    a.kmsKeys.equals(b.kmsKeys, sameKmsKey) &&
    a.aliases.equals(b.aliases, sameAlias)
  );
}

function bucketKeysAlike(a: World, b: World): boolean {
  return (
    a.holdings.equals(b.holdings, sameHolding) &&
    a.families.equals(b.families, sameFamily) &&
    a.bucketKeys.equals(b.bucketKeys, (mine, theirs) => sameBucketKeyNow(a, mine, theirs))
  );
}

function someAlike(a: World, b: World): boolean {
  return (
    a.someBucketKeys.equals(b.someBucketKeys, sameSomeBucketKey) && a.someEntries.equals(b.someEntries, sameSomeEntry)
  );
}

function openCachesCover(a: World, b: World): boolean {
  const coverage = new CacheCoverage(a, b);
  return (
    a.someEntries.compare(b.someEntries, laterSomeEntry) &&
    a.someBucketKeys.compare(b.someBucketKeys, laterSomeBucketKey) &&
    a.holdings.compare(b.holdings, (mine, theirs, index) => coverage.holdingCovers(index, mine, theirs)) &&
    a.families.compare(b.families, (mine, theirs, index) => coverage.familyCovers(index, mine, theirs)) &&
    a.bucketKeys.compare(b.bucketKeys, (mine, theirs) => coverage.bucketKeyCovers(mine, theirs))
  );
}
