import { type BucketEncryptionState, bucketEncryption } from '../charts/bucket-encryption.ts';
import type { ObjectVersionState, WrittenEncryption } from '../charts/object-version.ts';
import type { BucketEncryption } from '../records/records.ts';
import {
  algorithmNamed,
  type EncryptionHeaders,
  type EncryptionRule,
  type SseAlgorithm,
} from '../vocabulary/encryption.ts';

/** The configuration of a bucket that nobody configured: SSE-S3 (F-02, F-15). */
export const UNCONFIGURED: BucketEncryption = {
  state: bucketEncryption.initial,
  kmsKeyId: undefined,
  dormantFlag: false,
  history: 'none',
  blocked: undefined,
};

/**
 * What there is to know of a rule that was put, beside the state it brought the bucket into. The rule is replaced as a
 * whole, but for what the bucket blocks: that stays where the new rule says nothing of it (F-01, F-17).
 */
export function configuration(
  rule: EncryptionRule,
  state: BucketEncryptionState,
  before: BucketEncryption,
): BucketEncryption {
  const dormantFlag = rule.SSEAlgorithm !== 'aws:kms' && rule.BucketKeyEnabled === true;
  return {
    state,
    kmsKeyId: rule.KMSMasterKeyID,
    dormantFlag,
    history: 'put',
    blocked: rule.BlockedEncryptionTypes ?? before.blocked,
  };
}

/** Algorithm of a bucket's rule. */
export function ruleAlgorithm(state: BucketEncryptionState): SseAlgorithm {
  switch (state) {
    case 'sseS3':
      return 'AES256';
    case 'dsseKms':
      return 'aws:kms:dsse';
    case 'sseKms':
    case 'sseKmsBucketKey':
      return 'aws:kms';
  }
}

/** The rule as GetBucketEncryption shows it: the key as it was put, the flag always there (F-02, F-08). */
export function shownRule({ state, kmsKeyId, dormantFlag, blocked }: BucketEncryption): EncryptionRule {
  return {
    SSEAlgorithm: ruleAlgorithm(state),
    ...(kmsKeyId !== undefined && { KMSMasterKeyID: kmsKeyId }),
    BucketKeyEnabled: state === 'sseKmsBucketKey' || dormantFlag,
    ...(blocked !== undefined && { BlockedEncryptionTypes: blocked }),
  };
}

/**
 * Which KMS key an object asks for: a reference to be resolved, or the AWS managed key of the writer's account (F-12,
 * F-24).
 */
export type KeyWanted = { readonly reference: string; readonly by: 'header' | 'rule' } | 'managed';

/** What a write resolves to before its key is looked up. */
export interface ResolvedEncryption {
  readonly algorithm: SseAlgorithm;
  readonly key: KeyWanted | undefined;
  readonly bucketKey: boolean;
}

/** A key id is given without an algorithm that takes one (F-30, F-31). */
export function keyIdWithoutKms(headers: EncryptionHeaders): boolean {
  return headers.kmsKeyId !== undefined && headers.sse !== 'aws:kms' && headers.sse !== 'aws:kms:dsse';
}

/** The bucket-key flag is on for a request whose object cannot have one (F-07, F-32, U-14); null = a customer key's. */
export function flagIsInert(headers: EncryptionHeaders, algorithm: SseAlgorithm | null): boolean {
  return headers.bucketKeyEnabled === true && algorithm !== 'aws:kms';
}

/** The bucket's flag belongs to a rule of another algorithm than the `aws:kms` the request asks for (U-15). */
export function flagIsDormant(headers: EncryptionHeaders, bucket: BucketEncryption): boolean {
  return headers.sse === 'aws:kms' && headers.bucketKeyEnabled === undefined && bucket.dormantFlag;
}

/** The two answers AWS leaves open in {@link resolveEncryption}. */
export interface OpenResolution {
  /** Value of a dormant flag (U-15). */
  readonly dormantFlag: boolean;
  /** `aws:kms` without key id takes the bucket's key, not `aws/s3` (D-04). */
  readonly kmsHeaderUsesBucketKey: boolean;
}

/**
 * Encryption of an object that is written with these headers into a bucket configured so: the request's algorithm, else
 * the bucket's (F-22); the bucket-key flag of the request, else of the bucket, also when the request names its own
 * algorithm or key (F-23).
 */
export function resolveEncryption(
  headers: EncryptionHeaders,
  bucket: BucketEncryption,
  open: OpenResolution,
): ResolvedEncryption {
  const algorithm = algorithmNamed(headers) ?? ruleAlgorithm(bucket.state);
  if (algorithm === 'AES256') return { algorithm, key: undefined, bucketKey: false };
  return {
    algorithm,
    key: keyWanted(headers, bucket, open),
    bucketKey: algorithm === 'aws:kms' && flag(headers, bucket, open),
  };
}

function keyWanted(headers: EncryptionHeaders, bucket: BucketEncryption, open: OpenResolution): KeyWanted {
  if (headers.kmsKeyId !== undefined && headers.sse !== undefined) return { reference: headers.kmsKeyId, by: 'header' };
  const isOfBucket = open.kmsHeaderUsesBucketKey && headers.sse === ruleAlgorithm(bucket.state);
  if ((headers.sse === undefined || isOfBucket) && bucket.kmsKeyId !== undefined)
    return { reference: bucket.kmsKeyId, by: 'rule' };
  return 'managed';
}

function flag(headers: EncryptionHeaders, bucket: BucketEncryption, open: OpenResolution): boolean {
  if (headers.bucketKeyEnabled !== undefined) return headers.bucketKeyEnabled;
  return flagIsDormant(headers, bucket) ? open.dormantFlag : bucket.state === 'sseKmsBucketKey';
}

/** Control state of an object with this encryption. */
export function objectState(algorithm: SseAlgorithm, bucketKey: boolean): WrittenEncryption {
  if (algorithm === 'AES256') return 'sseS3';
  if (algorithm === 'aws:kms:dsse') return 'dsseKms';
  return bucketKey ? 'sseKmsBucketKey' : 'sseKms';
}

/**
 * Algorithm a response shows for an object in this state; null for one stored without encryption, or under a customer
 * key, which has headers of its own (F-26, F-33, P12).
 */
export function shownAlgorithm(state: ObjectVersionState): SseAlgorithm | null {
  switch (state) {
    case 'absent':
    case 'plain':
    case 'sseC':
      return null;
    case 'sseS3':
      return 'AES256';
    case 'dsseKms':
      return 'aws:kms:dsse';
    case 'sseKms':
    case 'sseKmsBucketKey':
      return 'aws:kms';
  }
}

/** Whether reading or writing an object in this state takes a KMS key. */
export function needsKms(state: ObjectVersionState): boolean {
  return state === 'sseKms' || state === 'sseKmsBucketKey' || state === 'dsseKms';
}
