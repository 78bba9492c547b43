import type { ObjectVersionState } from '../charts/object-version.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';

/**
 * Whether any server-side-encryption header is sent, even with an unchanged value (F-51). Of the flag or a context
 * alone nothing was recorded (U-29).
 */
export function hasEncryptionHeader(headers: EncryptionHeaders): boolean {
  return (
    headers.sse !== undefined ||
    headers.kmsKeyId !== undefined ||
    headers.bucketKeyEnabled !== undefined ||
    headers.context !== undefined
  );
}

/** What decides whether a copy onto itself changes anything. */
export interface SelfCopy {
  readonly headers: EncryptionHeaders;
  /** PutBucketEncryption has been called on the bucket. */
  readonly explicitRule: boolean;
  readonly before: { readonly state: ObjectVersionState; readonly kmsKey: number };
  readonly after: { readonly state: ObjectVersionState; readonly kmsKey: number };
}

/**
 * Whether S3 accepts a copy onto itself: a header, an explicit bucket rule, or an encryption that differs (F-51, E-26).
 */
export function selfCopyAllowed({ headers, explicitRule, before, after }: SelfCopy): boolean {
  return hasEncryptionHeader(headers) || explicitRule || before.state !== after.state || before.kmsKey !== after.kmsKey;
}
