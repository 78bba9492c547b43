import { drawGrant, grantee, grantsOn } from '../draw-grants.ts';
import { defaultKeyPolicy, KMS_USE, withAdministration } from '../draw-policies.ts';
import { customerKeys } from '../existing.ts';
import { insider, someKey, usableKey } from '../pick.ts';
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
    walk.want(by, drawGrant(walk, at.key, user, place));
    if (walk.draw.chance(25)) walk.want(by, drawGrant(walk, now(walk, at), insider(walk, at.key.account), place));
    waitForDelay(walk);
    for (const bucketKeyEnabled of [true, false]) {
      tryPut(walk, place, { bucketKeyEnabled, ...(walk.draw.chance(50) && { context: { team: 'red' } }) });
      wantGet(walk, place);
    }
    for (const grant of grantsOn(now(walk, at))) {
      const isRetired = walk.draw.chance(30);
      const asks = isRetired && walk.draw.chance(60) ? user.name : by;
      walk.want(asks, { op: isRetired ? 'RetireGrant' : 'RevokeGrant', keyId: at.key.id, grant });
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

/**
 * A grant is retired by who it names, or tried to be by who it does not, of a role that IAM limits where one is told
 * of; the key policy has no say (F-208).
 */
const retired: Motif = {
  id: 'retired',
  weight: 2,
  needs: ['CreateGrant', 'RetireGrant'],
  isAbout: ({ identityPolicies }) => identityPolicies !== undefined,
  play: (walk) => {
    const { requesters, identityPolicies = [] } = walk.setup;
    const [limited] = identityPolicies;
    const role =
      requesters.find(({ account, principal }) => account === limited?.account && principal === limited.principal) ??
      requesters[0];
    const key = role && usableKey(walk, role.account);
    if (role === undefined || key === undefined) return;
    const names = walk.draw.one(['grantee', 'retirer', 'nobody']);
    const { retiringPrincipal: _, ...drawn } = drawGrant(walk, key, role);
    const grant = {
      ...drawn,
      ...(names === 'retirer' && {
        retiringPrincipal: grantee(walk, role),
        granteePrincipal: walk.arns.role(role.account, 'somebody-else'),
      }),
      operations: names === 'grantee' ? (['Decrypt', 'RetireGrant'] as const) : (['Decrypt'] as const),
    };
    const by = requesters.find(({ name, account }) => account === key.account && name !== role.name) ?? role;
    walk.want(by.name, grant);
    if (walk.draw.chance(30))
      setKeyPolicy(walk, key, [
        ...defaultKeyPolicy(walk, key.account),
        { effect: 'Deny', principal: '*', actions: ['kms:RetireGrant'] },
      ]);
    if (walk.draw.chance(60)) waitForDelay(walk);
    for (const { name } of [role, by]) walk.provoke(name, { op: 'RetireGrant', keyId: key.id, grant: grant.grant });
  },
};

/** The key as it is at this point of the walk. */
function now(walk: Walk, { key }: BucketKeyBucket): BucketKeyBucket['key'] {
  return customerKeys(walk).find(({ id }) => id === key.id) ?? key;
}

/** What is about grants. */
export const grantMotifs: readonly Motif[] = [granted, retired];
