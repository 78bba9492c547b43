import { type EncryptionHeaders, UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import { customerKeyNamed } from '../../reference/s3/directories.ts';
import type { StoredBucket } from '../../reference/s3/stored-bucket.ts';
import type { Reply } from '../http/reply.ts';
import { S3_SESSION_TOKEN } from '../sigv4/claim.ts';
import { encryptionHeaders, shownEncryption } from './encryption-headers.ts';
import { invalidArgument, S3Error } from './s3-error.ts';
import { xmlReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import type { Xml } from './xml.ts';

/** The header that says what a session is for. */
export const SESSION_MODE_HEADER = 'x-amz-create-session-mode';
const CONTEXT = 'x-amz-server-side-encryption-context';

/** Which sessions of a directory bucket sign an operation: those that only read as well, or none. */
export type InSession = 'reads' | 'never';

/**
 * Begins a session (F-202). Whoever signs may have one: what each request in it may do is decided as without. KMS is
 * not asked. A bucket that is not there has sessions too: of one endpoint SDKs ask CreateBucket in a session.
 */
export async function createSession(request: S3Request): Promise<Reply> {
  const { world, asker, bucket: name } = request;
  const { requester } = asker;
  if (requester.account === '') throw new S3Error(403, 'AccessDenied');
  // Measured: GH:smithy-lang/smithy-rs#3473.
  if (request.session !== undefined)
    throw new S3Error(400, 'InvalidRequest', `CreateSession request should not include "${S3_SESSION_TOKEN}"`);
  const mode = request.header(SESSION_MODE_HEADER) ?? 'ReadWrite';
  if (mode !== 'ReadWrite' && mode !== 'ReadOnly')
    throw invalidArgument(`${SESSION_MODE_HEADER} must be ReadWrite or ReadOnly`);
  const bucket = world.buckets.get(name);
  const encryption = encryptionHeaders(request.head);
  const keyArn = keyOf(request, bucket, encryption);
  const { credential, endsAtMs } = world.sessions.begin(requester, { bucket: name, mode, encryption }, world.clock);
  const credentials: readonly Xml[] = [
    ['SessionToken', credential.s3SessionToken],
    ['SecretAccessKey', credential.secretAccessKey],
    ['AccessKeyId', credential.accessKeyId],
    ['Expiration', world.clock.dateAt(endsAtMs).toISOString()],
  ];
  const isKms = keyArn !== null;
  const sse = isKms ? 'aws:kms' : 'AES256';
  const shown = shownEncryption({ status: 200, sse, kmsKeyArn: keyArn, bucketKeyEnabled: isKms });
  const context = request.header(CONTEXT);
  const told = { ...shown, ...(context === undefined ? {} : { [CONTEXT]: context }) };
  return xmlReply(['CreateSessionResult', [['Credentials', credentials]]], told);
}

/**
 * ARN of the KMS key that a session encrypts under, or null, which is decided as for a write in it. Who says aws:kms
 * has to name the key, and a context is that of the bucket (F-202, F-93).
 */
function keyOf(
  { world, asker }: S3Request,
  bucket: StoredBucket | undefined,
  headers: EncryptionHeaders,
): string | null {
  if (bucket === undefined) {
    if (Object.keys(headers).length > 0) throw new S3Error(404, 'NoSuchBucket');
    return null;
  }
  const { s3 } = world.reference;
  const { rule, keyForLife, account } = bucket;
  const { context } = headers;
  const isOfBucket = JSON.stringify(context) === JSON.stringify({ 'aws:s3:arn': world.arns.bucket(bucket.name) });
  if (context !== undefined && !isOfBucket)
    throw new S3Error(400, 'InvalidRequest', 'The encryption context of a session is the ARN of the bucket');
  if (headers.sse === 'aws:kms' && headers.kmsKeyId === undefined)
    throw new S3Error(400, 'InvalidRequest', 'The KMS key of the session is missing');
  const named = customerKeyNamed(s3, account, asker.requester);
  const resolution = s3.parts.directories.resolution(headers, rule ?? UNCONFIGURED_RULE, keyForLife, named);
  if ('status' in resolution) throw new S3Error(resolution.status, resolution.code ?? '');
  return resolution.keyReference;
}

/**
 * What a write says of encryption. In a session that was begun with such headers it is what they say, which no request
 * overrides (F-202).
 */
export function writeEncryption({ head, session }: S3Request): EncryptionHeaders {
  const own = encryptionHeaders(head);
  const { encryption = {} } = session ?? {};
  if (Object.keys(encryption).length === 0) return own;
  const differs = Object.entries(own).some(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(encryption[name as keyof EncryptionHeaders]),
  );
  if (differs) throw new S3Error(400, 'InvalidRequest', 'A request cannot override the encryption of its session');
  return encryption;
}

/**
 * Refuses what a session is not for: another bucket, a copy, or a write where it only reads. The settings of the bucket
 * have an endpoint without sessions at AWS; of one endpoint that they are given SDKs ask these in a session as well.
 */
export function requireOpen({ session, bucket, world }: S3Request, inSession: InSession | undefined): void {
  if (session === undefined) return;
  if (world.clock.nowMs() >= session.endsAtMs)
    throw new S3Error(400, 'ExpiredToken', 'The provided token has expired.');
  const isSigned = inSession === 'reads' || (inSession !== 'never' && session.mode === 'ReadWrite');
  if (bucket !== session.bucket || !isSigned)
    throw new S3Error(403, 'AccessDenied', 'The session is not for this request');
}
