import type { BucketVersioningState } from '../charts/bucket-versioning.ts';
import { settled } from '../records/lagging.ts';
import { type Bucket, NULL_VERSION, type ObjectVersion, UNSEEN_STATUS, type VersionEntry } from '../records/records.ts';
import { isAttempted } from '../rules/replication.ts';
import { alteredBucket, alteredVersion } from '../store/alter.ts';
import type { ObjectName } from '../vocabulary/fields.ts';
import { ANY_VERSION_ID } from '../vocabulary/outcome.ts';
import { versionPlace } from '../vocabulary/version-place.ts';
import { findBucket, storeBucket } from './buckets.ts';
import { see, type Transaction } from './transaction.ts';

/** A key that has one object has one version, of the id `null`: one for all. */
const NULL_ALONE: VersionEntry = { id: NULL_VERSION, isMarker: false, rank: 1, older: undefined };

/** The newest of the versions of a key; undefined where there is none. */
export function newestVersion({ draft }: Transaction, number: number): VersionEntry | undefined {
  return draft.versions.get(number) ?? (draft.objects.get(number) === undefined ? undefined : NULL_ALONE);
}

/** The number under which the record of a version of a key is kept. */
export function numberOfVersion({ draft, scope }: Transaction, number: number, { rank }: VersionEntry): number {
  return (draft.versions.get(number)?.rank ?? 1) === rank ? number : scope.version(number, rank);
}

/**
 * What a bucket does about versions, as a write or a DELETE sees it (F-175, U-27). Where nobody has said, a version id
 * that is shown says that it keeps them; of what was before the trace nothing is followed.
 */
export function versioningOf(
  transaction: Transaction,
  name: string,
  bucket: Bucket,
  number: number,
): BucketVersioningState {
  const { versioning } = bucket;
  const shown = bucket.past === undefined ? transaction.chooser.seenVersionId?.() : undefined;
  if (versioning !== undefined) {
    const seen = see(transaction, 'versioningSeen', versioning);
    // Where nobody sees which it was, the new setting acts for good once it has acted: else each write doubled what
    // may be there.
    if (shown === undefined && seen === versioning.current && versioning.earlier.length > 0)
      storeBucket(transaction, name, alteredBucket(bucket, { versioning: settled(seen) }));
    // Who does not know yet that there are versions does them no harm.
    return seen === 'unversioned' && transaction.draft.versions.get(number) !== undefined ? 'suspended' : seen;
  }
  if (shown === undefined || shown === null || shown === NULL_VERSION) return 'unversioned';
  storeBucket(transaction, name, alteredBucket(bucket, { versioning: settled('enabled') }));
  return 'enabled';
}

/** The id of a version that is new: one that is drawn is seen, or will be. */
function newId({ chooser }: Transaction): string {
  const id = chooser.seenVersionId?.() ?? chooser.drawnVersionId?.();
  return id === undefined || id === NULL_VERSION ? ANY_VERSION_ID : id;
}

/**
 * Puts a version, or a delete marker, over those that a key has, each of which stays as it is; answers its id. Where
 * versioning is suspended that is `null`, and what had it is gone (F-176, F-177). A replica brings an id of its own.
 */
export function addVersion(
  transaction: Transaction,
  target: ObjectName,
  number: number,
  version: ObjectVersion | undefined,
  versioning: Exclude<BucketVersioningState, 'unversioned'>,
  ownId?: string,
): string {
  const { draft, scope } = transaction;
  const replaced = versioning === 'suspended' ? versionWithId(transaction, number, NULL_VERSION) : undefined;
  if (replaced !== undefined) removeVersion(transaction, target, number, replaced);
  const older = newestVersion(transaction, number);
  const current = draft.objects.get(number);
  if (older?.isMarker === false && current !== undefined)
    draft.set('objects', scope.version(number, older.rank), superseded(transaction, target, current));
  draft.set('objects', number, version);
  const id = versioning === 'suspended' ? NULL_VERSION : (ownId ?? newId(transaction));
  setNewest(transaction, number, { id, isMarker: version === undefined, rank: (older?.rank ?? 0) + 1, older });
  count(transaction, target, 1);
  return id;
}

/** Replication goes on with a version that is not current any more, and nobody sees when (F-76). */
function superseded(transaction: Transaction, { bucket: name }: ObjectName, version: ObjectVersion): ObjectVersion {
  const replication = findBucket(transaction, name)?.replication;
  const mayBeCovered = replication !== undefined && (replication.current !== null || replication.earlier.length > 0);
  return mayBeCovered && isAttempted(version.replication)
    ? alteredVersion(version, { replication: UNSEEN_STATUS })
    : version;
}

/** Takes a version, or a delete marker, away for good: the newest of those that are left is the current one (F-177). */
export function removeVersion(transaction: Transaction, target: ObjectName, number: number, gone: VersionEntry): void {
  const { draft, scope } = transaction;
  const newer: VersionEntry[] = [];
  for (let entry = newestVersion(transaction, number); entry?.rank !== gone.rank; entry = entry.older)
    if (entry === undefined) throw new RangeError(`the key has no version ${gone.rank}`);
    else newer.push(entry);
  const move = (from: number, to: number) => {
    const version = draft.objects.get(from);
    if (from !== number) draft.set('objects', from, undefined);
    draft.set('objects', to, version);
  };
  let newest = gone.older;
  if (newer.length > 0) draft.set('objects', scope.version(number, gone.rank), undefined);
  else if (newest?.isMarker === false) move(scope.version(number, newest.rank), number);
  else draft.set('objects', number, undefined);
  for (const entry of newer.reverse()) {
    const { isMarker, rank } = entry;
    const isCurrent = rank === gone.rank + newer.length;
    if (!isCurrent && !isMarker) move(scope.version(number, rank), scope.version(number, rank - 1));
    newest = { ...entry, rank: rank - 1, older: newest };
  }
  setNewest(transaction, number, newest);
  count(transaction, target, -1);
}

/** Changes what is told of the newest of the versions of a key. */
export function alterNewest(
  transaction: Transaction,
  number: number,
  change: Pick<VersionEntry, 'isReplicated' | 'isLocked'>,
): void {
  const newest = transaction.draft.versions.get(number);
  if (newest !== undefined) setNewest(transaction, number, { ...newest, ...change });
}

/** A key whose one version has the id `null` is as if there had never been versions. */
function setNewest({ draft }: Transaction, number: number, newest: VersionEntry | undefined): void {
  const isAlone = newest?.id === NULL_VERSION && !newest.isMarker && newest.older === undefined;
  draft.set('versions', number, isAlone ? undefined : newest);
}

function count(transaction: Transaction, { bucket: name }: ObjectName, change: 1 | -1): void {
  const bucket = findBucket(transaction, name);
  if (bucket !== undefined)
    storeBucket(transaction, name, alteredBucket(bucket, { objectCount: bucket.objectCount + change }));
}

/** The version of a key that has an id that was seen, or is at a place, if it is certain which that is. */
export function entryNamed(transaction: Transaction, number: number, id: string): VersionEntry | undefined {
  const place = versionPlace(id);
  if (place === undefined) return versionWithId(transaction, number, id);
  let entry = newestVersion(transaction, number);
  while (entry !== undefined && entry.rank !== place) entry = entry.older;
  return entry;
}

/** The version of an id that was seen. */
function versionWithId(transaction: Transaction, number: number, id: string): VersionEntry | undefined {
  let entry = newestVersion(transaction, number);
  while (entry !== undefined && entry.id !== id) entry = entry.older;
  return entry;
}

/**
 * The version of a key that a request names: of that id, at that place, or one of those whose id nobody has seen yet,
 * which is known from then on. Undefined where it is none of them.
 */
export function versionNamedBy(transaction: Transaction, number: number, id: string): VersionEntry | undefined {
  const known = entryNamed(transaction, number, id);
  if (known !== undefined || id === NULL_VERSION || versionPlace(id) !== undefined) return known;
  const unseen: (VersionEntry | 'none')[] = [];
  for (let entry = newestVersion(transaction, number); entry !== undefined; entry = entry.older)
    if (entry.id === ANY_VERSION_ID) unseen.push(entry);
  unseen.push('none');
  const named = unseen[unseen.length === 1 ? 0 : (transaction.chooser.pickVersion?.(unseen) ?? 0)];
  return named === undefined || named === 'none' ? undefined : withId(transaction, number, named, id);
}

/** The id of the current version as it is shown; one that nobody has seen before is learnt then. */
export function currentIdShown(transaction: Transaction, number: number): string {
  const newest = newestVersion(transaction, number);
  if (newest?.id !== ANY_VERSION_ID) return newest?.id ?? NULL_VERSION;
  const seen = newId(transaction);
  const isAnothers = seen === ANY_VERSION_ID || versionWithId(transaction, number, seen) !== undefined;
  return isAnothers ? ANY_VERSION_ID : withId(transaction, number, newest, seen).id;
}

/** Gives a version the id that was seen of it. */
function withId(transaction: Transaction, number: number, found: VersionEntry, id: string): VersionEntry {
  const newer: VersionEntry[] = [];
  for (let entry = newestVersion(transaction, number); entry !== undefined && entry !== found; entry = entry.older)
    newer.push(entry);
  const named = { ...found, id };
  setNewest(
    transaction,
    number,
    newer.reduceRight<VersionEntry>((older, entry) => ({ ...entry, older }), named),
  );
  return named;
}
