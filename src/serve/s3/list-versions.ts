import type { StoredVersion } from '../../reference/s3/stored-bucket.ts';
import { byOctets } from './list-keys.ts';

/** Which versions of a bucket are listed. */
export interface VersionListing {
  readonly prefix: string;
  /** Empty = none. */
  readonly delimiter: string;
  /** Key or common prefix that the page before ended with; empty = this is the first. */
  readonly keyMarker: string;
  /** Version of that key that it ended with; undefined = with its last one. */
  readonly versionIdMarker: string | undefined;
  readonly maxKeys: number;
}

/** A version with its key. */
export interface ListedVersion {
  readonly key: string;
  readonly version: StoredVersion;
  readonly isLatest: boolean;
}

/** A page of a listing. */
export interface ListedVersions {
  readonly versions: readonly ListedVersion[];
  readonly commonPrefixes: readonly string[];
  /** What the page ended with, if there is another one. */
  readonly next: { readonly key: string; readonly versionId: string | undefined } | null;
}

/** Lists versions in the order of their keys, of each key the newest first. A common prefix counts as one. */
export function listVersions(
  keys: Iterable<string>,
  versionsOf: (key: string) => readonly StoredVersion[],
  { prefix, delimiter, keyMarker, versionIdMarker, maxKeys }: VersionListing,
): ListedVersions {
  const isAfter = (key: string): boolean => byOctets(key, keyMarker) >= (versionIdMarker === undefined ? 1 : 0);
  const matching = [...keys].filter((key) => key.startsWith(prefix) && isAfter(key)).sort(byOctets);
  const versions: ListedVersion[] = [];
  const commonPrefixes: string[] = [];
  let next: ListedVersions['next'] = null;
  const isFull = () => versions.length + commonPrefixes.length >= maxKeys;
  for (const key of matching) {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const shared = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    if (shared !== undefined) {
      if (shared === commonPrefixes.at(-1) || shared === keyMarker) continue;
      if (isFull()) return { versions, commonPrefixes, next };
      commonPrefixes.push(shared);
      next = { key: shared, versionId: undefined };
      continue;
    }
    const all = versionsOf(key);
    // A marker whose version was removed since comes before all that is left: who empties a bucket goes on like that.
    const from = key === keyMarker ? all.findIndex(({ id }) => id === versionIdMarker) + 1 : 0;
    for (const version of all.slice(from)) {
      if (isFull()) return { versions, commonPrefixes, next };
      versions.push({ key, version, isLatest: version === all[0] });
      next = { key, versionId: version.id };
    }
  }
  return { versions, commonPrefixes, next: null };
}
