import {
  accountRootArn,
  aliasArn,
  type BucketPolicyStatement,
  bucketArn,
  type EncryptionRule,
  type KeyPolicyStatement,
  kmsKeyArn,
  managedKeyId,
  type Requester,
  roleArn,
  type Setup,
  UNCONFIGURED_RULE,
} from '../../model/index.ts';

/** How an object is stored. */
export type Kind = 'plain' | 'sseS3' | 'sseKms' | 'sseKmsBucketKey' | 'dsseKms';

/** A requester with what policies and caches ask of it. */
export interface Caller {
  readonly name: string;
  readonly account: string;
  /** Callers of equal numbers share bucket keys. */
  readonly identity: number;
  readonly roleArn: string;
  readonly rootArn: string;
}

/**
 * One bucket key. Times are milliseconds; an epoch is the count of a bucket's evictions at which something was cached.
 */
export interface BucketKey {
  /** Until when it locks what whoever had it made writes. */
  readonly locksUntilMs: number;
  readonly madeInEpoch: number;
  /** Until when it is cached, by identity of the caller. */
  readonly cachedUntilMs: number[];
  readonly cachedInEpoch: number[];
}

/** A stored object. */
export interface Stored {
  readonly kind: Kind;
  readonly kmsKey: Key | undefined;
  readonly bucketKey: BucketKey | undefined;
  readonly md5: string;
  readonly etag: string;
  readonly pairs: readonly (readonly [string, string])[];
  replication: 'none' | 'pending' | 'completed' | 'failed' | 'replica';
}

/** A bucket. */
export interface Bucket {
  readonly arn: string;
  readonly account: string;
  rule: EncryptionRule;
  explicit: boolean;
  policy: readonly BucketPolicyStatement[];
  replication:
    | { readonly destination: string; readonly role: Caller; readonly replicaKmsKeyId: string | undefined }
    | undefined;
  readonly objects: Map<string, Stored>;
  /** The newest bucket key under each KMS key, by identity of whoever had it made. */
  readonly bucketKeys: Map<Key, (BucketKey | undefined)[]>;
  /** Counts up whenever cached bucket keys are lost. */
  epoch: number;
}

/** A statement of a key policy, its pattern compiled. */
export interface KeyStatement {
  readonly statement: KeyPolicyStatement;
  readonly context: RegExp | undefined;
}

/** A KMS key. */
export interface Key {
  readonly arn: string;
  readonly account: string;
  readonly managed: boolean;
  state: 'enabled' | 'disabled' | 'pendingDeletion' | 'deleted';
  deletedAtMs: number;
  policy: readonly KeyStatement[];
  rotations: number;
}

/** Everything there is. */
export interface State {
  readonly lifetimeMs: number;
  readonly callers: Map<string, Caller>;
  readonly buckets: Map<string, Bucket>;
  readonly keysByArn: Map<string, Key>;
  readonly keysById: Map<string, Key>;
  readonly aliases: Map<string, Key>;
  throttled: boolean;
}

/** The state a setup describes; a plaintext bucket key is cached for `lifetimeMs`. */
export function initialState(setup: Setup, lifetimeMs: number): State {
  const state: State = {
    lifetimeMs,
    callers: callersOf(setup.requesters),
    buckets: new Map(),
    keysByArn: new Map(),
    keysById: new Map(),
    aliases: new Map(),
    throttled: false,
  };
  for (const { id, account } of setup.kmsKeys) state.keysById.set(id, addKey(state, account, id, false));
  for (const { account } of setup.buckets) addKey(state, account, managedKeyId(account), true);
  for (const { account } of setup.requesters) {
    const key = addKey(state, account, managedKeyId(account), true);
    if (!state.keysById.has(managedKeyId(account))) state.keysById.set(managedKeyId(account), key);
  }
  for (const { account, alias, keyId } of setup.aliases) {
    const key = state.keysByArn.get(kmsKeyArn(account, keyId));
    if (key !== undefined) state.aliases.set(aliasArn(account, alias), key);
  }
  for (const { name, account, plainObjects } of setup.buckets) {
    const bucket = newBucket(name, account);
    state.buckets.set(name, bucket);
    for (const { key, body } of plainObjects) bucket.objects.set(key, plainObject(body.md5));
  }
  return state;
}

/** A bucket as it is created. */
export function newBucket(name: string, account: string): Bucket {
  return {
    arn: bucketArn(name),
    account,
    rule: UNCONFIGURED_RULE,
    explicit: false,
    policy: [],
    replication: undefined,
    objects: new Map(),
    bucketKeys: new Map(),
    epoch: 0,
  };
}

/** A key policy, ready to be asked. */
export function compilePolicy(statements: readonly KeyPolicyStatement[]): readonly KeyStatement[] {
  return statements.map((statement) => ({ statement, context: compilePattern(statement.contextArn) }));
}

function compilePattern(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return undefined;
  const pieces = pattern.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 's');
}

function callersOf(requesters: readonly Requester[]): Map<string, Caller> {
  const identities = new Map<string, number>();
  const callers = new Map<string, Caller>();
  for (const { name, account, principal, scopingPolicy } of requesters) {
    const shared = JSON.stringify([account, principal, scopingPolicy]);
    const identity = identities.get(shared) ?? identities.size;
    identities.set(shared, identity);
    callers.set(name, {
      name,
      account,
      identity,
      roleArn: roleArn(account, principal),
      rootArn: accountRootArn(account),
    });
  }
  return callers;
}

function addKey(state: State, account: string, id: string, managed: boolean): Key {
  const arn = kmsKeyArn(account, id);
  const known = state.keysByArn.get(arn);
  if (known !== undefined) return known;
  const policy = compilePolicy([{ effect: 'Allow', principal: accountRootArn(account), actions: ['kms:*'] }]);
  const key: Key = {
    arn,
    account,
    managed,
    state: 'enabled',
    deletedAtMs: Number.POSITIVE_INFINITY,
    policy,
    rotations: 0,
  };
  state.keysByArn.set(arn, key);
  return key;
}

function plainObject(md5: string): Stored {
  return { kind: 'plain', kmsKey: undefined, bucketKey: undefined, md5, etag: md5, pairs: [], replication: 'none' };
}
