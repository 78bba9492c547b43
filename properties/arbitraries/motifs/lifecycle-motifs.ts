import { drawHeaders, drawRule } from '../draw-encryption.ts';
import { tellsOfVersions, versionsThere } from '../existing.ts';
import { someBucket } from '../pick.ts';
import { accessOfOwner, setRule, tryGet, tryHead, wantPut, wantReplication } from './acts.ts';
import type { Motif } from './motif.ts';

/** An object moves to another storage class, be the rule of its bucket another one by now, and is as it was (F-198). */
const storageClass: Motif = {
  id: 'storage-class',
  weight: 2,
  needs: ['PutBucketEncryption', 'PutObject', 'GetObject', 'HeadObject', 'TransitionObject'],
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const place = accessOfOwner(walk, seen);
    const { bucket, key } = place;
    if (wantPut(walk, place, drawHeaders(walk)) === undefined) return;
    if (walk.draw.chance(70)) setRule(walk, seen, drawRule(walk, seen.bucket.account));
    walk.want(null, { op: 'TransitionObject', bucket, key });
    tryHead(walk, place);
    tryGet(walk, place);
  },
};

/** Versions of a key expire, the current one or older ones, perhaps while they wait for replication (F-196, F-197). */
const expiry: Motif = {
  id: 'expiry',
  weight: 2,
  needs: ['PutObject', 'GetObject', 'ExpireObject'],
  isAbout: tellsOfVersions,
  play(walk) {
    const { draw } = walk;
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const place = accessOfOwner(walk, seen);
    const { bucket, key } = place;
    for (let count = draw.between(1, 3); count > 0; count--) wantPut(walk, place, drawHeaders(walk));
    if (seen.bucket.replication.current !== null && draw.chance(50)) wantReplication(walk, place);
    for (let count = draw.between(1, 3); count > 0; count--) {
      const there = versionsThere(walk, bucket, key);
      const isById = there > 0 && draw.chance(50);
      const versionId = isById ? { versionId: `#${draw.between(1, there)}` } : {};
      walk.want(null, { op: 'ExpireObject', bucket, key, ...versionId });
      tryGet(walk, place);
    }
  },
};

/** Motifs about lifecycle rules. */
export const lifecycleMotifs: readonly Motif[] = [storageClass, expiry];
