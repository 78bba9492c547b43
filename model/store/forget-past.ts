import { settled } from '../records/lagging.ts';
import {
  ANY_OBJECT,
  UNKNOWN_CONTROL,
  UNKNOWN_KEY_POLICY,
  UNKNOWN_POLICY,
  UNKNOWN_REPLICATION,
  UNKNOWN_RULE,
  UNSEEN_KEY_ARN,
} from '../records/past.ts';
import { type Bucket, type KmsKey, NO_GRANTS, NO_KMS_KEY } from '../records/records.ts';
import type { Setup } from '../vocabulary/setup.ts';
import { alteredBucket } from './alter.ts';
import type { Past } from './scope.ts';
import type { WorldDraft } from './world-draft.ts';

/** A bucket that was there before the trace began, of which only the owner may be known. */
export function bucketOfPast(account: string, number: number, { startMs }: Past): Bucket {
  return {
    account,
    number,
    blocksPublicPolicies: false,
    locksObjects: false,
    encryption: settled(UNKNOWN_RULE),
    policy: settled(UNKNOWN_POLICY),
    replication: settled(UNKNOWN_REPLICATION),
    versioning: undefined,
    objectCount: 0,
    cacheEpoch: 0,
    lifetimeKey: NO_KMS_KEY,
    past: { holdsAny: true, cachedMs: startMs, cachedEpoch: 0 },
  };
}

/** A customer managed KMS key that was there before the trace began. */
export function keyOfPast(id: string, arn: string, account: string): KmsKey {
  return {
    id,
    arn,
    account,
    managed: false,
    control: settled(UNKNOWN_CONTROL),
    policy: settled(UNKNOWN_KEY_POLICY),
    grants: NO_GRANTS,
    onDemandRotations: 0,
    rotates: settled(undefined),
    isOfPast: true,
  };
}

/** Makes unknown of a world before its first step what the setup says is not known. */
export function forgetPast(draft: WorldDraft, unknown: NonNullable<Setup['unknown']>): void {
  const { scope } = draft;
  const { past, setup } = scope;
  if (past === undefined) return;
  const isEverything = unknown === 'everything';
  const named = isEverything ? {} : unknown;
  for (const { name, account } of setup.buckets) {
    if (!isEverything && named.buckets?.includes(name) !== true) continue;
    const number = scope.bucket(name);
    // What the setup names it has; it may have been overwritten since.
    scope.forEachObject(number, (object) => draft.set('objects', object, undefined));
    draft.set('buckets', number, bucketOfPast(account, number, past));
  }
  for (const { bucket, key } of named.objects ?? []) {
    const holder = draft.buckets.get(scope.bucket(bucket));
    if (holder === undefined || holder.past?.holdsAny === true) continue;
    const kept = { holdsAny: false, cachedMs: past.startMs, cachedEpoch: 0 };
    draft.set('possibleVersions', scope.object(bucket, key), ANY_OBJECT);
    draft.set('buckets', holder.number, alteredBucket(holder, { past: kept }));
  }
  for (const { id, account } of setup.kmsKeys) {
    const isUnknown = isEverything || named.kmsKeys?.includes(id) === true;
    const { number, arn } = scope.keyWithArn(scope.arns.kmsKey(account, id));
    if (isUnknown) draft.set('kmsKeys', number, keyOfPast(id, arn, account));
  }
  const unseen = scope.keyWithArn(UNSEEN_KEY_ARN);
  draft.set('kmsKeys', unseen.number, keyOfPast('', UNSEEN_KEY_ARN, ''));
  if (isEverything)
    draft.aliases.forEach((_, alias) => {
      draft.set('aliases', alias, { target: settled(unseen.number) });
    });
  // Of caches that are counted any may have been used.
  const { caches } = scope.profile;
  if (caches !== 'any' && caches > 1) draft.cachesTouched = caches;
}
