import { drawBadReference, drawHeaders, drawKeyReference } from '../draw-encryption.ts';
import { anyone, insider, usableKey } from '../pick.ts';
import type { Walk } from '../walk.ts';
import { inBucketKeyBucket, type ObjectAccess, wantGet, wantPut } from './acts.ts';
import type { Motif } from './motif.ts';

/** What the flag of an update may be; undefined = left out, which turns it off (F-147). */
const FLAGS = [undefined, undefined, true, false] as const;

function updateTo(walk: Walk, { bucket, key }: ObjectAccess, by: string, kmsKeyArn: string): void {
  const bucketKeyEnabled = walk.draw.one(FLAGS);
  const flag = bucketKeyEnabled === undefined ? {} : { bucketKeyEnabled };
  walk.want(by, { op: 'UpdateObjectEncryption', bucket, key, kmsKeyArn, ...flag });
}

/** An object is put under one KMS key after another where it is, with and without the flag, and read (SC-35). */
const updateInPlace: Motif = {
  id: 'update-in-place',
  weight: 7,
  needs: ['PutObject', 'GetObject', 'UpdateObjectEncryption'],
  play: inBucketKeyBucket((walk, place, at) => {
    wantPut(walk, place, walk.draw.chance(40) ? { sse: 'AES256' } : drawHeaders(walk));
    for (let count = walk.draw.between(1, 3); count > 0; count--) {
      updateTo(walk, place, place.by, usableKey(walk, at.seen.bucket.account)?.arn ?? at.key.arn);
      wantGet(walk, place);
    }
  }),
};

/**
 * What an update does not take: other names of a key, other accounts, other encryption, nothing at all (F-148, F-150).
 */
const updateRefused: Motif = {
  id: 'update-refused',
  weight: 3,
  needs: ['PutObject', 'UpdateObjectEncryption'],
  play: inBucketKeyBucket((walk, place, at) => {
    const { draw } = walk;
    if (draw.chance(70)) wantPut(walk, place, draw.chance(40) ? { sse: 'aws:kms:dsse' } : {});
    const by = draw.chance(70) ? place.by : anyone(walk).name;
    const kmsKeyArn = draw.chance(40) ? at.key.arn : draw.chance(60) ? drawKeyReference(walk) : drawBadReference(walk);
    const { bucket, key } = place;
    walk.provoke(by, { op: 'UpdateObjectEncryption', bucket, key, kmsKeyArn });
    wantGet(walk, place);
  }),
};

/**
 * What a policy may take from who updates: the update itself, or writing. Whether who may not write may update is open:
 * one of two pages asks for both (F-151).
 */
const TAKEN = ['s3:PutObject', 's3:UpdateObjectEncryption'] as const;

/** A bucket policy forbids somebody one half of what an update may need. */
const updateDenied: Motif = {
  id: 'update-denied',
  weight: 3,
  needs: ['PutObject', 'PutBucketPolicy', 'UpdateObjectEncryption'],
  play: inBucketKeyBucket((walk, place, at) => {
    const { account, principal } = insider(walk, at.seen.bucket.account);
    const denied = {
      effect: 'Deny',
      principal: walk.arns.role(account, principal),
      actions: [walk.draw.one(TAKEN)],
    } as const;
    wantPut(walk, place);
    walk.want(place.by, { op: 'PutBucketPolicy', bucket: place.bucket, statements: [denied] });
    updateTo(walk, place, insider(walk, account).name, at.key.arn);
    wantGet(walk, place);
    walk.want(place.by, { op: 'PutBucketPolicy', bucket: place.bucket, statements: [] });
  }),
};

/** Motifs about updates of the encryption. */
export const updateMotifs: readonly Motif[] = [updateInPlace, updateRefused, updateDenied];
