import { DAY_MS, type KeyPolicyStatement } from '../../../model/index.ts';
import {
  defaultKeyPolicy,
  denyInContext,
  drawContextArn,
  drawKeyPolicy,
  inSomeOrder,
  KMS_USE,
  principalOf,
  withAdministration,
} from '../draw-policies.ts';
import { drawInterruption } from '../events/environment-proposals.ts';
import { drawWindow } from '../events/kms-proposals.ts';
import { customerKeys, existingBucket } from '../existing.ts';
import { insider, outsider, someKey, usableKey } from '../pick.ts';
import { perhapsWait, waitFor, waitForDelay, waitForLifetime } from '../waits.ts';
import type { Walk } from '../walk.ts';
import {
  type BucketKeyBucket,
  bucketKeyBucket,
  inBucketKeyBucket,
  manageKey,
  type ObjectAccess,
  repair,
  scheduleDeletion,
  setBucketPolicy,
  setKeyPolicy,
  setRule,
  tryGet,
  tryKeyEvent,
  tryPut,
  wantGet,
  wantHead,
  wantPut,
} from './acts.ts';
import type { Motif } from './motif.ts';

/**
 * Access is taken away while the bucket key is cached: warm uses may go on, cold ones are refused (F-117 to F-121,
 * SC-34).
 */
const revokedWhileWarm: Motif = {
  id: 'revoked-while-warm',
  weight: 10,
  needs: ['PutObject', 'GetObject'],
  play: inBucketKeyBucket((walk, place, at) => {
    wantPut(walk, place);
    if (walk.draw.chance(50)) wantGet(walk, place);
    revoke(walk, at, place);
    perhapsWait(walk, 20);
    tryGet(walk, place);
    if (walk.draw.chance(60)) tryPut(walk, { ...place, key: someKey(walk) });
    makeCold(walk, place.bucket);
    tryGet(walk, place);
    if (walk.draw.chance(40)) tryPut(walk, place);
    if (walk.draw.chance(60)) repair(walk, at.key, at.seen);
    wantGet(walk, place);
  }),
};

function revoke(walk: Walk, { seen, key }: BucketKeyBucket, { by }: ObjectAccess): void {
  const kind = walk.draw.between(1, 100);
  const requester = walk.setup.requesters.find(({ name }) => name === by) ?? insider(walk, key.account);
  const principal = principalOf(walk, requester);
  if (kind <= 35) manageKey(walk, key, 'DisableKey');
  else if (kind <= 55)
    setKeyPolicy(
      walk,
      key,
      inSomeOrder(walk, [...defaultKeyPolicy(walk, key.account), { effect: 'Deny', principal, actions: KMS_USE }]),
    );
  else if (kind <= 70) setKeyPolicy(walk, key, drawKeyPolicy(walk, key));
  else if (kind <= 85) setBucketPolicy(walk, seen, [{ effect: 'Deny', principal, actions: ['s3:*'] }]);
  else scheduleDeletion(walk, key, drawWindow(walk));
}

function makeCold(walk: Walk, bucket: string): void {
  if (walk.draw.chance(40)) walk.want(null, { op: 'EvictBucketKeys', bucket });
  else waitForLifetime(walk);
}

/** The waiting period runs out, to the millisecond; or deletion is cancelled in time (F-121, SC-25). */
const keyDeletion: Motif = {
  id: 'key-deletion',
  weight: 6,
  needs: ['PutObject', 'GetObject', 'ScheduleKeyDeletion'],
  play: inBucketKeyBucket((walk, place, at) => {
    wantPut(walk, place);
    const days = drawWindow(walk);
    scheduleDeletion(walk, at.key, days);
    const scheduledAtMs = walk.nowMs;
    tryGet(walk, place);
    if (walk.draw.chance(40)) tryKeyEvent(walk, at.key);
    if (walk.draw.chance(30))
      walk.provoke(insider(walk, at.key.account).name, {
        op: 'ScheduleKeyDeletion',
        keyId: at.key.id,
        pendingWindowInDays: drawWindow(walk),
      });
    if (walk.draw.chance(50)) {
      perhapsWait(walk, 60);
      manageKey(walk, at.key, 'CancelKeyDeletion');
      // A cancelled deletion leaves the key disabled: a cold use shows it (F-121).
      makeCold(walk, place.bucket);
      tryGet(walk, place);
      repair(walk, at.key);
      wantGet(walk, place);
      return;
    }
    waitFor(walk, scheduledAtMs, days * DAY_MS);
    for (let reads = walk.draw.between(1, 4); reads > 0; reads--)
      tryGet(walk, { ...place, by: insider(walk, at.seen.bucket.account).name });
    if (walk.draw.chance(50)) tryPut(walk, place);
    if (walk.draw.chance(30))
      walk.provoke(insider(walk, at.key.account).name, { op: 'CancelKeyDeletion', keyId: at.key.id });
  }),
};

/** A write that fails leaves what was there (atomic-writes). */
const failedOverwrite: Motif = {
  id: 'failed-overwrite',
  weight: 8,
  needs: ['PutObject', 'GetObject'],
  play: inBucketKeyBucket((walk, place, at) => {
    wantPut(walk, place);
    // Without a bucket key every write is cold, so that the fault is sure to bite.
    const headers = walk.draw.chance(60) ? { bucketKeyEnabled: false } : {};
    if (walk.draw.chance(50)) walk.want(null, { op: 'ThrottleKms', on: true });
    else revoke(walk, at, place);
    waitForDelay(walk);
    tryPut(walk, place, headers);
    wantHead(walk, place);
    repair(walk, at.key, at.seen);
    wantGet(walk, place);
  }),
};

/** KMS throttles or cannot be reached: cold requests fail, warm ones go on (F-131, F-132, U-32, SC-17). */
const throttled: Motif = {
  id: 'throttled',
  weight: 5,
  needs: ['PutObject', 'GetObject', 'ThrottleKms', 'InterruptKms'],
  play: inBucketKeyBucket((walk, place, at) => {
    wantPut(walk, place);
    const op = walk.draw.chance(70) ? 'ThrottleKms' : 'InterruptKms';
    walk.want(null, op === 'ThrottleKms' ? { op, on: true } : drawInterruption(walk, true));
    wantPut(walk, { ...place, key: someKey(walk) });
    tryGet(walk, place);
    tryGet(walk, { ...place, by: insider(walk, at.seen.bucket.account).name });
    if (walk.draw.chance(40)) tryPut(walk, place, { bucketKeyEnabled: false });
    if (walk.draw.chance(40)) tryKeyEvent(walk, at.key);
    walk.want(null, { op, on: false });
    wantGet(walk, place);
  }),
};

/** A key policy that allows a use in a context only, or all but that. */
function pinned(walk: Walk, { key }: BucketKeyBucket, place: ObjectAccess, principal: string): KeyPolicyStatement[] {
  if (walk.draw.chance(40)) {
    const denied = denyInContext(walk, place.bucket, { principal, actions: KMS_USE });
    return inSomeOrder(walk, [...defaultKeyPolicy(walk, key.account), ...denied]);
  }
  const contextArn = walk.draw.chance(30)
    ? walk.arns.object(place.bucket, place.key)
    : drawContextArn(walk, place.bucket);
  return withAdministration(walk, key, [{ effect: 'Allow', principal, actions: ['kms:*'], contextArn }]);
}

/**
 * The key policy is pinned to a context: right for objects with a bucket key, or for those without, or for neither
 * (F-94, SC-01 to SC-05).
 */
const pinnedPolicy: Motif = {
  id: 'pinned-policy',
  weight: 6,
  needs: ['PutObject', 'GetObject', 'PutKeyPolicy'],
  play: inBucketKeyBucket((walk, place, at) => {
    const principal = walk.draw.chance(50) ? '*' : principalOf(walk, insider(walk, at.key.account));
    setKeyPolicy(walk, at.key, pinned(walk, at, place, principal));
    waitForDelay(walk);
    for (const bucketKeyEnabled of [true, false]) {
      tryPut(walk, place, { bucketKeyEnabled });
      wantGet(walk, place);
    }
    makeCold(walk, place.bucket);
    tryGet(walk, place);
    if (walk.draw.chance(80)) repair(walk, at.key);
  }),
};

/** Another account needs the bucket policy for S3 and the key policy for KMS (F-102, E-39). */
const crossAccount: Motif = {
  id: 'cross-account',
  weight: 7,
  needs: ['PutObject', 'GetObject', 'PutBucketPolicy', 'PutKeyPolicy'],
  isAbout: ({ identityPolicies }) => identityPolicies !== undefined,
  play(walk) {
    const at = bucketKeyBucket(walk);
    if (at === undefined) return;
    const { account } = at.seen.bucket;
    const guest = outsider(walk, account);
    const place = { by: insider(walk, account).name, bucket: at.seen.name, key: someKey(walk) };
    const principal = principalOf(walk, guest);
    wantPut(walk, place);
    if (walk.draw.chance(75)) setBucketPolicy(walk, at.seen, [{ effect: 'Allow', principal, actions: ['s3:*'] }]);
    if (walk.draw.chance(75)) {
      setKeyPolicy(walk, at.key, [
        ...defaultKeyPolicy(walk, at.key.account),
        { effect: 'Allow', principal, actions: ['kms:*'] },
      ]);
    }
    tryGet(walk, { ...place, by: guest.name });
    wantPut(walk, { ...place, by: guest.name, key: someKey(walk) });
    if (walk.draw.chance(40)) wantPut(walk, { ...place, by: guest.name }, { sse: 'aws:kms', bucketKeyEnabled: true });
    wantGet(walk, place);
  },
};

/** The alias a rule names is pointed to another key: new objects get that key, old ones keep theirs (F-10, F-126). */
const aliasRetarget: Motif = {
  id: 'alias-retarget',
  weight: 5,
  needs: ['PutObject', 'GetObject', 'UpdateAlias', 'PutBucketEncryption'],
  play(walk) {
    const at = bucketKeyBucket(walk);
    const alias = walk.setup.aliases.find(({ account }) => account === at?.seen.bucket.account);
    if (at === undefined || alias === undefined) return;
    const by = insider(walk, alias.account).name;
    const [before, after] = [someKey(walk), someKey(walk)];
    setRule(walk, at.seen, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: alias.alias, BucketKeyEnabled: true });
    wantPut(walk, { by, bucket: at.seen.name, key: before });
    const target = usableKey(walk, alias.account);
    if (target !== undefined) walk.want(by, { op: 'UpdateAlias', alias: alias.alias, keyId: target.id });
    perhapsWait(walk, 30);
    wantPut(walk, { by, bucket: at.seen.name, key: after });
    wantGet(walk, { by, bucket: at.seen.name, key: before });
  },
};

/**
 * The alias that a rule names is taken away, so that writes find no key and reads go on, and made anew for another key
 * (F-191, E-07).
 */
const aliasGone: Motif = {
  id: 'alias-gone',
  weight: 3,
  needs: ['PutObject', 'GetObject', 'CreateAlias', 'DeleteAlias', 'PutBucketEncryption'],
  play(walk) {
    const at = bucketKeyBucket(walk);
    const alias = walk.setup.aliases.find(({ account }) => account === at?.seen.bucket.account);
    if (at === undefined || alias === undefined) return;
    const by = insider(walk, alias.account).name;
    const place = { by, bucket: at.seen.name, key: someKey(walk) };
    setRule(walk, at.seen, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: alias.alias, BucketKeyEnabled: true });
    wantPut(walk, place);
    walk.want(by, { op: 'DeleteAlias', alias: alias.alias });
    if (walk.draw.chance(30)) walk.provoke(by, { op: 'DeleteAlias', alias: alias.alias });
    waitForDelay(walk);
    tryPut(walk, place);
    wantGet(walk, place);
    const target = usableKey(walk, alias.account);
    if (target === undefined) return;
    const again = { op: 'CreateAlias', alias: alias.alias, keyId: target.id } as const;
    walk.want(by, again);
    if (walk.draw.chance(40)) walk.provoke(by, again);
    waitForDelay(walk);
    wantPut(walk, { ...place, key: someKey(walk) });
    wantGet(walk, place);
  },
};

/** On-demand rotations in the life of a key (F-124). */
const MOST_ROTATIONS = 25;

/**
 * Rotation changes nothing for what is stored, nor for cached bucket keys (F-124, F-125). Now and then the limit of 25
 * is passed.
 */
const rotation: Motif = {
  id: 'rotation',
  weight: 7,
  needs: ['PutObject', 'GetObject', 'RotateKeyOnDemand'],
  play: inBucketKeyBucket((walk, place, at) => {
    wantPut(walk, place);
    const rotationPeriodInDays = walk.draw.one([90, 365]);
    walk.want(insider(walk, at.key.account).name, { op: 'EnableKeyRotation', keyId: at.key.id, rotationPeriodInDays });
    const isToTheLimit = walk.draw.chance(12);
    const times = isToTheLimit ? MOST_ROTATIONS : walk.draw.between(1, 2);
    for (let rotated = 0; rotated < times; rotated++) manageKey(walk, at.key, 'RotateKeyOnDemand');
    if (isToTheLimit) {
      const by = insider(walk, at.key.account).name;
      if (walk.draw.chance(50)) walk.want(by, { op: 'EnableKeyRotation', keyId: at.key.id, rotationPeriodInDays });
      walk.provoke(by, { op: 'RotateKeyOnDemand', keyId: at.key.id });
    }
    if (walk.draw.chance(25)) manageKey(walk, at.key, 'DisableKeyRotation');
    if (walk.draw.chance(10)) waitFor(walk, walk.nowMs, rotationPeriodInDays * DAY_MS);
    wantGet(walk, place);
    wantPut(walk, { ...place, key: someKey(walk) });
  }),
};

/** Whether a key rotates is asked while it is on, off, disabled and pending deletion, and afterwards (F-207). */
const rotationStatus: Motif = {
  id: 'rotation-status',
  weight: 2,
  needs: ['GetKeyRotationStatus'],
  play: (walk) => {
    const key = usableKey(walk);
    if (key === undefined) return;
    const ask = () => {
      if (walk.draw.chance(60)) waitForDelay(walk);
      manageKey(walk, key, 'GetKeyRotationStatus');
    };
    const rotates = { op: 'EnableKeyRotation', keyId: key.id, rotationPeriodInDays: 90 } as const;
    if (walk.draw.chance(80)) walk.want(insider(walk, key.account).name, rotates);
    if (walk.draw.chance(50)) ask();
    const kind = walk.draw.between(1, 100);
    if (kind <= 30) manageKey(walk, key, 'DisableKey');
    else if (kind <= 70) scheduleDeletion(walk, key, drawWindow(walk));
    else manageKey(walk, key, 'DisableKeyRotation');
    ask();
    repair(walk, key);
    if (walk.draw.chance(50)) ask();
  },
};

/** Several reasons to refuse at once: which of them is told shows in what order KMS asks (E-01 to E-07, E-11). */
const severalFaults: Motif = {
  id: 'several-faults',
  weight: 4,
  needs: ['PutObject', 'DisableKey', 'PutKeyPolicy'],
  play: inBucketKeyBucket((walk, place, at) => {
    const headers = { sse: 'aws:kms', kmsKeyId: at.key.arn, bucketKeyEnabled: false } as const;
    wantPut(walk, place, headers);
    const user = walk.setup.requesters.find(({ name }) => name === place.by) ?? insider(walk, at.key.account);
    if (walk.draw.chance(70)) {
      const denied = { effect: 'Deny', principal: principalOf(walk, user), actions: KMS_USE } as const;
      setKeyPolicy(walk, at.key, inSomeOrder(walk, [...defaultKeyPolicy(walk, at.key.account), denied]));
    }
    if (walk.draw.chance(50)) manageKey(walk, at.key, 'DisableKey');
    else scheduleDeletion(walk, at.key, drawWindow(walk));
    if (walk.draw.chance(40)) walk.want(null, { op: 'ThrottleKms', on: true });
    waitForDelay(walk);
    tryGet(walk, place);
    tryPut(walk, place, headers);
    repair(walk, at.key);
  }),
};

/** Keys and policies: what is taken away, given back, pinned, rotated. */
export const keyMotifs: readonly Motif[] = [
  revokedWhileWarm,
  keyDeletion,
  failedOverwrite,
  throttled,
  pinnedPolicy,
  crossAccount,
  aliasRetarget,
  aliasGone,
  rotation,
  rotationStatus,
  severalFaults,
];

/** Now and then puts one fault right that an earlier step left behind, so that traces do not end in refusals only. */
export function perhapsRecover(walk: Walk): void {
  const { draw } = walk;
  if (walk.world.kmsThrottled && draw.chance(15)) walk.want(null, { op: 'ThrottleKms', on: false });
  if (walk.world.kmsUnreachable && draw.chance(15)) walk.want(null, { op: 'InterruptKms', on: false });
  if (!draw.chance(7)) return;
  const key = draw.one(customerKeys(walk));
  const bucket = draw.one(walk.setup.buckets);
  const seen = bucket === undefined ? undefined : existingBucket(walk, bucket.name);
  if (key !== undefined)
    repair(walk, key, bucket === undefined || seen === undefined ? undefined : { name: bucket.name, bucket: seen });
}
