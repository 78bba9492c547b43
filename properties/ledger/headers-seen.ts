import {
  type EncryptionHeaders,
  type Event,
  headersOf,
  isReplication,
  operationOf,
  type Profile,
} from '../../model/index.ts';

/** What the conditions of a bucket policy see of the encryption headers of a request. */
export interface HeadersSeen {
  readonly sent: EncryptionHeaders;
  /** Whether they may see something else than the key id that was sent: the key that is used, or none (U-31, U-36). */
  readonly isKeyIdOpen: boolean;
}

/** What conditions see of encryption headers (U-36), an empty key id among them (U-31). */
export type HeadersProfile = Pick<Profile, 'policyHeaders' | 'emptyKeyId'>;

const NONE_SENT: HeadersSeen = { sent: {}, isKeyIdOpen: false };

/**
 * What conditions on the encryption headers see of a request: what was sent with it, none for a part of an upload and
 * for a replica; undefined where they may see what is stored instead (U-36, F-143).
 */
export function headersSeen({ policyHeaders, emptyKeyId }: HeadersProfile, event: Event): HeadersSeen | undefined {
  const isOpen = policyHeaders.includes('used');
  const operation = operationOf(event);
  const hasOwn = !isReplication(operation) && (operation.upload === undefined || operation.upload.does === 'begins');
  if (!hasOwn) return isOpen ? undefined : NONE_SENT;
  const sent = headersOf(event);
  // The ARN of a key stands for that key whoever reads it.
  const isNone = sent.kmsKeyId === '' && emptyKeyId.includes('absent');
  return { sent, isKeyIdOpen: isNone || (isOpen && sent.kmsKeyId?.includes(':key/') !== true) };
}
