import type { BucketVersioningState } from '../charts/bucket-versioning.ts';
import { kmsKey } from '../charts/kms-key.ts';
import { replicationStatus } from '../charts/replication-status.ts';
import type { Profile } from '../openness/profile.ts';
import { settled } from '../records/lagging.ts';
import {
  type Bucket,
  type KmsKey,
  lastingControl,
  NO_BUCKET_KEY,
  NO_GRANTS,
  NO_KMS_KEY,
  UNNAMED_CUSTOMER_KEY,
} from '../records/records.ts';
import { UNCONFIGURED } from '../rules/encryption.ts';
import type { Arns } from '../vocabulary/arns.ts';
import type { KmsKeySetup, Setup } from '../vocabulary/setup.ts';
import { forgetPast } from './forget-past.ts';
import { Scope } from './scope.ts';
import { emptyTables, NO_SCALARS } from './tables.ts';
import type { World } from './world.ts';
import { WorldDraft } from './world-draft.ts';

/** One for all. */
const NO_REPLICATION: Bucket['replication'] = settled(null);
const NO_POLICY: Bucket['policy'] = settled([]);

/** What a bucket does about versions that says so in the setup, or is made where buckets say so (F-175). */
const VERSIONINGS = {
  Unversioned: settled<BucketVersioningState>('unversioned'),
  Enabled: settled<BucketVersioningState>('enabled'),
  Suspended: settled<BucketVersioningState>('suspended'),
} as const;

/**
 * A bucket as it is created: SSE-S3, no policy, no replication (F-02). `number` is that of its name. Where the setup
 * says nothing of versions, whoever recorded the trace may have left out what turned them on.
 */
export function newBucket(scope: Scope, account: string, number: number, blocksPublicPolicies: boolean): Bucket {
  return {
    account,
    number,
    blocksPublicPolicies,
    locksObjects: false,
    encryption: settled(UNCONFIGURED),
    policy: NO_POLICY,
    replication: NO_REPLICATION,
    versioning: scope.tellsVersioning && !scope.isDirectory(number) ? VERSIONINGS.Unversioned : undefined,
    objectCount: 0,
    cacheEpoch: 0,
    lifetimeKey: NO_KMS_KEY,
  };
}

/** Control state of a key whose material is yet to be imported (F-209). */
const WITHOUT_MATERIAL: KmsKey['control'] = settled({
  ...lastingControl(kmsKey.on.MaterialEnds.after(kmsKey.initial)),
  materialEndsMs: Number.NEGATIVE_INFINITY,
});

/** What kind of key a KMS key is. */
type KeyKind = Pick<KmsKeySetup, 'keySpec' | 'origin'>;

/**
 * A KMS key as it is made: enabled, or without material, and left to its account by the default key policy (F-11,
 * F-209, F-213, F-214).
 */
export function newKey(
  arns: Arns,
  account: string,
  id: string,
  managed: boolean,
  { keySpec, origin }: KeyKind = {},
): KmsKey {
  const isExternal = origin === 'EXTERNAL';
  return {
    id,
    arn: arns.kmsKey(account, id),
    account,
    managed,
    control: isExternal ? WITHOUT_MATERIAL : settled(lastingControl(kmsKey.initial)),
    policy: settled([{ effect: 'Allow', principal: arns.accountRoot(account), actions: ['kms:*'] }]),
    grants: NO_GRANTS,
    onDemandRotations: 0,
    rotates: settled(managed),
    ...(keySpec !== undefined && { isOfOtherUse: true }),
    ...(isExternal && { isExternal }),
  };
}

/**
 * The world a setup describes, before the first step, under a profile.
 *
 * @param startMs - time of the first step; it only matters where the setup leaves something unknown
 */
export function initialWorld(setup: Setup, profile: Profile, startMs = 0): World {
  const scope = new Scope(setup, profile, startMs);
  const empty: World = { scope, nowMs: 0, ...emptyTables(), ...NO_SCALARS };
  const draft = new WorldDraft(empty, 0);
  for (const key of setup.kmsKeys) addKmsKey(draft, key.account, key.id, false, key);
  const accounts = new Set([
    ...setup.requesters.map((requester) => requester.account),
    ...setup.buckets.map((bucket) => bucket.account),
    ...(setup.managedKeys ?? []).map((key) => key.account),
  ]);
  for (const account of accounts) addKmsKey(draft, account, scope.arns.managedKeyId(account), true);
  for (const { account, alias, keyId } of setup.aliases) {
    const target = scope.keyOf(account, keyId);
    if (target < 0) throw new RangeError(`setup: ${alias} of account ${account} points to the unknown key ${keyId}`);
    draft.set('aliases', scope.aliases.number(scope.arns.alias(account, alias)), { target: settled(target) });
  }
  for (const bucket of setup.buckets) addBucket(draft, bucket);
  if (setup.unknown !== undefined) forgetPast(draft, setup.unknown);
  return draft;
}

function addKmsKey(draft: WorldDraft, account: string, id: string, managed: boolean, kind?: KeyKind): void {
  const key = newKey(draft.scope.arns, account, id, managed, kind);
  draft.set('kmsKeys', draft.scope.kmsKeys.number(key.arn), key);
}

function addBucket(draft: WorldDraft, bucket: Setup['buckets'][number]): void {
  const { name, account, versioning, objectLock, plainObjects } = bucket;
  const number = draft.scope.bucket(name);
  draft.set('buckets', number, {
    ...newBucket(draft.scope, account, number, false),
    versioning: versioning && VERSIONINGS[versioning],
    locksObjects: objectLock === true && versioning === 'Enabled',
    objectCount: plainObjects.length,
  });
  for (const { key, body } of plainObjects) {
    draft.set('objects', draft.scope.object(name, key), {
      state: 'plain',
      etagClass: 'md5',
      kmsKey: NO_KMS_KEY,
      bucketKey: NO_BUCKET_KEY,
      family: -1,
      md5: body.md5,
      etag: body.md5,
      context: [],
      replication: replicationStatus.initial,
      customerKey: UNNAMED_CUSTOMER_KEY,
    });
  }
}
