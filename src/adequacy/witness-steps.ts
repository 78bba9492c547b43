import {
  type EncryptionRule,
  type Event,
  type KeyPolicyStatement,
  KMS_CONTROL_ACTIONS,
  MINUTE_MS,
  roleArn,
  type Step,
} from '../../model/index.ts';
import { HOME_ACCOUNT, homeKey, SCENE } from '../../model/testing/scene.ts';
import type { Witness } from './mutant.ts';

/** ARN by which policies name `bob`. */
export const BOB = roleArn(HOME_ACCOUNT, 'bob');

/** SSE-KMS under K1 with bucket keys. */
export const BUCKET_KEY_RULE: EncryptionRule = {
  SSEAlgorithm: 'aws:kms',
  KMSMasterKeyID: homeKey('K1'),
  BucketKeyEnabled: true,
};
/** SSE-KMS under K1, every object with a data key of KMS's own. */
export const PER_OBJECT_RULE: EncryptionRule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: homeKey('K1') };

/** A witness in {@link SCENE}. */
export function witness(...steps: readonly Step[]): Witness {
  return { setup: SCENE, steps };
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
  return does(bucket === 'away' ? 'eve' : 'ann', { op: 'PutBucketEncryption', bucket, rules });
}

/** Everything for the account of the scene. */
export const ALLOW_ACCOUNT: KeyPolicyStatement = {
  effect: 'Allow',
  principal: `arn:aws:iam::${HOME_ACCOUNT}:root`,
  actions: ['kms:*'],
};

/** Puts a key policy by which the account controls the key, and nobody uses it. */
export function letNobodyUse(keyId: string): Step {
  const control = { ...ALLOW_ACCOUNT, actions: KMS_CONTROL_ACTIONS };
  return does('ann', { op: 'PutKeyPolicy', keyId, statements: [control] });
}

/** Puts a key policy: everything for the account, then the given statements. */
export function addToKeyPolicy(keyId: string, ...statements: readonly KeyPolicyStatement[]): Step {
  return does('ann', { op: 'PutKeyPolicy', keyId, statements: [ALLOW_ACCOUNT, ...statements] });
}

/** Replicates `b` to `c`, under KR where KMS is involved. */
export function replicateBToC(replicaKmsKeyId: string | null = homeKey('KR')): Step {
  const replica = replicaKmsKeyId === null ? {} : { replicaKmsKeyId };
  return does('ann', { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'repl', ...replica });
}
