import type { Ledger } from '../ledger.ts';
import type { BucketRecord } from './bucket-record.ts';
import type { Certainty } from './certainty.ts';
import type { Version } from './object-record.ts';
import type { LedgerRequester } from './requesters.ts';
import { isKms, namedKey } from './sides.ts';

/**
 * Whether a requester must be able to read a version now: S3 lets them, and KMS would if it were asked. `open` where a
 * cached bucket key may decide, or where something that matters was not seen.
 */
export function mayRead(
  ledger: Ledger,
  by: LedgerRequester,
  bucket: BucketRecord,
  objectKey: string,
  version: Version,
  nowMs: number,
  versionId: string | undefined,
  customerKey: string | undefined,
): Certainty {
  const isKeyRight = fitsCustomerKey(version, customerKey);
  if (isKeyRight !== 'yes') return isKeyRight;
  const byS3 = bucket.permits(by, versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', nowMs);
  if (byS3 !== 'yes') return byS3;
  const { sse, bucketKey, kmsKeyArn } = version;
  const underKms = isKms(sse);
  if (underKms === undefined) return 'open';
  if (!underKms) return 'yes';
  if (!by.isKnownToKms) return 'no';
  const named = namedKey({ key: objectKey, sse, bucketKey });
  const key = typeof kmsKeyArn === 'string' ? ledger.key(kmsKeyArn) : undefined;
  if (named === undefined || key === undefined) return 'open';
  if (!ledger.throttlingIsKnown || !ledger.outageIsKnown) return 'open';
  const byKms = ledger.throttled || ledger.unreachable ? 'no' : key.answers(by, 'Decrypt', bucket.arn, named, nowMs);
  return byKms === 'no' && bucketKey === true ? 'open' : byKms;
}

/** Whether a version is under the customer key that is sent, or none is sent and it is under none (E-21 to E-23). */
export function fitsCustomerKey({ sse, customerKey }: Version, sent: string | undefined): Certainty {
  if (customerKey === undefined && typeof sse !== 'string') return 'open';
  const due = typeof sse === 'string' ? undefined : (customerKey ?? undefined);
  return due === sent ? 'yes' : 'no';
}
