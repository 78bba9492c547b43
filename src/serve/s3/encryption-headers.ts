import type { EncryptionHeaders, SseAlgorithm } from '../../../model/vocabulary/encryption.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { RequestHead } from '../http/head.ts';
import { isRecord } from '../policy/policy-document.ts';
import { CUSTOMER_KEY_HEADERS, customerKeyIn } from './customer-key.ts';
import { invalidArgument } from './s3-error.ts';

const SSE = 'x-amz-server-side-encryption';
const KEY_ID = `${SSE}-aws-kms-key-id`;
const BUCKET_KEY = `${SSE}-bucket-key-enabled`;
const CONTEXT = `${SSE}-context`;

/** The headers that say how an object is to be encrypted. */
export const ENCRYPTION_HEADERS: readonly string[] = [SSE, KEY_ID, BUCKET_KEY, CONTEXT, ...CUSTOMER_KEY_HEADERS];

/**
 * What a request says of encryption.
 *
 * @throws S3Error for a flag that is neither true nor false, or a customer key that is none
 */
export function encryptionHeaders({ headers }: Pick<RequestHead, 'headers'>): EncryptionHeaders {
  const sse = headers.get(SSE);
  const kmsKeyId = headers.get(KEY_ID);
  const flag = headers.get(BUCKET_KEY)?.toLowerCase();
  const context = headers.get(CONTEXT);
  if (flag !== undefined && flag !== 'true' && flag !== 'false')
    throw invalidArgument(`${BUCKET_KEY} is true or false`);
  return {
    ...(sse === undefined ? {} : { sse: sse === '' || isAlgorithm(sse) ? sse : 'malformed' }),
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(flag === undefined ? {} : { bucketKeyEnabled: flag === 'true' }),
    ...(context === undefined ? {} : { context: contextIn(context) }),
    ...customerKeyIn({ headers }),
  };
}

/** The headers in which an object shows how it is stored (F-26). */
export function shownEncryption({ sse, kmsKeyArn, bucketKeyEnabled }: Observation): Readonly<Record<string, string>> {
  return {
    ...(sse == null ? {} : { [SSE]: sse }),
    ...(kmsKeyArn == null ? {} : { [KEY_ID]: kmsKeyArn }),
    ...(bucketKeyEnabled === true ? { [BUCKET_KEY]: 'true' } : {}),
  };
}

/** Whether there is such an algorithm (F-29). */
export function isAlgorithm(text: string): text is SseAlgorithm {
  return text === 'AES256' || text === 'aws:kms' || text === 'aws:kms:dsse';
}

/** Base64 of a JSON object of texts, or malformed (F-92). */
function contextIn(header: string): NonNullable<EncryptionHeaders['context']> {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(header)) return 'malformed';
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
    const isPairs = isRecord(value) && Object.values(value).every((one) => typeof one === 'string');
    return isPairs ? (value as Readonly<Record<string, string>>) : 'malformed';
  } catch {
    return 'malformed';
  }
}
