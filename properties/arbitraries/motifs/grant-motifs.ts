import { drawGrant, grantee, grantsOn } from '../draw-grants.ts';
import { KMS_USE, withAdministration } from '../draw-policies.ts';
import { customerKeys } from '../existing.ts';
import { insider, someKey } from '../pick.ts';
import { perhapsWait, waitForDelay, waitForLifetime } from '../waits.ts';
import type { Walk } from '../walk.ts';
import {
  type BucketKeyBucket,
  inBucketKeyBucket,
  repair,
  setKeyPolicy,
  tryGet,
  tryPut,
  wantGet,
  wantPut,
} from './acts.ts';
import type { Motif } from './motif.ts';

/**
 * A role that the key policy does not allow has a grant, for the bucket or for an object: with a bucket key and without
 * it, and once it is revoked, warm and cold (F-118, F-203 to F-206).
 */
const granted: Motif = {
  id: 'granted',
  weight: 6,
  needs: ['PutObject', 'GetObject', 'PutKeyPolicy', 'CreateGrant', 'RevokeGrant'],
  play: inBucketKeyBucket((walk, place, at) => {
    const user = walk.setup.requesters.find(({ name }) => name === place.by) ?? insider(walk, at.key.account);
    // Where the policy denies, no grant helps.
    const principal = grantee(walk, user);
    const denies = walk.draw.chance(20) ? [{ effect: 'Deny', principal, actions: KMS_USE } as const] : [];
    setKeyPolicy(walk, at.key, withAdministration(walk, at.key, denies));
    const by = insider(walk, at.key.account).name;
    walk.want(by, drawGrant(walk, at.key, user, place.bucket));
    if (walk.draw.chance(25))
      walk.want(by, drawGrant(walk, now(walk, at), insider(walk, at.key.account), place.bucket));
    waitForDelay(walk);
    for (const bucketKeyEnabled of [true, false]) {
      tryPut(walk, place, { bucketKeyEnabled, ...(walk.draw.chance(20) && { context: { team: 'red' } }) });
      wantGet(walk, place);
    }
    for (const grant of grantsOn(now(walk, at))) {
      walk.want(by, { op: 'RevokeGrant', keyId: at.key.id, grant });
      if (walk.draw.chance(20)) walk.provoke(by, { op: 'RevokeGrant', keyId: at.key.id, grant });
    }
    perhapsWait(walk, 30);
    tryGet(walk, place);
    if (walk.draw.chance(50)) tryPut(walk, { ...place, key: someKey(walk) });
    waitForLifetime(walk);
    tryGet(walk, place);
    tryPut(walk, place, { bucketKeyEnabled: walk.draw.chance(50) });
    repair(walk, at.key);
    wantPut(walk, place);
  }),
};

/** The key as it is at this point of the walk. */
function now(walk: Walk, { key }: BucketKeyBucket): BucketKeyBucket['key'] {
  return customerKeys(walk).find(({ id }) => id === key.id) ?? key;
}

/** What is about grants. */
export const grantMotifs: readonly Motif[] = [granted];
