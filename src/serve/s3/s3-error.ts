import { BodyError } from '../http/body.ts';
import { PolicyError } from '../policy/policy-document.ts';
import { ChunkError } from '../sigv4/chunked-body.ts';
import { SignatureError, type SignatureProblem } from '../sigv4/signature-error.ts';

/** S3 answers a request with an error. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  /** What the answer shows besides. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string = messageOf(code),
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** What was asked for is not implemented here. */
export function notImplemented(what: string): S3Error {
  return new S3Error(501, 'NotImplemented', `${what.slice(0, 200)} is not implemented`);
}

/** An argument is not as it should be. */
export function invalidArgument(message: string): S3Error {
  return new S3Error(400, 'InvalidArgument', message);
}

const MESSAGES: Readonly<Record<string, string>> = {
  AccessDenied: 'Access Denied',
  BucketAlreadyExists: 'The requested bucket name is not available.',
  BucketAlreadyOwnedByYou: 'Your previous request to create the named bucket succeeded and you already own it.',
  BucketNotEmpty: 'The bucket you tried to delete is not empty',
  InternalError: 'We encountered an internal error. Please try again.',
  InvalidBucketName: 'The specified bucket is not valid.',
  MalformedXML: 'The XML you provided was not well-formed or did not validate against our published schema',
  MethodNotAllowed: 'The specified method is not allowed against this resource.',
  NoSuchBucket: 'The specified bucket does not exist',
  NoSuchBucketPolicy: 'The bucket policy does not exist',
  NoSuchKey: 'The specified key does not exist.',
  NoSuchUpload:
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or ' +
    'completed.',
  NoSuchVersion: 'The specified version does not exist.',
  NotModified: 'Not Modified',
  PreconditionFailed: 'At least one of the pre-conditions you specified did not hold',
  ReplicationConfigurationNotFoundError: 'The replication configuration was not found',
  ServiceUnavailable: 'Please reduce your request rate.',
  SlowDown: 'Please reduce your request rate.',
};

function messageOf(code: string): string {
  return Object.hasOwn(MESSAGES, code) ? (MESSAGES[code] ?? code) : code;
}

const SIGNATURES: Readonly<Record<SignatureProblem, readonly [status: number, code: string]>> = {
  incomplete: [403, 'AccessDenied'],
  malformed: [400, 'AuthorizationHeaderMalformed'],
  region: [400, 'AuthorizationHeaderMalformed'],
  service: [400, 'AuthorizationHeaderMalformed'],
  version: [400, 'InvalidRequest'],
  'unknown key': [403, 'InvalidAccessKeyId'],
  token: [400, 'InvalidToken'],
  skewed: [403, 'RequestTimeTooSkewed'],
  expired: [403, 'AccessDenied'],
  'unsigned header': [403, 'AccessDenied'],
  mismatch: [403, 'SignatureDoesNotMatch'],
};

const BODIES: Readonly<Record<BodyError['problem'], readonly [status: number, code: string, message: string]>> = {
  'too large': [400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size'],
  'no memory': [503, 'SlowDown', 'The server has no memory for the body now'],
  'cut short': [400, 'IncompleteBody', 'The body ended before its end'],
};

/** The error that S3 answers where something was thrown; what nobody expected is thrown again. */
export function s3ErrorOf(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  if (error instanceof SignatureError) return new S3Error(...SIGNATURES[error.problem], error.message);
  if (error instanceof BodyError) return new S3Error(...BODIES[error.problem]);
  if (error instanceof ChunkError) {
    if (error.problem === 'mismatch') return new S3Error(403, 'SignatureDoesNotMatch', error.message);
    if (error.problem === 'chunk size') return new S3Error(403, 'InvalidChunkSizeError', error.message);
    return new S3Error(400, 'IncompleteBody', error.message);
  }
  if (error instanceof PolicyError)
    return error.problem === 'malformed'
      ? new S3Error(400, 'MalformedPolicy', error.message)
      : notImplemented(error.message);
  throw error;
}
