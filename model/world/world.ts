import { bucketEncryption } from '../charts/bucket-encryption.ts';
import { kmsKey } from '../charts/kms-key.ts';
import { replicationStatus } from '../charts/replication-status.ts';
import type { Profile } from '../profile/profile.ts';
import { accountRootArn, aliasArn, kmsKeyArn, managedKeyId } from '../vocabulary/arn.ts';
import { UNCONFIGURED_RULE } from '../vocabulary/encryption.ts';
import type { Setup } from '../vocabulary/setup.ts';
import { alteredBucket } from './alter.ts';
import { cachesMoreGenerations, cachesMoreHoldings } from './coverage.ts';
import { settled } from './lagging.ts';
import {
  hashAlias,
  hashBucket,
  hashFamily,
  hashGeneration,
  hashHolding,
  hashKmsKey,
  hashObjectVersion,
  sameAlias,
  sameBucket,
  sameFamily,
  sameGeneration,
  sameHolding,
  sameKmsKey,
  sameObjectVersion,
} from './record-equality.ts';
import type { Alias, Bucket, BucketEncryption, Family, Generation, Holding, KmsKey, ObjectVersion } from './records.ts';
import { NO_BUCKET_KEY, NO_KMS_KEY } from './records.ts';
import { Scope } from './scope.ts';
import { Table } from './table.ts';

/** Everything the model remembers. Worlds are values: a step makes a new one and leaves the old one valid. */
export interface World {
  readonly scope: Scope;
  readonly nowMs: number;
  readonly buckets: Table<Bucket>;
  readonly objects: Table<ObjectVersion>;
  readonly kmsKeys: Table<KmsKey>;
  readonly aliases: Table<Alias>;
  readonly generations: Table<Generation>;
  readonly families: Table<Family>;
  readonly holdings: Table<Holding>;
  /** Number the next bucket key gets. */
  readonly nextGeneration: number;
  /** Caches that have ever served a request; the others are empty and so interchangeable. */
  readonly cachesTouched: number;
  /** Counts the events that lose cached bucket keys. */
  readonly epoch: number;
  /** Plaintext bucket keys cached before this epoch are gone from every cache (RestartHosts). */
  readonly restartEpoch: number;
  readonly kmsThrottled: boolean;
}

/** The first world of a scope while it is filled. */
type Building = { -readonly [Field in keyof World]: World[Field] };

const UNCONFIGURED: BucketEncryption = { state: bucketEncryption.initial, rule: UNCONFIGURED_RULE, explicit: false };

/** One for all, since policies are compared by identity. */
const NO_POLICY: Bucket['policy'] = [];

/** A bucket as it is created: SSE-S3, no policy, no replication (F-02). `number` is that of its name. */
export function newBucket(account: string, number: number): Bucket {
  return {
    account,
    number,
    encryption: settled(UNCONFIGURED),
    policy: NO_POLICY,
    replication: undefined,
    objectCount: 0,
    cacheEpoch: 0,
  };
}

/** The world a setup describes, before the first step, under a profile. */
export function initialWorld(setup: Setup, profile: Profile): World {
  const scope = new Scope(setup, profile);
  const draft: Building = {
    scope,
    nowMs: 0,
    buckets: Table.empty(hashBucket),
    objects: Table.empty(hashObjectVersion),
    kmsKeys: Table.empty(hashKmsKey),
    aliases: Table.empty(hashAlias),
    generations: Table.empty(hashGeneration),
    families: Table.empty(hashFamily),
    holdings: Table.empty(hashHolding),
    nextGeneration: 0,
    cachesTouched: 0,
    epoch: 0,
    restartEpoch: 0,
    kmsThrottled: false,
  };
  for (const key of setup.kmsKeys) addKmsKey(draft, key.account, key.id, false);
  const accounts = new Set([...setup.requesters.map((requester) => requester.account), ...setup.buckets.map((bucket) => bucket.account)]);
  for (const account of accounts) addKmsKey(draft, account, managedKeyId(account), true);
  for (const { account, alias, keyId } of setup.aliases) {
    const target = scope.kmsKeys.find(kmsKeyArn(account, keyId));
    if (target < 0) throw new RangeError(`setup: ${alias} of account ${account} points to the unknown key ${keyId}`);
    draft.aliases = draft.aliases.set(scope.aliases.number(aliasArn(account, alias)), { target: settled(target) });
  }
  for (const bucket of setup.buckets) addBucket(draft, bucket);
  return draft;
}

function addKmsKey(draft: Building, account: string, id: string, managed: boolean): void {
  const arn = kmsKeyArn(account, id);
  draft.kmsKeys = draft.kmsKeys.set(draft.scope.kmsKeys.number(arn), {
    id,
    arn,
    account,
    managed,
    control: settled({ state: kmsKey.initial, deletedAtMs: Number.POSITIVE_INFINITY }),
    policy: settled([{ effect: 'Allow', principal: accountRootArn(account), actions: ['kms:*'] }]),
    onDemandRotations: 0,
  });
}

function addBucket(draft: Building, { name, account, plainObjects }: Setup['buckets'][number]): void {
  const number = draft.scope.bucket(name);
  draft.buckets = draft.buckets.set(number, alteredBucket(newBucket(account, number), { objectCount: plainObjects.length }));
  for (const { key, body } of plainObjects) {
    draft.objects = draft.objects.set(draft.scope.object(name, key), {
      state: 'plain',
      kmsKey: NO_KMS_KEY,
      generation: NO_BUCKET_KEY,
      family: -1,
      md5: body.md5,
      etag: body.md5,
      context: [],
      replication: replicationStatus.initial,
    });
  }
}

/**
 * Whether world `a` explains whatever `b` can explain from here on, so that `b` need not be kept beside it: they are alike, or caches
 * are open (any number, losing anything at any time) and `a` merely has more, or fresher, bucket keys in them.
 */
export function covers(a: World, b: World): boolean {
  // What seldom agrees is compared first.
  return cachesAreOpen(a.scope.profile) ? alikeButCaches(a, b) && cachesMore(a, b) : cachesAlike(a, b) && alikeButCaches(a, b);
}

function cachesAreOpen({ caches, earlyEviction }: Profile): boolean {
  return caches === 'any' && earlyEviction;
}

function alikeButCaches(a: World, b: World): boolean {
  return (
    a.nowMs === b.nowMs &&
    a.nextGeneration === b.nextGeneration &&
    a.cachesTouched === b.cachesTouched &&
    a.epoch === b.epoch &&
    a.restartEpoch === b.restartEpoch &&
    a.kmsThrottled === b.kmsThrottled &&
    a.families.equals(b.families, sameFamily) &&
    a.objects.equals(b.objects, sameObjectVersion) &&
    a.buckets.equals(b.buckets, sameBucket) &&
    a.kmsKeys.equals(b.kmsKeys, sameKmsKey) &&
    a.aliases.equals(b.aliases, sameAlias)
  );
}

function cachesAlike(a: World, b: World): boolean {
  return a.holdings.equals(b.holdings, sameHolding) && a.generations.equals(b.generations, sameGeneration);
}

function cachesMore(a: World, b: World): boolean {
  return a.holdings.compare(b.holdings, cachesMoreHoldings) && a.generations.compare(b.generations, cachesMoreGenerations);
}
