import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  type Body,
  type EncryptionHeaders,
  type EncryptionRule,
  type Event,
  type KeyPolicyStatement,
  kmsKeyArn,
  MINUTE_MS,
  roleArn,
  type Setup,
  type Step,
} from '../../model/index.ts';
import type { Witness } from './mutant.ts';

/** The account most of the witnesses' world belongs to. */
export const HOME = '111111111111';
/** The other account. */
export const AWAY = '222222222222';

/** ARN of a key of the home account. */
export function homeKey(id: string): string {
  return kmsKeyArn(HOME, id);
}

/** ARN by which policies name `bob`. */
export const BOB = roleArn(HOME, 'bob');

/** SSE-KMS under K1 with bucket keys. */
export const BUCKET_KEYS: EncryptionRule = {
  SSEAlgorithm: 'aws:kms',
  KMSMasterKeyID: homeKey('K1'),
  BucketKeyEnabled: true,
};
/** SSE-KMS under K1, every object with a data key of KMS's own. */
export const OBJECT_KEYS: EncryptionRule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: homeKey('K1') };

/**
 * The witnesses' world. Home account: ann (in two sessions, and with a scoping policy), bob and the replication role;
 * keys K1, K2 and KR; buckets `b` (which has an object from before 2023, `old`) and `c`. Other account: a role named
 * ann as well, key KA, bucket `away`.
 */
export const WORLD: Setup = {
  requesters: [
    { name: 'ann', account: HOME, principal: 'ann', session: 's1' },
    { name: 'ann-again', account: HOME, principal: 'ann', session: 's2' },
    { name: 'ann-scoped', account: HOME, principal: 'ann', session: 's1', scopingPolicy: 'narrow' },
    { name: 'bob', account: HOME, principal: 'bob', session: 's1' },
    { name: 'role', account: HOME, principal: 'replication', session: 's1' },
    { name: 'ann-away', account: AWAY, principal: 'ann', session: 's1' },
  ],
  kmsKeys: [
    { id: 'K1', account: HOME },
    { id: 'K2', account: HOME },
    { id: 'KR', account: HOME },
    { id: 'KA', account: AWAY },
  ],
  aliases: [
    { account: HOME, alias: 'alias/x', keyId: 'K1' },
    { account: AWAY, alias: 'alias/x', keyId: 'KA' },
  ],
  buckets: [
    { name: 'b', account: HOME, plainObjects: [{ key: 'old', body: bodyOf('from 2020') }] },
    { name: 'c', account: HOME, plainObjects: [] },
    { name: 'away', account: AWAY, plainObjects: [] },
  ],
};

/** A witness in {@link WORLD}. */
export function witness(...steps: readonly Step[]): Witness {
  return { setup: WORLD, steps };
}

/** Something somebody does at the start; null = the environment. */
export function does(by: string | null, event: Event): Step {
  return { atMs: 0, by, event };
}

/** The same steps, so many minutes after the start. */
export function after(minutes: number, ...steps: readonly Step[]): readonly Step[] {
  return steps.map((step) => ({ ...step, atMs: minutes * MINUTE_MS }));
}

/** Puts the encryption rule of a bucket. */
export function rule(bucket: string, ...rules: readonly EncryptionRule[]): Step {
  return does(bucket === 'away' ? 'ann-away' : 'ann', { op: 'PutBucketEncryption', bucket, rules });
}

/** Writes an object; places are written `bucket/key`. */
export function put(by: string, place: string, headers: EncryptionHeaders = {}, text = 'hello'): Step {
  return does(by, { op: 'PutObject', ...split(place), body: bodyOf(text), headers });
}

/** Reads an object. */
export function get(by: string, place: string): Step {
  return does(by, { op: 'GetObject', ...split(place) });
}

/** Reads an object's headers. */
export function head(by: string, place: string): Step {
  return does(by, { op: 'HeadObject', ...split(place) });
}

/** Asks for the attributes of an object. */
export function attributes(by: string, place: string, checksum: boolean): Step {
  return does(by, { op: 'GetObjectAttributes', ...split(place), checksum });
}

/** Copies an object. */
export function copy(by: string, from: string, to: string, headers: EncryptionHeaders = {}): Step {
  return does(by, { op: 'CopyObject', source: split(from), ...split(to), headers });
}

/** Puts a key policy: everything for the account, then the given statements. */
export function keyPolicy(keyId: string, ...statements: readonly KeyPolicyStatement[]): Step {
  const account: KeyPolicyStatement = { effect: 'Allow', principal: `arn:aws:iam::${HOME}:root`, actions: ['kms:*'] };
  return does('ann', { op: 'PutKeyPolicy', keyId, statements: [account, ...statements] });
}

/** Replicates `b` to `c`, under KR where KMS is involved. */
export function replicates(replicaKmsKeyId: string | null = homeKey('KR')): Step {
  const replica = replicaKmsKeyId === null ? {} : { replicaKmsKeyId };
  return does('ann', { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'role', ...replica });
}

/** Replication takes up an object of `b`. */
export function replicate(key: string): Step {
  return does(null, { op: 'ReplicateObject', bucket: 'b', key });
}

function split(place: string): { readonly bucket: string; readonly key: string } {
  const [bucket = '', key = ''] = place.split('/');
  return { bucket, key };
}

function bodyOf(text: string): Body {
  return { text, md5: bytesToHex(md5(utf8ToBytes(text))) };
}
