import {
  type BucketPolicyStatement,
  type KeyPolicyStatement,
  KMS_CONTROL_ACTIONS,
  type KmsAction,
  type S3Action,
} from '../../../model/index.ts';
import { drawBadReference, drawBadRules, drawKeyReference, drawRule } from '../draw-encryption.ts';
import { CONFIGURING, defaultKeyPolicy, inSomeOrder, OBJECT_ACTIONS } from '../draw-policies.ts';
import { denyByHeaders } from '../draw-policy-conditions.ts';
import { newUploadId } from '../events/upload-proposals.ts';
import { existingBucket } from '../existing.ts';
import { insider, outsider, someBucket, someKey, someObject, unsigned, usableKey } from '../pick.ts';
import { ABSENT_BUCKET, ABSENT_KEY_ID, BODIES } from '../pools.ts';
import { waitForDelay } from '../waits.ts';
import {
  accessOfOwner,
  repair,
  setBucketPolicy,
  setRule,
  tryCopy,
  tryGet,
  tryHead,
  tryKeyEvent,
  tryPut,
  wantHead,
} from './acts.ts';
import type { Motif } from './motif.ts';

/**
 * Writes that S3 refuses for their headers, or KMS for their key (E-07 to E-09, E-12, E-13, E-18), over an object that
 * is there.
 */
const badHeaders: Motif = {
  id: 'bad-headers',
  weight: 10,
  needs: ['PutObject', 'HeadObject'],
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const object = someObject(walk, seen.name);
    const place = { by: insider(walk, seen.bucket.account).name, bucket: seen.name, key: object?.key ?? someKey(walk) };
    const kmsKeyId = drawKeyReference(walk, seen.bucket.account);
    tryPut(walk, place, { kmsKeyId });
    tryPut(walk, place, { sse: 'AES256', kmsKeyId });
    tryPut(walk, place, { sse: 'aws:kms', kmsKeyId: drawBadReference(walk), bucketKeyEnabled: walk.draw.chance(60) });
    if (walk.draw.chance(40)) tryPut(walk, place, { sse: 'aws:kms:dsse', kmsKeyId: drawBadReference(walk) });
    if (walk.draw.chance(40)) tryPut(walk, place, { context: 'malformed' });
    wantHead(walk, place);
  },
};

/** A bucket policy demands encryption headers, which some writes have and others leave to the bucket (F-143, E-33). */
const headersDemanded: Motif = {
  id: 'headers-demanded',
  weight: 6,
  needs: ['PutObject', 'PutBucketPolicy'],
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const { name: by, account } = insider(walk, seen.bucket.account);
    const place = { by, bucket: seen.name, key: someKey(walk) };
    if (walk.draw.chance(60)) setRule(walk, seen, drawRule(walk, account));
    setBucketPolicy(walk, seen, [denyByHeaders(walk)]);
    waitForDelay(walk);
    const kmsKeyId = usableKey(walk, account)?.arn;
    const headers = { sse: 'aws:kms', ...(kmsKeyId !== undefined && walk.draw.chance(60) && { kmsKeyId }) } as const;
    tryPut(walk, place);
    tryPut(walk, place, headers);
    const source = someObject(walk);
    if (source !== undefined && walk.draw.chance(50)) tryCopy(walk, by, source, place);
    const upload = { bucket: place.bucket, key: place.key, uploadId: newUploadId(walk) };
    if (walk.draw.chance(40)) {
      walk.provoke(by, { op: 'CreateMultipartUpload', ...upload, headers });
      walk.provoke(by, { op: 'UploadPart', ...upload, partNumber: 1, body: walk.draw.one(BODIES) });
      walk.provoke(by, { op: 'AbortMultipartUpload', ...upload });
    }
    if (walk.draw.chance(80)) setBucketPolicy(walk, seen, []);
  },
};

/** Who does not sign, or not as KMS needs it, and may all the same: refused for what is under KMS (E-16, F-101). */
const oldSignature: Motif = {
  id: 'old-signature',
  weight: 8,
  needs: ['PutObject', 'GetObject', 'HeadObject', 'PutBucketPolicy'],
  play(walk) {
    const by = unsigned(walk)?.name;
    const seen = someBucket(walk);
    if (by === undefined || seen === undefined) return;
    setBucketPolicy(walk, seen, [{ effect: 'Allow', principal: '*', actions: ['s3:*'] }]);
    const place = accessOfOwner(walk, seen);
    const headers = walk.draw.chance(50) ? ({ sse: 'AES256' } as const) : ({ sse: 'aws:kms' } as const);
    tryPut(walk, place, headers);
    tryGet(walk, { ...place, by });
    tryHead(walk, { ...place, by });
    tryPut(walk, { ...place, by }, walk.draw.chance(50) ? {} : headers);
    const kmsKeyArn = usableKey(walk, seen.bucket.account)?.arn;
    const { bucket, key } = place;
    if (kmsKeyArn !== undefined && walk.draw.chance(30))
      walk.provoke(by, { op: 'UpdateObjectEncryption', bucket, key, kmsKeyArn });
  },
};

/** What is not there: buckets, objects, keys (E-29, E-30). */
const absent: Motif = {
  id: 'nothing-there',
  weight: 6,
  needs: ['GetObject'],
  play(walk) {
    const { name: by } = insider(walk, walk.setup.buckets[0]?.account ?? '');
    const place = { by, bucket: ABSENT_BUCKET, key: someKey(walk) };
    if (existingBucket(walk, ABSENT_BUCKET) === undefined) tryGet(walk, place);
    tryHead(walk, place);
    const there = someBucket(walk);
    if (there === undefined) return;
    tryGet(walk, { ...place, bucket: there.name, key: 'never-written' });
    const source = { bucket: there.name, key: 'never-written' };
    tryCopy(walk, by, source, { ...place, bucket: there.name });
    walk.provoke(by, { op: 'DisableKey', keyId: ABSENT_KEY_ID });
  },
};

/** Configurations that are malformed (E-27, E-28), or that their key makes useless (F-09, SC-21). */
const badConfiguration: Motif = {
  id: 'bad-configuration',
  weight: 5,
  needs: ['PutBucketEncryption', 'PutObject'],
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const by = insider(walk, seen.bucket.account).name;
    walk.provoke(by, { op: 'PutBucketEncryption', bucket: seen.name, rules: drawBadRules(walk) });
    walk.provoke(by, { op: 'PutBucketReplication', bucket: seen.name, destination: seen.name, role: by });
    tryPut(walk, { by, bucket: seen.name, key: someKey(walk) });
    if (seen.bucket.objectCount > 0) walk.provoke(by, { op: 'DeleteBucket', bucket: seen.name });
    walk.provoke(by, { op: 'CreateBucket', bucket: seen.name });
  },
};

/** Another account tries what only the owner's may, or what no policy lets it (E-46, E-39). */
const otherAccount: Motif = {
  id: 'trespass',
  weight: 8,
  needs: ['GetObject', 'PutObject'],
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const { name: by } = outsider(walk, seen.bucket.account);
    const object = someObject(walk, seen.name);
    const place = { by, bucket: seen.name, key: object?.key ?? someKey(walk) };
    tryGet(walk, place);
    tryPut(walk, place, walk.draw.chance(50) ? {} : { sse: 'aws:kms' });
    const key = usableKey(walk, seen.bucket.account);
    if (key !== undefined) walk.provoke(by, { op: 'DisableKey', keyId: key.id });
    if (walk.draw.chance(40)) walk.provoke(by, { op: 'GetBucketEncryption', bucket: seen.name });
    if (walk.draw.chance(40)) walk.provoke(by, { op: 'DeleteObject', bucket: seen.name, key: place.key });
    if (walk.draw.chance(30)) walk.provoke(by, { op: 'PutBucketPolicy', bucket: seen.name, statements: [] });
    tryGet(walk, { ...place, by: insider(walk, seen.bucket.account).name });
  },
};

/** Somebody is denied one of the actions that a request may need: it shows which it needs (F-46, F-161, F-183). */
const oneActionDenied: Motif = {
  id: 'one-action-denied',
  weight: 6,
  needs: ['PutBucketPolicy', 'GetObject', 'HeadObject'],
  play(walk) {
    const object = someObject(walk);
    const bucket = object === undefined ? undefined : existingBucket(walk, object.bucket);
    if (object === undefined || bucket === undefined) return;
    const { name: by, account, principal } = insider(walk, bucket.account);
    const place = { by, bucket: object.bucket, key: object.key };
    const action = walk.draw.one<S3Action>(['s3:*', ...OBJECT_ACTIONS]);
    const seen = { name: object.bucket, bucket };
    const denied: BucketPolicyStatement = {
      effect: 'Deny',
      principal: walk.arns.role(account, principal),
      actions: [action],
    };
    const allowed: BucketPolicyStatement = { ...denied, effect: 'Allow', actions: ['s3:*'] };
    setBucketPolicy(walk, seen, walk.draw.chance(40) ? inSomeOrder(walk, [allowed, denied]) : [denied]);
    tryHead(walk, place);
    walk.provoke(by, { op: 'GetObjectAttributes', bucket: object.bucket, key: object.key, checksum: false });
    tryGet(walk, { ...place, key: 'never-written' });
    if (walk.draw.chance(50)) tryPut(walk, place);
    if (walk.draw.chance(70)) setBucketPolicy(walk, seen, []);
  },
};

/**
 * A guest may configure a bucket, or a role of the owner's own account may not: by what its policy says (F-184). The
 * policy itself is the owner's to replace.
 */
const configuredByPolicy: Motif = {
  id: 'configured-by-policy',
  weight: 5,
  needs: ['PutBucketPolicy', 'PutBucketEncryption'],
  play(walk) {
    const seen = someBucket(walk);
    if (seen === undefined) return;
    const { draw } = walk;
    const { account } = seen.bucket;
    const isGuest = draw.chance(60);
    const who = isGuest ? outsider(walk, account) : insider(walk, account);
    const principal = walk.arns.role(who.account, who.principal);
    const actions = draw.one<readonly S3Action[]>([['s3:*'], [...CONFIGURING, 's3:PutBucketPolicy'], CONFIGURING]);
    // Where all of an account are denied nobody is left to mend the policy.
    setBucketPolicy(walk, seen, [{ effect: isGuest ? 'Allow' : 'Deny', principal, actions }]);
    const { name: bucket } = seen;
    walk.provoke(who.name, { op: 'PutBucketEncryption', bucket, rules: [drawRule(walk, account)] });
    walk.provoke(who.name, { op: 'GetBucketEncryption', bucket });
    if (draw.chance(50)) walk.provoke(who.name, { op: 'DeleteBucketEncryption', bucket });
    if (draw.chance(40)) walk.provoke(who.name, { op: 'PutBucketPolicy', bucket, statements: [] });
    tryPut(walk, { by: insider(walk, account).name, bucket, key: someKey(walk) });
    const owner = walk.setup.requesters.find((one) => one.account === account && one.principal !== who.principal);
    if (owner !== undefined) walk.want(owner.name, { op: 'PutBucketPolicy', bucket, statements: [] });
  },
};

/**
 * Objects of several requesters under a key that stays disabled for a while: every cold use of it is refused (F-121).
 */
const longOutage: Motif = {
  id: 'long-outage',
  weight: 5,
  needs: ['PutObject', 'GetObject', 'DisableKey', 'EnableKey'],
  play(walk) {
    const key = usableKey(walk);
    if (key === undefined) return;
    const owner = insider(walk, key.account).name;
    const bucket = walk.setup.buckets.find((one) => one.account === key.account)?.name ?? '';
    const headers = { sse: 'aws:kms', kmsKeyId: key.arn, bucketKeyEnabled: walk.draw.chance(60) } as const;
    const place = { by: owner, bucket, key: someKey(walk) };
    walk.want(owner, { op: 'PutObject', bucket, key: place.key, body: walk.draw.one(BODIES), headers });
    walk.want(owner, { op: 'DisableKey', keyId: key.id });
    if (walk.draw.chance(30)) tryKeyEvent(walk, key);
    const uses = walk.draw.between(2, 6);
    for (let use = 0; use < uses; use++) {
      const by = insider(walk, key.account).name;
      if (walk.draw.chance(50)) tryGet(walk, { ...place, by });
      else tryPut(walk, { ...place, by }, headers);
    }
    if (walk.draw.chance(85)) walk.want(owner, { op: 'EnableKey', keyId: key.id });
  },
};

/** Somebody of the key's own account may not control it, nor lock the door behind himself (F-164, F-165). */
const keyControl: Motif = {
  id: 'key-control',
  weight: 4,
  needs: ['PutKeyPolicy', 'DisableKey'],
  play(walk) {
    const key = usableKey(walk);
    if (key === undefined) return;
    const denied = insider(walk, key.account);
    const actions = walk.draw.one<readonly KmsAction[]>([
      KMS_CONTROL_ACTIONS,
      ['kms:DisableKey'],
      ['kms:PutKeyPolicy'],
    ]);
    const statements: readonly KeyPolicyStatement[] = [
      ...defaultKeyPolicy(walk, key.account),
      { effect: 'Deny', principal: walk.arns.role(denied.account, denied.principal), actions },
    ];
    walk.provoke(insider(walk, key.account).name, { op: 'PutKeyPolicy', keyId: key.id, statements });
    walk.provoke(denied.name, { op: 'DisableKey', keyId: key.id });
    walk.provoke(denied.name, { op: 'PutKeyPolicy', keyId: key.id, statements });
    if (walk.draw.chance(50)) tryKeyEvent(walk, key);
    if (walk.draw.chance(80)) repair(walk, key);
  },
};

/** What is meant to be refused. */
export const refusalMotifs: readonly Motif[] = [
  oldSignature,
  badHeaders,
  headersDemanded,
  absent,
  badConfiguration,
  otherAccount,
  oneActionDenied,
  configuredByPolicy,
  longOutage,
  keyControl,
];
