import type { Arns } from '../../../model/vocabulary/arns.ts';
import type { EncryptionHeaders, EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { S3Error } from '../refusal.ts';
import type { EncryptionContext, ObjectEncryption, StoredAlgorithm } from '../s3/stored-object.ts';

/** The encryption a new object is to have. */
export interface Resolution {
  readonly algorithm: StoredAlgorithm;
  /** The KMS key as header or rule names it; null = the AWS managed key of the writer's account, or no KMS at all. */
  readonly keyReference: string | null;
  /** What names it: a bare id in a header is a key of the requester's account (F-10). */
  readonly namedBy: 'header' | 'rule';
  readonly bucketKey: boolean;
  /** The caller's own context pairs. */
  readonly context: EncryptionContext;
  /** The customer key as the request names it, where there is one. It is never stored. */
  readonly customerKey?: string;
}

/** From headers and rule to the encryption of a new object. */
export type ResolveEncryption = (headers: EncryptionHeaders, rule: EncryptionRule) => Resolution;

/** Which encryption an object gets, and which context KMS is given. */
export interface EncryptionParts {
  /** What is wrong with the encryption headers as such, whatever the bucket (E-12, E-13, E-18). */
  headersError(headers: EncryptionHeaders): S3Error | null;
  /** What is wrong with the signature of a request on an object stored like this, or to be (E-16, F-34, F-101). */
  signatureError(signature: Requester['signature'] | undefined, algorithm: StoredAlgorithm): S3Error | null;
  /** What is wrong with the encryption headers of a read of an object stored like this (E-15, F-39). */
  readHeadersError(headers: EncryptionHeaders, algorithm: StoredAlgorithm): S3Error | null;
  /** The encryption of an object written with `headers` into a bucket with `rule` (P1 to P11, P14, P15). */
  resolveEncryption: ResolveEncryption;
  /**
   * What is stored of the encryption of a write: what was resolved when it began, though the bucket may have been given
   * another rule since (F-13).
   */
  resolutionStored(
    resolution: Resolution,
    ruleBefore: EncryptionRule | null,
    ruleNow: EncryptionRule | null,
  ): Resolution;
  /**
   * The encryption of a copy of `source` in a bucket with `rule`; `resolve` is the resolution of a write (F-48).
   */
  copyEncryption(
    headers: EncryptionHeaders,
    rule: EncryptionRule,
    source: ObjectEncryption,
    resolve: ResolveEncryption,
  ): Resolution;
  /**
   * The encryption context of a KMS call for an object, with or without a bucket key; `extra` are the caller's pairs
   * (F-88 to F-90).
   */
  contextFor(arns: Arns, bucket: string, key: string, bucketKey: boolean, extra: EncryptionContext): EncryptionContext;
}

const S3_ARN = 'aws:s3:arn';

/** E-12, E-13 and E-18: a key id wants the header `aws:kms` or `aws:kms:dsse`, a context wants to be well formed. */
function headersError(headers: EncryptionHeaders): S3Error | null {
  const isAlgorithm = headers.sse !== '' && headers.sse !== 'malformed';
  if (!isAlgorithm) return { status: 400, code: 'InvalidArgument' };
  const namesKms = headers.sse === 'aws:kms' || headers.sse === 'aws:kms:dsse';
  const keyWithoutKms = headers.kmsKeyId !== undefined && !namesKms;
  if (keyWithoutKms || headers.context === 'malformed') return { status: 400, code: 'InvalidArgument' };
  return null;
}

/** KMS wants to know who asks, and takes no other signature than Version 4. */
function signatureError(signature: Requester['signature'] | undefined, algorithm: StoredAlgorithm): S3Error | null {
  const isUnderKms = algorithm === 'aws:kms' || algorithm === 'aws:kms:dsse';
  return signature !== undefined && isUnderKms ? { status: 400, code: 'InvalidArgument' } : null;
}

/** Who reads has nothing to say of algorithm and key; an object in the clear has neither. */
function readHeadersError(headers: EncryptionHeaders, algorithm: StoredAlgorithm): S3Error | null {
  if (headers.sse === 'malformed') return { status: 400, code: 'InvalidArgument' };
  const says = headers.sse !== undefined || headers.kmsKeyId !== undefined;
  return says && algorithm !== 'PLAIN' ? { status: 400, code: 'InvalidArgument' } : null;
}

/**
 * Request header first, else the bucket's rule; the flag is looked up on its own, and only for `aws:kms` (F-22 to
 * F-24).
 */
function resolveEncryption(headers: EncryptionHeaders, rule: EncryptionRule): Resolution {
  const { customerKey } = headers;
  if (customerKey !== undefined)
    return { algorithm: 'SSE-C', keyReference: null, namedBy: 'header', bucketKey: false, context: {}, customerKey };
  const isNamed = headers.sse !== undefined && headers.sse !== '' && headers.sse !== 'malformed';
  const algorithm = isNamed ? headers.sse : rule.SSEAlgorithm;
  if (algorithm === 'AES256') return { algorithm, keyReference: null, namedBy: 'rule', bucketKey: false, context: {} };
  // A request that names the algorithm and no key means the managed key, not the bucket's (F-24, D-04).
  const keyReference = headers.sse === undefined ? rule.KMSMasterKeyID : headers.kmsKeyId;
  const flag = headers.bucketKeyEnabled ?? rule.BucketKeyEnabled ?? false;
  return {
    algorithm,
    keyReference: keyReference ?? null,
    namedBy: headers.sse !== undefined && headers.kmsKeyId !== undefined ? 'header' : 'rule',
    bucketKey: algorithm === 'aws:kms' && flag,
    context: headers.context === undefined || headers.context === 'malformed' ? {} : headers.context,
  };
}

/**
 * Bucket ARN with a bucket key, object ARN with the caller's pairs without; S3's own pair is not the caller's to choose
 * (F-88, F-90).
 */
function contextFor(
  arns: Arns,
  bucket: string,
  key: string,
  bucketKey: boolean,
  extra: EncryptionContext,
): EncryptionContext {
  return bucketKey ? { [S3_ARN]: arns.bucket(bucket) } : { ...extra, [S3_ARN]: arns.object(bucket, key) };
}

/** The correct {@link EncryptionParts}. */
export const ENCRYPTION_PARTS: EncryptionParts = {
  headersError,
  signatureError,
  readHeadersError,
  resolveEncryption,
  resolutionStored: (resolution) => resolution,
  // The source contributes nothing (F-47).
  copyEncryption: (headers, rule, _source, resolve) => resolve(headers, rule),
  contextFor,
};
