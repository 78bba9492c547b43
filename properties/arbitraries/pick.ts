import type { Requester } from '../../model/index.ts';
import {
  type CustomerKey,
  customerKeys,
  type ExistingBucket,
  type ExistingObject,
  existingBuckets,
  existingObjects,
} from './existing.ts';
import type { Walk } from './walk.ts';

/** Somebody. Every setup has requesters, the writer first. */
export function anyone({ draw, setup }: Walk): Requester {
  const somebody = draw.one(setup.requesters);
  if (somebody === undefined) throw new RangeError('a setup without requesters');
  return somebody;
}

/** Somebody of an account, who so needs no bucket policy; anyone where the account has nobody. */
export function insider(walk: Walk, account: string): Requester {
  return walk.draw.one(signing(walk).filter((one) => one.account === account)) ?? anyone(walk);
}

/** Somebody of another account. */
export function outsider(walk: Walk, account: string): Requester {
  return walk.draw.one(signing(walk).filter((one) => one.account !== account)) ?? anyone(walk);
}

/** Who signs as KMS needs it, and is of an account. */
function signing({ setup }: Walk): readonly Requester[] {
  return setup.requesters.filter(
    ({ signature, servicePrincipal }) => signature === undefined && servicePrincipal === undefined,
  );
}

/** An AWS service, if the setup has one. */
export function someService({ setup }: Walk): Requester | undefined {
  return setup.requesters.find(({ servicePrincipal }) => servicePrincipal !== undefined);
}

/** Somebody who does not sign, or not as KMS needs it, if the setup has one. */
export function unsigned({ draw, setup }: Walk): Requester | undefined {
  return draw.one(setup.requesters.filter(({ signature }) => signature !== undefined));
}

/** Who makes a request to a bucket of an account: mostly an insider. */
export function caller(walk: Walk, account: string): Requester {
  return walk.draw.chance(85) ? insider(walk, account) : anyone(walk);
}

/** A bucket that exists, the first one most often. */
export function someBucket(walk: Walk): ExistingBucket | undefined {
  const seen = existingBuckets(walk);
  return walk.draw.chance(45) ? seen[0] : walk.draw.one(seen);
}

/** A bucket that exists, other than the named one. */
export function anotherBucket(walk: Walk, name: string): ExistingBucket | undefined {
  return walk.draw.one(existingBuckets(walk).filter((seen) => seen.name !== name));
}

/** An object key to write to. */
export function someKey({ draw, objectKeys }: Walk): string {
  return draw.one(objectKeys) ?? 'a';
}

/** An object that exists, one with a bucket key most often. */
export function someObject(walk: Walk, inBucket?: string): ExistingObject | undefined {
  const seen = existingObjects(walk, inBucket);
  const withBucketKey = walk.draw.chance(50) ? seen.filter(({ version }) => version.state === 'sseKmsBucketKey') : [];
  return walk.draw.one(withBucketKey) ?? walk.draw.one(seen);
}

/** A customer managed key that can be used, the first one most often; of one account, or of any. */
export function usableKey(walk: Walk, account?: string): CustomerKey | undefined {
  const usable = customerKeys(walk).filter(
    (key) => key.state === 'enabled' && (account === undefined || key.account === account),
  );
  return walk.draw.chance(50) ? usable[0] : walk.draw.one(usable);
}
