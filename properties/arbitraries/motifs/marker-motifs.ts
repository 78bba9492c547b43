import { drawHeaders } from '../draw-encryption.ts';
import { drawReplication } from '../events/bucket-proposals.ts';
import { tellsOfVersions, versionsThere } from '../existing.ts';
import { anotherBucket, insider, someBucket } from '../pick.ts';
import { accessOfOwner, tryGet, wantPut, wantReplication } from './acts.ts';
import type { Motif } from './motif.ts';
import { allowRole } from './replication-motifs.ts';
import { setVersioning } from './version-motifs.ts';

/**
 * An object is replicated and deleted, or expires, by a rule that is about delete markers or not; both ends are looked
 * at (F-180, F-197).
 */
const replicateMarkers: Motif = {
  id: 'replicate-markers',
  weight: 3,
  needs: ['PutBucketVersioning', 'PutObject', 'GetObject', 'DeleteObject', 'PutBucketReplication', 'ReplicateObject'],
  isAbout: tellsOfVersions,
  play(walk) {
    const { draw } = walk;
    const source = someBucket(walk);
    const destination = source === undefined ? undefined : anotherBucket(walk, source.name);
    if (source === undefined || destination === undefined) return;
    const place = accessOfOwner(walk, source);
    const replica = { ...place, by: insider(walk, destination.bucket.account).name, bucket: destination.name };
    if (draw.chance(80)) for (const seen of [source, destination]) setVersioning(walk, seen, 'Enabled');
    const rule = drawReplication(walk, source, destination);
    const put = walk.want(place.by, draw.chance(75) ? { ...rule, deleteMarkerReplication: true } : rule);
    if (put === undefined) return;
    if (draw.chance(90)) allowRole(walk, { source, destination });
    for (let count = draw.between(1, 2); count > 0; count--) {
      wantPut(walk, place, drawHeaders(walk));
      if (draw.chance(70)) wantReplication(walk, place);
      const { by, bucket, key } = place;
      const there = versionsThere(walk, bucket, key);
      const isById = there > 0 && draw.chance(15);
      if (draw.chance(25)) walk.want(null, { op: 'ExpireObject', bucket, key });
      else
        walk.want(by, { op: 'DeleteObject', bucket, key, ...(isById && { versionId: `#${draw.between(1, there)}` }) });
      wantReplication(walk, place);
      tryGet(walk, replica);
      if (draw.chance(30)) undelete(walk, replica);
      if (draw.chance(30)) wantReplication(walk, place);
      tryGet(walk, replica);
    }
  },
};

/** Removes the newest version or delete marker of a key for good. */
function undelete(walk: Parameters<Motif['play']>[0], { by, bucket, key }: Parameters<typeof tryGet>[1]): void {
  const there = versionsThere(walk, bucket, key);
  if (there > 0) walk.want(by, { op: 'DeleteObject', bucket, key, versionId: `#${there}` });
}

/** Motifs about the replication of delete markers. */
export const markerMotifs: readonly Motif[] = [replicateMarkers];
