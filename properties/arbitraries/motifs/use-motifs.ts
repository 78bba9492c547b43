import { drawAnyRule, drawHeaders, drawRows, drawRule } from '../draw-encryption.ts';
import { existingBucket, existingObjects } from '../existing.ts';
import { anyone, caller, insider, someBucket, someKey, someObject } from '../pick.ts';
import { BODIES } from '../pools.ts';
import { perhapsWait, waitForLifetime } from '../waits.ts';
import type { Walk } from '../walk.ts';
import {
  accessOfOwner,
  bucketKeyBucket,
  inBucketKeyBucket,
  setRule,
  tryPut,
  wantGet,
  wantHead,
  wantPut,
} from './acts.ts';
import type { Motif } from './motif.ts';

/**
 * One requester writes and reads a bucket many times within one window: after the first call KMS is not asked (F-108).
 */
const burst: Motif = {
  id: 'burst',
  weight: 14,
  needs: ['PutObject', 'GetObject'],
  play(walk) {
    const at = bucketKeyBucket(walk);
    if (at === undefined) return;
    const by = insider(walk, at.seen.bucket.account).name;
    const uses = walk.draw.between(3, 10);
    for (let use = 0; use < uses; use++) {
      if (walk.draw.chance(45)) wantPut(walk, { by, bucket: at.seen.name, key: someKey(walk) });
      else readOneOf(walk, by, at.seen.name);
    }
  },
};

/** What one wrote, others read: of the same identity, of another, of another account (F-95 to F-97). */
const secondReader: Motif = {
  id: 'second-reader',
  weight: 10,
  needs: ['PutObject', 'GetObject'],
  play: inBucketKeyBucket((walk, place, at) => {
    wantPut(walk, place);
    for (const _ of [1, 2]) {
      const other = { ...place, by: caller(walk, at.seen.bucket.account).name };
      wantGet(walk, other);
      wantGet(walk, other);
    }
  }),
};

/** Write, let a lifetime pass to the millisecond, read and write again (F-106). */
const expire: Motif = {
  id: 'expire',
  weight: 12,
  needs: ['PutObject', 'GetObject'],
  play: inBucketKeyBucket((walk, place) => {
    wantPut(walk, place);
    const readsFirst = walk.draw.chance(50);
    waitForLifetime(walk);
    if (readsFirst) wantGet(walk, place);
    wantPut(walk, { ...place, key: someKey(walk) });
    wantGet(walk, place);
  }),
};

/** Objects written in several windows, then all of them read by one: a Decrypt for each bucket key (SC-33). */
const manyWindows: Motif = {
  id: 'many-windows',
  weight: 5,
  needs: ['PutObject', 'GetObject'],
  play(walk) {
    const at = bucketKeyBucket(walk);
    if (at === undefined) return;
    const writer = insider(walk, at.seen.bucket.account).name;
    for (const key of walk.objectKeys) {
      wantPut(walk, { by: writer, bucket: at.seen.name, key });
      waitForLifetime(walk);
    }
    const by = insider(walk, at.seen.bucket.account).name;
    for (const { key } of existingObjects(walk, at.seen.name)) wantGet(walk, { by, bucket: at.seen.name, key });
  },
};

/** Caches are lost; what is stored must stay readable (F-107, U-05). */
const lostCaches: Motif = {
  id: 'lost-caches',
  weight: 8,
  needs: ['PutObject', 'GetObject'],
  play: inBucketKeyBucket((walk, place, at) => {
    wantPut(walk, place);
    wantGet(walk, place);
    const loss = walk.draw.chance(60)
      ? ({ op: 'EvictBucketKeys', bucket: at.seen.name } as const)
      : ({ op: 'RestartHosts' } as const);
    walk.want(null, loss);
    wantGet(walk, place);
    wantPut(walk, { ...place, key: someKey(walk) });
  }),
};

/** One bucket rule against several rows of the resolution matrix (P1 to P11, P14, P15). */
const headerMatrix: Motif = {
  id: 'header-matrix',
  weight: 6,
  needs: ['PutObject', 'PutBucketEncryption'],
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    setRule(walk, seen, drawAnyRule(walk, seen.bucket.account));
    for (const headers of drawRows(walk)) {
      const place = accessOfOwner(walk, seen);
      tryPut(walk, place, headers);
      if (walk.draw.chance(30)) wantGet(walk, place);
    }
  },
};

/** The bucket rule changes: old objects keep what they have, new ones get the new rule (F-13, U-16). */
const ruleChange: Motif = {
  id: 'rule-change',
  weight: 8,
  needs: ['PutObject', 'GetObject', 'PutBucketEncryption'],
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const by = insider(walk, seen.bucket.account).name;
    const [before, after] = [someKey(walk), someKey(walk)];
    // A rule that says nothing of what is blocked leaves that as it was (F-17).
    if (walk.draw.chance(20))
      setRule(walk, seen, { ...drawRule(walk, seen.bucket.account), BlockedEncryptionTypes: ['SSE-C'] });
    wantPut(walk, { by, bucket: seen.name, key: before });
    if (walk.draw.chance(80)) setRule(walk, seen, drawRule(walk, seen.bucket.account));
    else walk.want(by, { op: 'DeleteBucketEncryption', bucket: seen.name });
    if (walk.draw.chance(30)) walk.want(by, { op: 'GetBucketEncryption', bucket: seen.name });
    perhapsWait(walk, 30);
    wantGet(walk, { by, bucket: seen.name, key: before });
    wantPut(walk, { by, bucket: seen.name, key: after });
    wantHead(walk, { by, bucket: seen.name, key: after });
  },
};

/** A bucket is emptied and deleted, and made again, perhaps by another account: nothing of the old one lives on. */
const recreatedBucket: Motif = {
  id: 'recreated-bucket',
  weight: 3,
  needs: ['DeleteBucket', 'CreateBucket', 'DeleteObject', 'PutObject'],
  play(walk) {
    const at = bucketKeyBucket(walk);
    if (at === undefined) return;
    const { name: bucket } = at.seen;
    const owner = insider(walk, at.seen.bucket.account).name;
    wantPut(walk, { by: owner, bucket, key: someKey(walk) });
    if (walk.draw.chance(30)) walk.provoke(owner, { op: 'DeleteBucket', bucket });
    for (const { key } of existingObjects(walk, bucket)) walk.want(owner, { op: 'DeleteObject', bucket, key });
    walk.want(owner, { op: 'DeleteBucket', bucket });
    if (walk.draw.chance(30)) tryPut(walk, { by: owner, bucket, key: someKey(walk) });
    const founder = walk.draw.chance(80) ? owner : anyone(walk).name;
    walk.want(founder, { op: 'CreateBucket', bucket });
    const again = existingBucket(walk, bucket);
    // Block Public Access is on from the beginning (F-162).
    const open = { effect: 'Allow', principal: '*', actions: ['s3:GetObject'] } as const;
    if (walk.draw.chance(25)) walk.provoke(founder, { op: 'PutBucketPolicy', bucket, statements: [open] });
    if (again !== undefined && walk.draw.chance(70))
      setRule(walk, { name: bucket, bucket: again }, drawRule(walk, again.account));
    wantPut(walk, { by: founder, bucket, key: someKey(walk) });
    readOneOf(walk, founder, bucket);
  },
};

function readOneOf(walk: Walk, by: string, bucket: string): void {
  const object = someObject(walk, bucket);
  if (object !== undefined) wantGet(walk, { by, bucket, key: object.key });
}

/**
 * The same content under several keys and from several writers: equal contents must not share data keys or ETags
 * (F-111, F-81).
 */
const sameContent: Motif = {
  id: 'same-content',
  weight: 4,
  needs: ['PutObject'],
  play(walk) {
    const at = bucketKeyBucket(walk);
    if (at === undefined) return;
    const body = walk.draw.one(BODIES);
    for (const key of walk.objectKeys) {
      const by = insider(walk, at.seen.bucket.account).name;
      walk.want(by, { op: 'PutObject', bucket: at.seen.name, key, body, headers: drawHeaders(walk) });
    }
  },
};

/** How bucket keys are used: windows, requesters, headers, rules. */
export const useMotifs: readonly Motif[] = [
  burst,
  secondReader,
  expire,
  manyWindows,
  lostCaches,
  headerMatrix,
  ruleChange,
  recreatedBucket,
  sameContent,
];
