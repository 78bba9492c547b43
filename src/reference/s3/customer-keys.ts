import type { BlockedEncryptionType, EncryptionHeaders } from '../../../model/vocabulary/encryption.ts';
import type { ReferenceOptions } from '../options.ts';
import type { CustomerKeyParts } from '../parts/customer-keys.ts';
import { type S3Error, S3Refusal } from '../refusal.ts';
import type { ReferenceS3 } from './s3.ts';
import type { StoredBucket } from './stored-bucket.ts';
import type { ProtectedDataKey, StoredAlgorithm, StoredContent } from './stored-object.ts';

/** Refuses headers of a customer key that are wrong in themselves (E-19, E-20). */
export function requireSoundCustomerKey(s3: ReferenceS3, headers: EncryptionHeaders): void {
  refuse(s3.parts.customerKeys.headersError(headers));
}

/** Refuses to read what is stored with a customer key that is not its own, or where one is missing (E-21 to E-23). */
export function requireReadable(s3: ReferenceS3, sent: string | undefined, content: StoredContent): void {
  const check = content.form === 'clear' ? null : checkIn(content.dataKey);
  refuse(s3.parts.customerKeys.readError(bytesOf(s3, sent), check));
}

/** Refuses a part that does not come with the key its upload was begun with (E-25). */
export function requireKeyOfUpload(s3: ReferenceS3, sent: string | undefined, dataKey: ProtectedDataKey): void {
  refuse(s3.parts.customerKeys.partError(bytesOf(s3, sent), checkIn(dataKey)));
}

/** Refuses what is to be written with a customer key where the bucket blocks that (E-24). */
export function requireNotBlocked(s3: ReferenceS3, { blocked }: StoredBucket, algorithm: StoredAlgorithm): void {
  if (algorithm === 'SSE-C') refuse(s3.parts.customerKeys.blockError(blocked));
}

/** What a bucket blocks of which nobody has said it (F-17, U-17). */
export function blockedFromStart(
  parts: CustomerKeyParts,
  { newBucketsBlock }: Pick<ReferenceOptions, 'newBucketsBlock'>,
  region: string,
): readonly BlockedEncryptionType[] {
  return [parts.blockedFromStart(newBucketsBlock, region)];
}

function bytesOf(s3: ReferenceS3, sent: string | undefined): Uint8Array | null {
  return sent === undefined ? null : s3.parts.customerKeys.bytesOf(sent);
}

function checkIn(dataKey: ProtectedDataKey) {
  return dataKey.by === 'customer' ? dataKey.check : null;
}

function refuse(error: S3Error | null): void {
  if (error !== null) throw new S3Refusal(error);
}
