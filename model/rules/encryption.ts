import type { ObjectVersionState } from '../charts/object-version.ts';
import type { EncryptionHeaders, EncryptionRule, SseAlgorithm } from '../vocabulary/encryption.ts';

/**
 * Which KMS key an object asks for: a reference to be resolved, or the AWS managed key of the writer's account (F-12,
 * F-24).
 */
export type KeyWanted = { readonly reference: string } | 'managed';

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

/** The bucket-key flag is on for a request whose object cannot have one (F-07, F-32, U-14). */
export function flagIsInert(headers: EncryptionHeaders, algorithm: SseAlgorithm): boolean {
  return headers.bucketKeyEnabled === true && algorithm !== 'aws:kms';
}

/** The bucket's flag belongs to a rule of another algorithm than the `aws:kms` the request asks for (U-15). */
export function flagIsDormant(headers: EncryptionHeaders, rule: EncryptionRule): boolean {
  return (
    headers.sse === 'aws:kms' &&
    headers.bucketKeyEnabled === undefined &&
    rule.SSEAlgorithm !== 'aws:kms' &&
    rule.BucketKeyEnabled === true
  );
}

/** The two answers AWS leaves open in {@link resolveEncryption}. */
export interface OpenResolution {
  /** Value of a dormant flag (U-15). */
  readonly dormantFlag: boolean;
  /** `aws:kms` without key id takes the bucket's key, not `aws/s3` (D-04). */
  readonly kmsHeaderUsesBucketKey: boolean;
}

/**
 * Encryption of an object that is written with these headers into a bucket with this rule: the request's algorithm,
 * else the bucket's (F-22); the bucket-key flag of the request, else of the bucket, also when the request names its own
 * algorithm or key (F-23).
 */
export function resolveEncryption(
  headers: EncryptionHeaders,
  rule: EncryptionRule,
  open: OpenResolution,
): ResolvedEncryption {
  const algorithm = headers.sse ?? rule.SSEAlgorithm;
  if (algorithm === 'AES256') return { algorithm, key: undefined, bucketKey: false };
  return {
    algorithm,
    key: keyWanted(headers, rule, open),
    bucketKey: algorithm === 'aws:kms' && flag(headers, rule, open),
  };
}

function keyWanted(headers: EncryptionHeaders, rule: EncryptionRule, open: OpenResolution): KeyWanted {
  if (headers.kmsKeyId !== undefined && headers.sse !== undefined) return { reference: headers.kmsKeyId };
  const fromBucket = headers.sse === undefined || (open.kmsHeaderUsesBucketKey && headers.sse === rule.SSEAlgorithm);
  if (fromBucket && rule.KMSMasterKeyID !== undefined) return { reference: rule.KMSMasterKeyID };
  return 'managed';
}

function flag(headers: EncryptionHeaders, rule: EncryptionRule, open: OpenResolution): boolean {
  if (headers.bucketKeyEnabled !== undefined) return headers.bucketKeyEnabled;
  return flagIsDormant(headers, rule) ? open.dormantFlag : rule.BucketKeyEnabled === true;
}

/** Control state of an object with this encryption. */
export function objectState(algorithm: SseAlgorithm, bucketKey: boolean): ObjectVersionState {
  if (algorithm === 'AES256') return 'sseS3';
  if (algorithm === 'aws:kms:dsse') return 'dsseKms';
  return bucketKey ? 'sseKmsBucketKey' : 'sseKms';
}

/** Algorithm a response shows for an object in this state; null for one stored without encryption (F-26, F-33). */
export function shownAlgorithm(state: ObjectVersionState): SseAlgorithm | null {
  switch (state) {
    case 'absent':
    case 'plain':
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
