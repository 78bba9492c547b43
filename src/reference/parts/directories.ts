import type { EncryptionHeaders, EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { S3Error } from '../refusal.ts';
import type { Resolution } from './encryption.ts';

/** The KMS key that a reference names in a directory bucket, as an ARN; null where it names none that will do. */
export type CustomerKeyNamed = (reference: string | undefined) => string | null;

/** What is different in a directory bucket (F-20). */
export interface DirectoryParts {
  /** What is wrong with a rule, in a bucket that has had a key, or none yet (E-36). */
  ruleError(rule: EncryptionRule, keyForLife: string | null, named: CustomerKeyNamed): S3Error | null;
  /** The rule that is kept: bucket keys are on. */
  ruleKept(rule: EncryptionRule): EncryptionRule;
  /** The key that a bucket has from a rule on, and until then. */
  keyForLife(rule: EncryptionRule, before: string | null, named: CustomerKeyNamed): string | null;
  /** The encryption of a write: that of the rule, or AES256. */
  resolution(
    headers: EncryptionHeaders,
    rule: EncryptionRule,
    keyForLife: string | null,
    named: CustomerKeyNamed,
  ): Resolution | S3Error;
  /** The encryption of what is copied into a bucket of the other kind: it has no bucket key (F-53). */
  leaving(resolution: Resolution): Resolution;
  /** Whether a cached bucket key may serve a copy from or to such a bucket (F-53, K-31). */
  readonly cacheServesCopies: boolean;
  /** Whether who is cold must be allowed both GenerateDataKey and Decrypt, whatever is asked for. */
  readonly needsBothActions: boolean;
  /** Under which algorithm an ETag is made: none is the MD5 (F-189). */
  etagAs(algorithm: Resolution['algorithm']): Resolution['algorithm'];
  /** What answers an operation that such a bucket does not know; null = it knows it. */
  readonly unknownOperation: S3Error | null;
}

/** No code is named for any of it. */
const REFUSED: S3Error = { status: 400, code: 'InvalidRequest' };

function ruleError(rule: EncryptionRule, keyForLife: string | null, named: CustomerKeyNamed): S3Error | null {
  if (rule.SSEAlgorithm === 'AES256') return null;
  const key = rule.SSEAlgorithm === 'aws:kms' ? named(rule.KMSMasterKeyID) : null;
  return key === null || key !== (keyForLife ?? key) ? REFUSED : null;
}

function resolution(
  headers: EncryptionHeaders,
  rule: EncryptionRule,
  keyForLife: string | null,
  named: CustomerKeyNamed,
): Resolution | S3Error {
  const algorithm = headers.sse ?? rule.SSEAlgorithm;
  const isOwnKey = headers.kmsKeyId === undefined || named(headers.kmsKeyId) === keyForLife;
  if (headers.customerKey !== undefined) return REFUSED;
  if (algorithm === 'AES256') return { algorithm, keyReference: null, namedBy: 'rule', bucketKey: false, context: {} };
  if (algorithm !== 'aws:kms' || rule.SSEAlgorithm !== 'aws:kms' || !isOwnKey) return REFUSED;
  return { algorithm, keyReference: keyForLife, namedBy: 'rule', bucketKey: true, context: {} };
}

/** The correct {@link DirectoryParts}. */
export const DIRECTORY_PARTS: DirectoryParts = {
  ruleError,
  ruleKept: (rule) => (rule.SSEAlgorithm === 'aws:kms' ? { ...rule, BucketKeyEnabled: true } : rule),
  keyForLife: (rule, before, named) => (rule.SSEAlgorithm === 'aws:kms' ? named(rule.KMSMasterKeyID) : before),
  resolution,
  leaving: (given) => ({ ...given, bucketKey: false }),
  cacheServesCopies: false,
  needsBothActions: true,
  etagAs: () => 'aws:kms',
  unknownOperation: { status: 501, code: 'NotImplemented' },
};
