import type { VersioningStatus } from '../../../model/index.ts';
import { drawHeaders, drawRule } from '../draw-encryption.ts';
import { type ExistingBucket, tellsOfVersions, versionsThere } from '../existing.ts';
import { insider, someBucket } from '../pick.ts';
import type { Walk } from '../walk.ts';
import { accessOfOwner, type ObjectAccess, setRule, tryGet, wantCopy, wantGet, wantPut } from './acts.ts';
import type { Motif } from './motif.ts';

/** Turns the versioning of a bucket on, or suspends it. */
export function setVersioning(walk: Walk, { name, bucket }: ExistingBucket, status: VersioningStatus): void {
  walk.want(insider(walk, bucket.account).name, { op: 'PutBucketVersioning', bucket: name, status });
  // AWS advises to wait until it is seen everywhere (F-175).
  if (walk.draw.chance(80)) walk.waitUntil(walk.nowMs + walk.profile.versioningDelayMs);
}

/** One of the versions of a key, by its place; undefined where it has none. */
function somePlace(walk: Walk, { bucket, key }: ObjectAccess): string | undefined {
  const there = versionsThere(walk, bucket, key);
  return there === 0 ? undefined : `#${walk.draw.between(1, there)}`;
}

/** A key is written several times under other rules, hidden by a delete marker, read by version and restored. */
const versionsOfKey: Motif = {
  id: 'versions-of-key',
  weight: 2,
  needs: ['PutBucketVersioning', 'PutObject', 'GetObject', 'DeleteObject'],
  isAbout: tellsOfVersions,
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const { draw } = walk;
    const place = accessOfOwner(walk, seen);
    if (draw.chance(30)) setRule(walk, seen, drawRule(walk, seen.bucket.account));
    if (draw.chance(50)) wantPut(walk, place, drawHeaders(walk));
    setVersioning(walk, seen, 'Enabled');
    for (let count = draw.between(1, 3); count > 0; count--) {
      wantPut(walk, place, drawHeaders(walk));
      if (draw.chance(30)) walk.want(place.by, { op: 'DeleteObject', bucket: place.bucket, key: place.key });
    }
    if (draw.chance(30)) setVersioning(walk, seen, 'Suspended');
    if (draw.chance(50)) wantPut(walk, place, drawHeaders(walk));
    for (let count = draw.between(2, 5); count > 0; count--) touchVersion(walk, place);
    tryGet(walk, place);
  },
};

/** Something is done with one of the versions of a key. */
function touchVersion(walk: Walk, place: ObjectAccess): void {
  const { by, bucket, key } = place;
  const versionId = somePlace(walk, place);
  if (versionId === undefined) return;
  switch (walk.draw.between(1, 6)) {
    case 1:
      walk.want(by, { op: 'DeleteObject', bucket, key });
      return;
    case 2:
      walk.want(by, { op: 'DeleteObject', bucket, key, versionId });
      return;
    case 3: {
      const source = { bucket, key };
      walk.want(by, { op: 'CopyObject', source, sourceVersionId: versionId, bucket, key, headers: drawHeaders(walk) });
      return;
    }
    case 4:
      wantCopy(walk, by, place, place, drawHeaders(walk));
      return;
    case 5:
      wantGet(walk, place);
      return;
    default:
      walk.provoke(by, { op: 'GetObject', bucket, key, versionId });
  }
}

/** Motifs about versions. */
export const versionMotifs: readonly Motif[] = [versionsOfKey];
