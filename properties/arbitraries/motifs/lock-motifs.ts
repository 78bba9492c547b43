import { drawHeaders } from '../draw-encryption.ts';
import { existingBuckets, versionsThere } from '../existing.ts';
import { usableKey } from '../pick.ts';
import { BODIES } from '../pools.ts';
import { accessOfOwner, tryGet, wantPut } from './acts.ts';
import type { Motif } from './motif.ts';

/** A version is locked, hidden by a delete marker, and resists to be removed, updated and expired (F-150, F-188). */
const lockedVersion: Motif = {
  id: 'locked-version',
  weight: 4,
  needs: ['PutObject', 'GetObject', 'DeleteObject'],
  isAbout: ({ buckets }) => buckets.some(({ objectLock }) => objectLock === true),
  play(walk) {
    const { draw } = walk;
    const seen = draw.one(existingBuckets(walk).filter(({ bucket }) => bucket.locksObjects));
    if (seen === undefined) return;
    const place = accessOfOwner(walk, seen);
    const { by, bucket, key } = place;
    const body = draw.one(BODIES) ?? BODIES[0];
    const headers = drawHeaders(walk);
    if (walk.want(by, { op: 'PutObject', bucket, key, body, headers, legalHold: true }) === undefined) return;
    const versionId = `#${versionsThere(walk, bucket, key) || 1}`;
    if (draw.chance(60)) wantPut(walk, place, drawHeaders(walk));
    if (draw.chance(50)) walk.want(by, { op: 'DeleteObject', bucket, key });
    walk.provoke(by, { op: 'DeleteObject', bucket, key, versionId });
    const kmsKeyArn = usableKey(walk, seen.bucket.account)?.arn;
    if (draw.chance(50) && kmsKeyArn !== undefined)
      walk.provoke(by, { op: 'UpdateObjectEncryption', bucket, key, versionId, kmsKeyArn });
    if (draw.chance(60)) walk.provoke(null, { op: 'ExpireObject', bucket, key, versionId });
    walk.provoke(by, { op: 'GetObject', bucket, key, versionId });
    if (draw.chance(20)) walk.provoke(by, { op: 'PutBucketVersioning', bucket, status: 'Suspended' });
    tryGet(walk, place);
  },
};

/** Motifs about locked versions. */
export const lockMotifs: readonly Motif[] = [lockedVersion];
