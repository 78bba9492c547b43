import { algorithmNamed, type EncryptionHeaders, type EncryptionRule, type SseAlgorithm } from '../../model/index.ts';
import type { BucketRecord } from './bucket-record.ts';
import type { LedgerView } from './ledger-view.ts';
import type { AskedEncryption } from './object-record.ts';
import type { LedgerRequester } from './requesters.ts';

/**
 * The encryption that a write with these headers into this bucket asks for: the request's, else the bucket's (F-22,
 * F-23). Parts that hang on a bucket rule which is too young to be seen everywhere (F-14), or that AWS leaves open, are
 * undefined.
 */
export function askedEncryption(
  ledger: LedgerView,
  bucket: BucketRecord,
  headers: EncryptionHeaders,
  by: LedgerRequester,
  nowMs: number,
): AskedEncryption {
  if (headers.customerKey !== undefined) return UNDER_CUSTOMER_KEY;
  const settled = nowMs >= bucket.ruleSinceMs + ledger.profile.ruleDelayMs;
  const rule = settled ? bucket.rule : undefined;
  const sse = algorithmNamed(headers) ?? rule?.SSEAlgorithm;
  return {
    sse,
    kmsKeyArn: askedKey(ledger, bucket, headers, rule, sse, by),
    bucketKey: askedFlag(ledger, headers, rule, sse),
  };
}

const UNDER_CUSTOMER_KEY: AskedEncryption = { sse: null, kmsKeyArn: null, bucketKey: false };

function askedFlag(
  ledger: LedgerView,
  headers: EncryptionHeaders,
  rule: EncryptionRule | undefined,
  sse: SseAlgorithm | undefined,
): boolean | undefined {
  if (sse === undefined) return undefined;
  if (sse !== 'aws:kms') return false;
  if (headers.bucketKeyEnabled !== undefined) return headers.bucketKeyEnabled;
  if (rule === undefined) return undefined;
  const flag = rule.BucketKeyEnabled === true;
  const dormant = flag && rule.SSEAlgorithm !== 'aws:kms';
  // The bucket's flag belongs to a rule of another algorithm (U-15).
  if (!dormant) return flag;
  return ledger.profile.dormantFlag.length === 1 ? ledger.profile.dormantFlag[0] : undefined;
}

function askedKey(
  ledger: LedgerView,
  bucket: BucketRecord,
  headers: EncryptionHeaders,
  rule: EncryptionRule | undefined,
  sse: SseAlgorithm | undefined,
  by: LedgerRequester,
): string | null | undefined {
  if (sse === undefined) return undefined;
  if (sse === 'AES256') return null;
  if (headers.sse !== undefined && headers.kmsKeyId !== undefined)
    return resolvedKeyArn(ledger, headers.kmsKeyId, bucket.account);
  if (headers.sse !== undefined && ledger.profile.kmsHeaderUsesBucketKey.includes(true)) return undefined;
  const reference = headers.sse === undefined ? rule?.KMSMasterKeyID : undefined;
  if (reference !== undefined) return resolvedKeyArn(ledger, reference, bucket.account);
  return ledger.arns.managedKey(by.account);
}

/**
 * ARN that a key reference stands for: itself, or that of a bare id in the bucket owner's account; undefined for
 * anything else. Of F-10 bare ids in headers come later.
 */
export function resolvedKeyArn(
  ledger: LedgerView,
  reference: string,
  ownerAccount: string | undefined,
): string | undefined {
  if (ledger.key(reference) !== undefined) return reference;
  if (ownerAccount === undefined) return undefined;
  const arn = ledger.arns.kmsKey(ownerAccount, reference);
  return ledger.key(arn) === undefined ? undefined : arn;
}
