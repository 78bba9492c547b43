import type { RequestHead } from '../http/head.ts';
import { parameter } from '../http/head.ts';
import { CHECKSUMS } from '../sigv4/checksum.ts';
import { S3_SESSION_TOKEN } from '../sigv4/claim.ts';
import type { S3Address } from './address.ts';
import { S3_OPERATIONS, type S3Operation } from './operations.ts';
import { notImplemented, S3Error } from './s3-error.ts';
import { type BucketKind, STORAGE_CLASSES } from './s3-request.ts';

/** Parameters that every request may have: those of a presigned address, and the name that SDKs put there. */
const COMMON_PARAMETER =
  /^(x-id|X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|S3session-Token|Content-Sha256))$/;

/** Headers that every request may have: how it is signed and sent. */
const COMMON_HEADERS: ReadonlySet<string> = new Set([
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
  S3_SESSION_TOKEN,
  'x-amz-user-agent',
  'x-amz-decoded-content-length',
  'x-amz-trailer',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-checksum-algorithm',
  'x-amz-checksum-mode',
  'x-amz-request-payer',
  'x-amz-expected-bucket-owner',
  ...CHECKSUMS.keys(),
]);

/** Headers that may say what is so anyway, and nothing else. */
const MEANINGLESS: ReadonlyMap<string, readonly string[]> = new Map([
  ['x-amz-acl', ['private', 'bucket-owner-full-control']],
  ['x-amz-object-ownership', ['BucketOwnerEnforced']],
  ['x-amz-tagging-directive', ['COPY']],
]);

const STORAGE_CLASS_HEADER = 'x-amz-storage-class';

/** Headers without `x-amz-` that change what is done. */
const CONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];

/**
 * The operation that a request asks for, of a bucket of a kind or of all of that kind.
 *
 * @throws S3Error 501 where there is no such operation, or where the request says something that it does not know
 */
export function operationFor(head: RequestHead, { bucket, key }: S3Address, kind: BucketKind): S3Operation {
  if (bucket === null && key !== null) throw new S3Error(400, 'InvalidURI', 'The path names no bucket');
  const at = bucket === null ? 'service' : key === null ? 'bucket' : 'object';
  const has = ({ only, parameter: name, header }: S3Operation): boolean =>
    (only === undefined || only === kind) &&
    (name === undefined || parameter(head.query, name) !== undefined) &&
    (header === undefined || head.headers.has(header));
  const operation = S3_OPERATIONS.find((one) => one.method === head.method && one.at === at && has(one));
  if (operation === undefined) throw notImplemented(`${head.method} of this resource`);
  requireKnown(head, operation, kind);
  return operation;
}

function requireKnown({ query, headers }: RequestHead, operation: S3Operation, kind: BucketKind): void {
  const parameters = [operation.parameter, ...(operation.parameters ?? [])];
  const strange = query.find(([name]) => !parameters.includes(name) && !COMMON_PARAMETER.test(name));
  if (strange !== undefined) throw notImplemented(`The parameter ${strange[0]} of ${operation.name}`);
  for (const [name, value] of headers) {
    const isTold = name.startsWith('x-amz-') || CONDITIONS.includes(name);
    if (!isTold || COMMON_HEADERS.has(name) || operation.headers?.includes(name) === true) continue;
    if (name === STORAGE_CLASS_HEADER && value === STORAGE_CLASSES[kind]) continue;
    if (name.startsWith('x-amz-meta-') || MEANINGLESS.get(name)?.includes(value) === true) continue;
    throw notImplemented(`The header ${name} of ${operation.name}`);
  }
}
