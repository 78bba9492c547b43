import type { Profile } from '../openness/profile.ts';
import type { BucketEncryption, ObjectVersion } from '../records/records.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';

/** Whether a server-side-encryption header is sent beside that of the algorithm, even with an unchanged value. */
function hasHeaderBeside({ kmsKeyId, bucketKeyEnabled, context, customerKey }: EncryptionHeaders): boolean {
  return [kmsKeyId, bucketKeyEnabled, context, customerKey].some((header) => header !== undefined);
}

/** What tells one encryption from another. */
type EncryptedUnder = Pick<ObjectVersion, 'state' | 'kmsKey' | 'customerKey'>;

/** What decides whether a copy onto itself changes anything. */
export interface SelfCopy {
  readonly headers: EncryptionHeaders;
  /** Whether PutBucketEncryption has been called on the bucket. */
  readonly rule: BucketEncryption['history'];
  readonly before: EncryptedUnder;
  readonly after: EncryptedUnder;
}

/**
 * Whether S3 accepts a copy onto itself: an algorithm in its headers, a rule that somebody put, or an encryption that
 * differs (F-51, E-26). Of the flag or a context alone, and of a rule that was deleted again, nothing was recorded
 * (U-29).
 */
export function selfCopyAllowed(
  { headers, rule, before, after }: SelfCopy,
  by: Profile['selfCopyBy'][number],
): boolean {
  if (headers.sse !== undefined || rule === 'put') return true;
  if (before.state !== after.state || before.kmsKey !== after.kmsKey) return true;
  if (before.customerKey !== after.customerKey) return true;
  return (by !== 'algorithm' && hasHeaderBeside(headers)) || (by === 'anySetting' && rule === 'deleted');
}
