import type {
  BucketPolicyStatement,
  CopyObject,
  EncryptionHeaders,
  EncryptionRule,
  KeyPolicyStatement,
  ObjectName,
  Outcome,
} from '../../../model/index.ts';
import { bucketKeyRule } from '../draw-encryption.ts';
import { defaultKeyPolicy, putKeyPolicy } from '../draw-policies.ts';
import { type CustomerKey, customerKeys, type ExistingBucket, existingBucket } from '../existing.ts';
import { insider, someBucket, someKey, usableKey } from '../pick.ts';
import { BODIES } from '../pools.ts';
import type { Walk } from '../walk.ts';
import type { Motif } from './motif.ts';

/** Where something is done, and by whom. */
export interface ObjectAccess {
  readonly by: string;
  readonly bucket: string;
  readonly key: string;
}

/** Writes an object, and hopes that it works. */
export function wantPut(
  walk: Walk,
  { by, bucket, key }: ObjectAccess,
  headers: EncryptionHeaders = {},
): Outcome | undefined {
  return walk.want(by, { op: 'PutObject', bucket, key, body: walk.draw.one(BODIES), headers });
}

/** Writes an object, whatever comes of it. */
export function tryPut(
  walk: Walk,
  { by, bucket, key }: ObjectAccess,
  headers: EncryptionHeaders = {},
): Outcome | undefined {
  return walk.provoke(by, { op: 'PutObject', bucket, key, body: walk.draw.one(BODIES), headers });
}

/** Reads an object, and hopes that it works. */
export function wantGet(walk: Walk, { by, bucket, key }: ObjectAccess): Outcome | undefined {
  return walk.want(by, { op: 'GetObject', bucket, key });
}

/** Reads an object, whatever comes of it. */
export function tryGet(walk: Walk, { by, bucket, key }: ObjectAccess): Outcome | undefined {
  return walk.provoke(by, { op: 'GetObject', bucket, key });
}

/** Looks at the headers of an object, and hopes that it works. */
export function wantHead(walk: Walk, { by, bucket, key }: ObjectAccess): Outcome | undefined {
  return walk.want(by, { op: 'HeadObject', bucket, key });
}

/** Looks at the headers of an object, whatever comes of it. */
export function tryHead(walk: Walk, { by, bucket, key }: ObjectAccess): Outcome | undefined {
  return walk.provoke(by, { op: 'HeadObject', bucket, key });
}

/** Copies an object, and hopes that it works. */
export function wantCopy(
  walk: Walk,
  by: string,
  from: ObjectAccess,
  onto: ObjectAccess,
  headers: EncryptionHeaders = {},
): Outcome | undefined {
  return walk.want(by, copyOf(from, onto, headers));
}

/** Copies an object, whatever comes of it. */
export function tryCopy(
  walk: Walk,
  by: string,
  from: ObjectName,
  onto: ObjectName,
  headers: EncryptionHeaders = {},
): Outcome | undefined {
  return walk.provoke(by, copyOf(from, onto, headers));
}

function copyOf(from: ObjectName, onto: ObjectName, headers: EncryptionHeaders): CopyObject {
  const source = { bucket: from.bucket, key: from.key };
  return { op: 'CopyObject', source, bucket: onto.bucket, key: onto.key, headers };
}

/** Replication takes up an object. */
export function wantReplication(
  walk: Walk,
  { bucket, key }: Pick<ObjectAccess, 'bucket' | 'key'>,
): Outcome | undefined {
  return walk.want(null, { op: 'ReplicateObject', bucket, key });
}

/** Gives a bucket a rule, as its owner. */
export function setRule(walk: Walk, { name, bucket }: ExistingBucket, rule: EncryptionRule): Outcome | undefined {
  return walk.want(insider(walk, bucket.account).name, { op: 'PutBucketEncryption', bucket: name, rules: [rule] });
}

/** Gives a bucket a policy, as its owner. */
export function setBucketPolicy(
  walk: Walk,
  { name, bucket }: ExistingBucket,
  statements: readonly BucketPolicyStatement[],
): void {
  walk.want(insider(walk, bucket.account).name, { op: 'PutBucketPolicy', bucket: name, statements });
}

/** Gives a KMS key a policy, as its owner. */
export function setKeyPolicy(walk: Walk, key: CustomerKey, statements: readonly KeyPolicyStatement[]): void {
  walk.want(insider(walk, key.account).name, putKeyPolicy(walk, key.id, statements));
}

/** What is asked of a KMS key. */
type Asked = (typeof KEY_EVENTS)[number] | 'DisableKeyRotation' | 'GetKeyRotationStatus';

/** Does something to a KMS key, as its owner. */
export function manageKey(
  walk: Walk,
  key: CustomerKey,
  op: Exclude<Asked, 'EnableKeyRotation' | 'ScheduleKeyDeletion'>,
): void {
  walk.want(insider(walk, key.account).name, { op, keyId: key.id });
}

const KEY_EVENTS = [
  'DisableKey',
  'EnableKey',
  'CancelKeyDeletion',
  'RotateKeyOnDemand',
  'EnableKeyRotation',
  'ScheduleKeyDeletion',
] as const;

/** Tries something on a KMS key that its state may not admit. */
export function tryKeyEvent(walk: Walk, { id: keyId, account }: CustomerKey): void {
  const op = walk.draw.one(KEY_EVENTS);
  const by = insider(walk, account).name;
  if (op === 'EnableKeyRotation') walk.provoke(by, { op, keyId, rotationPeriodInDays: 90 });
  else if (op === 'ScheduleKeyDeletion') walk.provoke(by, { op, keyId, pendingWindowInDays: 30 });
  else walk.provoke(by, { op, keyId });
}

/** Starts the waiting period of a KMS key, as its owner. */
export function scheduleDeletion(walk: Walk, key: CustomerKey, pendingWindowInDays: number): void {
  walk.want(insider(walk, key.account).name, { op: 'ScheduleKeyDeletion', keyId: key.id, pendingWindowInDays });
}

/** Some object of a bucket, for somebody of the owner's account. */
export function accessOfOwner(walk: Walk, { name, bucket }: ExistingBucket): ObjectAccess {
  return { by: insider(walk, bucket.account).name, bucket: name, key: someKey(walk) };
}

/** A bucket whose new objects get a bucket key of a customer key that works. */
export interface BucketKeyBucket {
  readonly seen: ExistingBucket;
  readonly key: CustomerKey;
}

/** Finds or makes such a bucket. Undefined when no bucket or no key is left. */
export function bucketKeyBucket(walk: Walk): BucketKeyBucket | undefined {
  const seen = someBucket(walk);
  if (seen === undefined) return undefined;
  const configured = ruleKey(walk, seen);
  if (configured !== undefined) return { seen, key: configured };
  const key = usableKey(walk, seen.bucket.account);
  if (key === undefined) return undefined;
  const rule = { ...bucketKeyRule(walk, seen.bucket.account), KMSMasterKeyID: key.arn };
  if ((setRule(walk, seen, rule)?.status ?? 0) !== 200) return undefined;
  return { seen: { ...seen, bucket: existingBucket(walk, seen.name) ?? seen.bucket }, key };
}

/** Plays in such a bucket, where there is one, with some object of it for somebody of the owner's account. */
export function inBucketKeyBucket(play: (walk: Walk, place: ObjectAccess, at: BucketKeyBucket) => void): Motif['play'] {
  return (walk) => {
    const at = bucketKeyBucket(walk);
    if (at !== undefined) play(walk, accessOfOwner(walk, at.seen), at);
  };
}

/** The working customer key that the rule of a bucket with bucket keys names by ARN or id. */
function ruleKey(walk: Walk, { bucket }: ExistingBucket): CustomerKey | undefined {
  const rule = bucket.encryption.current;
  if (rule.state !== 'sseKmsBucketKey') return undefined;
  return customerKeys(walk).find(
    ({ id, arn, state }) => state === 'enabled' && (rule.kmsKeyId === arn || rule.kmsKeyId === id),
  );
}

/**
 * Puts right what stands in the way of using a bucket and a KMS key: throttling, an outage, the key's state, both
 * policies.
 */
export function repair(walk: Walk, key: CustomerKey, seen?: ExistingBucket): void {
  if (walk.world.kmsThrottled) walk.want(null, { op: 'ThrottleKms', on: false });
  if (walk.world.kmsUnreachable) walk.want(null, { op: 'InterruptKms', on: false });
  const now = customerKeys(walk).find(({ id }) => id === key.id) ?? key;
  if (now.state === 'deleted') return;
  if (now.state === 'pendingDeletion') manageKey(walk, now, 'CancelKeyDeletion');
  if (now.state === 'pendingImport')
    walk.want(insider(walk, now.account).name, { op: 'ImportKeyMaterial', keyId: now.id });
  else if (now.state !== 'enabled') manageKey(walk, now, 'EnableKey');
  if (!isDefaultPolicy(walk, now)) setKeyPolicy(walk, now, defaultKeyPolicy(walk, now.account));
  const bucket = seen === undefined ? undefined : existingBucket(walk, seen.name);
  if (seen !== undefined && bucket !== undefined && bucket.policy.current.length > 0)
    setBucketPolicy(walk, { name: seen.name, bucket }, []);
}

/** Whether a key has the policy it started with, or one equal to it. */
function isDefaultPolicy(walk: Walk, { record, account }: CustomerKey): boolean {
  const [statement, ...more] = record.policy.current;
  const [expected] = defaultKeyPolicy(walk, account);
  return (
    statement !== undefined &&
    more.length === 0 &&
    statement.effect === 'Allow' &&
    statement.principal === expected?.principal &&
    statement.contextArn === undefined &&
    statement.actions.includes('kms:*')
  );
}
