import { createHash } from 'node:crypto';
import type { Conditions } from '../../../model/vocabulary/conditions.ts';
import type { EncryptionHeaders } from '../../../model/vocabulary/encryption.ts';
import type { GetObject, HeadObject } from '../../../model/vocabulary/events/object-events.ts';
import type { CopyChange } from '../../../model/vocabulary/fields.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { quotedEtag } from '../../suts/live/etag-text.ts';

const SSE = 'x-amz-server-side-encryption';
/** The header that says where an object is stored. */
export const STORAGE_CLASS = 'x-amz-storage-class';
const CUSTOMER_KEY = `${SSE}-customer-`;

/** Encryption headers, as a request has them. */
export function encryptionHeadersOf(headers: EncryptionHeaders = {}) {
  const { sse, kmsKeyId, bucketKeyEnabled, context, customerKey, customerAlgorithm } = headers;
  const contextText = context === 'malformed' ? '!' : Buffer.from(JSON.stringify(context ?? {})).toString('base64');
  return {
    ...(sse === undefined ? {} : { [SSE]: sse }),
    ...(kmsKeyId === undefined ? {} : { [`${SSE}-aws-kms-key-id`]: kmsKeyId }),
    ...(bucketKeyEnabled === undefined ? {} : { [`${SSE}-bucket-key-enabled`]: String(bucketKeyEnabled) }),
    ...(context === undefined ? {} : { [`${SSE}-context`]: contextText }),
    ...customerKeyHeadersOf(customerKey, CUSTOMER_KEY, customerAlgorithm),
  };
}

/** The headers of a customer key, at a prefix. */
function customerKeyHeadersOf(
  name: string | undefined,
  prefix: string,
  algorithm: string = 'AES256',
): Readonly<Record<string, string>> {
  if (name === undefined) return {};
  const bytes = REFERENCE_PARTS.customerKeys.bytesOf(name);
  return {
    [`${prefix}algorithm`]: algorithm,
    [`${prefix}key`]: Buffer.from(bytes).toString('base64'),
    [`${prefix}key-md5`]: createHash('md5').update(bytes).digest('base64'),
  };
}

/** The headers of what a copy is told to change. Of redirects the server knows nothing. */
export function changeHeadersOf(changes: readonly CopyChange[] = []): Readonly<Record<string, string>> {
  return {
    ...(changes.some((one) => one !== 'storageClass') ? { 'x-amz-metadata-directive': 'REPLACE' } : {}),
    ...(changes.includes('storageClass') ? { [STORAGE_CLASS]: 'STANDARD' } : {}),
  };
}

/** The headers of the customer key of a part. */
export function partKeyHeadersOf(name: string | undefined): Readonly<Record<string, string>> {
  return customerKeyHeadersOf(name, CUSTOMER_KEY);
}

/** Those of the source of a copy. */
export function sourceKeyHeadersOf(name: string | undefined): Readonly<Record<string, string>> {
  return customerKeyHeadersOf(name, 'x-amz-copy-source-server-side-encryption-customer-');
}

/** Conditions, as a request has them in headers of a prefix. */
export function conditionHeadersOf(
  { ifMatch, ifNoneMatch }: Conditions = {},
  prefix = '',
): Readonly<Record<string, string>> {
  return {
    ...(ifMatch === undefined ? {} : { [`${prefix}if-match`]: quotedEtag(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { [`${prefix}if-none-match`]: quotedEtag(ifNoneMatch) }),
  };
}

/** The headers of a legal hold, which goes with a checksum of the body. */
export function legalHoldHeadersOf(legalHold: boolean, body: string): Readonly<Record<string, string>> {
  return { 'x-amz-object-lock-legal-hold': legalHold ? 'ON' : 'OFF', ...md5HeaderOf(body) };
}

/** A checksum of a body. */
export function md5HeaderOf(body: string): Readonly<Record<string, string>> {
  return { 'content-md5': createHash('md5').update(body).digest('base64') };
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
