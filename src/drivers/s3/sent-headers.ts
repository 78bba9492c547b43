import type { Conditions } from '../../../model/vocabulary/conditions.ts';
import type { EncryptionHeaders } from '../../../model/vocabulary/encryption.ts';
import type { GetObject, HeadObject } from '../../../model/vocabulary/events/object-events.ts';

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

/** Conditions, as a request has them in headers of a prefix. */
export function conditionHeadersOf(
  { ifMatch, ifNoneMatch }: Conditions = {},
  prefix = '',
): Readonly<Record<string, string>> {
  return {
    ...(ifMatch === undefined ? {} : { [`${prefix}if-match`]: etagText(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { [`${prefix}if-none-match`]: etagText(ifNoneMatch) }),
  };
}

function etagText(etag: string): string {
  return etag === '*' ? '*' : `"${etag}"`;
}

/** The headers of a read. */
export function readingHeadersOf(event: GetObject | HeadObject): Readonly<Record<string, string>> {
  const { headers, conditions, range, checksumMode } = event;
  return {
    ...encryptionHeadersOf(headers),
    ...conditionHeadersOf(conditions),
    ...(range === undefined ? {} : { range }),
    ...(checksumMode === true ? { 'x-amz-checksum-mode': 'ENABLED' } : {}),
  };
}
