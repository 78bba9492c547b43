import type { EncryptionHeaders } from '../../../model/vocabulary/encryption.ts';

const SSE = 'x-amz-server-side-encryption';

/** Encryption headers, as a request has them. */
export function encryptionHeadersOf({ sse, kmsKeyId, bucketKeyEnabled, context }: EncryptionHeaders = {}) {
  const contextText = context === 'malformed' ? '!' : Buffer.from(JSON.stringify(context ?? {})).toString('base64');
  return {
    ...(sse === undefined ? {} : { [SSE]: sse }),
    ...(kmsKeyId === undefined ? {} : { [`${SSE}-aws-kms-key-id`]: kmsKeyId }),
    ...(bucketKeyEnabled === undefined ? {} : { [`${SSE}-bucket-key-enabled`]: String(bucketKeyEnabled) }),
    ...(context === undefined ? {} : { [`${SSE}-context`]: contextText }),
  };
}
