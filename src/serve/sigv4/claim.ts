import type { RequestHead } from '../http/head.ts';
import { parameter } from '../http/head.ts';
import { SignatureError } from './signature-error.ts';

/** What a signed request says of its signature. */
export interface SignatureClaim {
  readonly form: 'header' | 'presigned';
  readonly accessKeyId: string;
  /** Day, region and service that the key was made for. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** When it was signed: `YYYYMMDDTHHMMSSZ`. */
  readonly date: string;
  readonly token: string | undefined;
  /** The token of a session of a directory bucket. */
  readonly s3SessionToken: string | undefined;
  /** How many seconds a presigned address holds; undefined for a header. */
  readonly expiresS: number | undefined;
}

/** The header with the token of a session of a directory bucket. */
export const S3_SESSION_TOKEN = 'x-amz-s3session-token';
const ALGORITHM = 'AWS4-HMAC-SHA256';
/** A presigned address holds a week at most. */
const MAX_EXPIRES_S = 604_800;

/**
 * The claim of a request; undefined where nobody signed it.
 *
 * @throws SignatureError where it cannot be read
 */
export function claimOf({ headers, query }: RequestHead): SignatureClaim | undefined {
  const authorization = headers.get('authorization');
  const algorithm = parameter(query, 'X-Amz-Algorithm');
  if (authorization !== undefined && algorithm !== undefined)
    throw new SignatureError('malformed', 'Only one auth mechanism allowed');
  if (authorization !== undefined) return headerClaim(authorization, headers);
  if (algorithm !== undefined) return presignedClaim(algorithm, query);
  if (parameter(query, 'AWSAccessKeyId') !== undefined) throw notVersion4();
  return undefined;
}

function headerClaim(text: string, headers: RequestHead['headers']): SignatureClaim {
  if (!text.startsWith(`${ALGORITHM} `)) throw notVersion4();
  const fields = new Map<string, string>();
  for (const part of text.slice(ALGORITHM.length + 1).split(',')) {
    const [, name, value] = /^\s*(\w+)=(.+?)\s*$/.exec(part) ?? [];
    if (name !== undefined && value !== undefined) fields.set(name, value);
  }
  const date = headers.get('x-amz-date') ?? basicDate(headers.get('date'));
  return {
    form: 'header',
    ...scopeOf(fields.get('Credential')),
    signedHeaders: listed(fields.get('SignedHeaders')),
    signature: hex(fields.get('Signature')),
    date: requireDate(date),
    token: headers.get('x-amz-security-token'),
    s3SessionToken: headers.get(S3_SESSION_TOKEN),
    expiresS: undefined,
  };
}

function presignedClaim(algorithm: string, query: RequestHead['query']): SignatureClaim {
  if (algorithm !== ALGORITHM) throw notVersion4();
  const expires = parameter(query, 'X-Amz-Expires') ?? '';
  const expiresS = /^\d{1,6}$/.test(expires) ? Number(expires) : Number.NaN;
  if (!(expiresS >= 1 && expiresS <= MAX_EXPIRES_S))
    throw new SignatureError('malformed', `X-Amz-Expires must be a number from 1 to ${MAX_EXPIRES_S}`);
  return {
    form: 'presigned',
    ...scopeOf(parameter(query, 'X-Amz-Credential')),
    signedHeaders: listed(parameter(query, 'X-Amz-SignedHeaders')),
    signature: hex(parameter(query, 'X-Amz-Signature')),
    date: requireDate(parameter(query, 'X-Amz-Date')),
    token: parameter(query, 'X-Amz-Security-Token'),
    s3SessionToken: parameter(query, 'X-Amz-S3session-Token') ?? parameter(query, S3_SESSION_TOKEN),
    expiresS,
  };
}

function scopeOf(credential = ''): Pick<SignatureClaim, 'accessKeyId' | 'day' | 'region' | 'service'> {
  const [accessKeyId, day, region, service, end, ...rest] = credential.split('/');
  const isWhole = accessKeyId && day && region && service && end === 'aws4_request' && rest.length === 0;
  if (!isWhole)
    throw new SignatureError('malformed', 'The credential is not AccessKeyId/day/region/service/aws4_request');
  return { accessKeyId, day, region, service };
}

function listed(names = ''): readonly string[] {
  const list = names.split(';');
  if (!list.includes('host')) throw new SignatureError('malformed', 'The header host must be signed');
  return list;
}

function hex(signature = ''): string {
  if (!/^[0-9a-f]{64}$/.test(signature)) throw new SignatureError('malformed', 'The signature is not 64 hex digits');
  return signature;
}

function requireDate(date: string | undefined): string {
  if (date !== undefined && /^\d{8}T\d{6}Z$/.test(date)) return date;
  throw new SignatureError('incomplete', 'The date of the signature is missing, or not YYYYMMDDTHHMMSSZ');
}

/** A date as the header `Date` has it, in the form of signatures. */
function basicDate(date: string | undefined): string | undefined {
  const ms = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

function notVersion4(): SignatureError {
  return new SignatureError('version', `The authorization mechanism is not supported. Please use ${ALGORITHM}.`);
}
