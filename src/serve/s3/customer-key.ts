import { createHash } from 'node:crypto';
import type { EncryptionHeaders } from '../../../model/vocabulary/encryption.ts';
import type { RequestHead } from '../http/head.ts';
import { invalidArgument, S3Error } from './s3-error.ts';

const OWN = 'x-amz-server-side-encryption-customer-';
const SOURCE = 'x-amz-copy-source-server-side-encryption-customer-';

/** The headers of a customer key, and those of the one that the source of a copy is under. */
export const CUSTOMER_KEY_HEADERS = headersAt(OWN);
export const SOURCE_CUSTOMER_KEY_HEADERS = headersAt(SOURCE);

type Headers = Pick<RequestHead, 'headers'>;

function headersAt(prefix: string): readonly string[] {
  return ['algorithm', 'key', 'key-md5'].map((name) => `${prefix}${name}`);
}

/**
 * The customer key that a request sends (SSE-C), which is its own name here: base64 of its 32 bytes.
 *
 * @throws S3Error where something of it is missing or does not fit
 */
export function customerKeyIn(head: Headers): Pick<EncryptionHeaders, 'customerKey' | 'customerAlgorithm'> {
  return keyAt(head, OWN);
}

/** The one that it sends for the source of a copy, likewise. */
export function sourceCustomerKeyIn(head: Headers): { readonly sourceCustomerKey?: string } {
  const customerKey = keyAloneAt(head, SOURCE);
  return customerKey === undefined ? {} : { sourceCustomerKey: customerKey };
}

/** The name of the key alone, for a part, which has no other encryption headers. */
export function partCustomerKeyIn(head: Headers): { readonly customerKey?: string } {
  const customerKey = keyAloneAt(head, OWN);
  return customerKey === undefined ? {} : { customerKey };
}

/** What the answer to a request shows of the customer key that it has sent. */
export function shownCustomerKey({ headers }: Headers): Readonly<Record<string, string>> {
  const md5 = headers.get(`${OWN}key-md5`);
  return md5 === undefined ? {} : { [`${OWN}algorithm`]: 'AES256', [`${OWN}key-md5`]: md5 };
}

/** The key where no event has a place for its algorithm: another than AES256 is refused here. */
function keyAloneAt(head: Headers, prefix: string): string | undefined {
  const { customerKey, customerAlgorithm } = keyAt(head, prefix);
  if (customerAlgorithm !== undefined) throw new S3Error(400, 'InvalidEncryptionAlgorithmError');
  return customerKey;
}

function keyAt({ headers }: Headers, prefix: string): ReturnType<typeof customerKeyIn> {
  const [algorithm, key, md5] = headersAt(prefix).map((name) => headers.get(name));
  if (algorithm === undefined && key === undefined && md5 === undefined) return {};
  if (algorithm === undefined)
    throw invalidArgument('Server Side Encryption with Customer provided keys must have a valid encryption algorithm.');
  if (key === undefined || md5 === undefined)
    throw invalidArgument('Server Side Encryption with Customer provided keys must have a key and its MD5.');
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 32) throw invalidArgument('The secret key was invalid for the specified algorithm.');
  if (createHash('md5').update(bytes).digest('base64') !== md5)
    throw invalidArgument('The calculated MD5 hash of the key did not match the hash that was provided.');
  return {
    customerKey: bytes.toString('base64'),
    ...(algorithm === 'AES256' ? {} : { customerAlgorithm: 'malformed' }),
  };
}
