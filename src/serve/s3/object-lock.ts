import type { StoredBucket } from '../../reference/s3/stored-bucket.ts';
import { replaceVersion, versionsOf } from '../../reference/s3/versions.ts';
import type { Reply } from '../http/reply.ts';
import { invalidArgument, S3Error } from './s3-error.ts';
import { emptyReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import { parseXml } from './xml.ts';

/** The header by which a bucket has Object Lock from the start. */
export const OBJECT_LOCK_HEADER = 'x-amz-bucket-object-lock-enabled';
/** The one that puts a legal hold on what is written. */
export const LEGAL_HOLD_HEADER = 'x-amz-object-lock-legal-hold';

const MAX_BODY_BYTES = 16 * 1024;

/** Whether a bucket that is made is to have Object Lock. */
export function asksForObjectLock(request: S3Request): boolean {
  const asked = request.header(OBJECT_LOCK_HEADER) ?? 'false';
  if (!/^(true|false)$/i.test(asked)) throw invalidArgument(`${OBJECT_LOCK_HEADER} must be true or false`);
  return asked.toLowerCase() === 'true';
}

/** A new bucket has Object Lock, and so versions (F-188). Setups have such buckets, and no event makes one. */
export function lockFromTheStart(bucket: StoredBucket): void {
  bucket.versioning = 'Enabled';
  bucket.versioningIsTold = true;
  bucket.objectLock = true;
}

/** What a write says of a legal hold. */
export function legalHoldIn(request: S3Request): { readonly legalHold?: boolean } {
  const asked = request.header(LEGAL_HOLD_HEADER);
  if (asked === undefined) return {};
  if (asked !== 'ON' && asked !== 'OFF') throw invalidArgument(`${LEGAL_HOLD_HEADER} must be ON or OFF`);
  return { legalHold: asked === 'ON' };
}

/**
 * Puts a legal hold on a version that is there, or takes it off. No event does, and the reference has no action of it:
 * who may put the policy of the bucket may do so.
 */
export async function putObjectLegalHold(request: S3Request): Promise<Reply> {
  const bucket = request.bucketFor('s3:PutBucketPolicy');
  const { bytes } = await request.content(MAX_BODY_BYTES);
  const status = parseXml(bytes, 'LegalHold')?.textOf('Status');
  if (status !== 'ON' && status !== 'OFF') throw new S3Error(400, 'MalformedXML');
  if (!bucket.objectLock) throw new S3Error(400, 'InvalidRequest');
  const { key } = request;
  const id = request.parameter('versionId');
  const version = versionsOf(bucket, key).find((one) => id === undefined || one.id === id);
  if (version === undefined) throw new S3Error(404, id === undefined ? 'NoSuchKey' : 'NoSuchVersion');
  const { object } = version;
  if (object === null) throw new S3Error(405, 'MethodNotAllowed');
  const { legalHold: _, ...free } = object;
  replaceVersion(bucket, key, object, status === 'ON' ? { ...free, legalHold: true } : free);
  return emptyReply(200);
}
