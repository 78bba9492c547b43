import { COPY_CHANGES } from '../../../model/index.ts';
import { drawAnyRule, drawHeaders, drawRows, drawRule } from '../draw-encryption.ts';
import { anotherBucket, insider, someBucket, someKey, someObject, usableKey } from '../pick.ts';
import {
  accessOfOwner,
  bucketKeyBucket,
  inBucketKeyBucket,
  setRule,
  tryCopy,
  wantCopy,
  wantGet,
  wantPut,
} from './acts.ts';
import type { Motif } from './motif.ts';

/** The flag is turned on for a bucket and old objects are copied in place to get it (F-51, SC-14). */
const copyInPlace: Motif = {
  id: 'copy-in-place',
  weight: 7,
  needs: ['PutObject', 'CopyObject', 'PutBucketEncryption'],
  play: inBucketKeyBucket((walk, place, at) => {
    const rule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: at.key.arn } as const;
    setRule(walk, at.seen, rule);
    wantPut(walk, place);
    setRule(walk, at.seen, { ...rule, BucketKeyEnabled: true });
    wantGet(walk, place);
    wantCopy(walk, place.by, place, place, walk.draw.chance(60) ? {} : drawHeaders(walk));
    wantGet(walk, place);
  }),
};

/** A copy onto itself in a bucket nobody configured: refused without headers (E-26), accepted with any (F-51). */
const copyOntoItself: Motif = {
  id: 'copy-onto-itself',
  weight: 4,
  needs: ['CopyObject', 'PutObject'],
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const place = accessOfOwner(walk, seen);
    if (walk.draw.chance(50)) walk.want(place.by, { op: 'DeleteBucketEncryption', bucket: seen.name });
    wantPut(walk, place, drawHeaders(walk));
    tryCopy(walk, place.by, place, place);
    const { by, bucket, key } = place;
    const changed = { op: 'CopyObject', source: { bucket, key }, bucket, key, headers: {} } as const;
    walk.want(by, { ...changed, changes: [walk.draw.one(COPY_CHANGES)] });
    wantCopy(walk, place.by, place, place, drawHeaders(walk));
    wantGet(walk, place);
  },
};

/** Copies across buckets: the destination's rule and the request decide, the source passes nothing on (F-47, F-48). */
const copyAcross: Motif = {
  id: 'copy-across',
  weight: 8,
  needs: ['CopyObject', 'PutObject'],
  play(walk) {
    const target = someBucket(walk);
    const source = target === undefined ? undefined : anotherBucket(walk, target.name);
    if (target === undefined || source === undefined) return;
    const by = insider(walk, source.bucket.account).name;
    if (walk.draw.chance(50)) setRule(walk, target, drawRule(walk, target.bucket.account));
    const kept = walk.draw.chance(50) ? someObject(walk, source.name) : undefined;
    const from = { by, bucket: source.name, key: kept?.key ?? someKey(walk) };
    if (kept === undefined) wantPut(walk, from, drawHeaders(walk));
    // The same key in another bucket is no copy of an object onto itself (F-51).
    const onto = { by, bucket: target.name, key: walk.draw.chance(40) ? from.key : someKey(walk) };
    if (walk.draw.chance(20))
      walk.want(insider(walk, target.bucket.account).name, { op: 'DeleteBucketEncryption', bucket: target.name });
    if (source.bucket.account !== target.bucket.account) {
      const owner = insider(walk, target.bucket.account).name;
      const statements = [{ effect: 'Allow', principal: '*', actions: ['s3:*'] }] as const;
      walk.want(owner, { op: 'PutBucketPolicy', bucket: target.name, statements });
    }
    wantCopy(walk, by, from, onto);
    wantCopy(walk, by, from, onto, drawHeaders(walk));
    wantGet(walk, onto);
  },
};

/** One bucket rule against several rows of the resolution matrix, by copying (P1 to P11, P14, P15, F-48). */
const copyMatrix: Motif = {
  id: 'copy-matrix',
  weight: 8,
  needs: ['CopyObject', 'PutObject', 'PutBucketEncryption'],
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const place = accessOfOwner(walk, seen);
    if (someObject(walk, seen.name) === undefined) wantPut(walk, place);
    setRule(walk, seen, drawAnyRule(walk, seen.bucket.account));
    for (const headers of drawRows(walk)) {
      const from = someObject(walk, seen.name);
      if (from === undefined) return;
      tryCopy(walk, place.by, from, { bucket: seen.name, key: someKey(walk) }, headers);
    }
    wantGet(walk, place);
  },
};

/** Many objects are moved from one KMS key to another by copying in place. */
const migrate: Motif = {
  id: 'migrate',
  weight: 3,
  needs: ['CopyObject', 'PutObject'],
  play(walk) {
    const at = bucketKeyBucket(walk);
    const next = usableKey(walk, at?.seen.bucket.account);
    if (at === undefined || next === undefined) return;
    const by = insider(walk, at.seen.bucket.account).name;
    for (const key of walk.objectKeys) wantPut(walk, { by, bucket: at.seen.name, key });
    for (const key of walk.objectKeys) {
      const place = { by, bucket: at.seen.name, key };
      wantCopy(walk, by, place, place, { sse: 'aws:kms', kmsKeyId: next.arn, bucketKeyEnabled: true });
    }
    wantGet(walk, { by, bucket: at.seen.name, key: someKey(walk) });
  },
};

/** Copies: F-47 to F-51. */
export const copyMotifs: readonly Motif[] = [copyInPlace, copyOntoItself, copyAcross, copyMatrix, migrate];
