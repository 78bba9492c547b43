import type { TouchedObject } from '../../reference/request-scope.ts';
import type { Reply } from '../http/reply.ts';
import { versionNamed } from './object-request.ts';
import { notImplemented, S3Error } from './s3-error.ts';
import { emptyReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import { parseXml } from './xml.ts';

const MAX_BODY_BYTES = 16 * 1024;

/** Puts an object, or a version of it, under a KMS key. Its metadata stays as it is, its date too (F-149). */
export async function updateObjectEncryption(request: S3Request): Promise<Reply> {
  const { bucket, key, world } = request;
  const { bytes } = await request.content(MAX_BODY_BYTES);
  const asked = parseXml(bytes, 'ObjectEncryption');
  const other = asked?.names.find((name) => name !== 'SSE-KMS');
  if (other !== undefined) throw notImplemented(`The encryption ${other}`);
  const kms = asked?.one('SSE-KMS');
  const kmsKeyArn = kms?.textOf('KMSKeyArn');
  const flag = kms?.textOf('BucketKeyEnabled');
  if (kmsKeyArn === undefined || !(flag === undefined || flag === 'true' || flag === 'false'))
    throw new S3Error(400, 'MalformedXML');
  const bucketKey = flag === undefined ? {} : { bucketKeyEnabled: flag === 'true' };
  const touched: TouchedObject = {};
  const place = { bucket, key, ...versionNamed(request) };
  await request.take({ op: 'UpdateObjectEncryption', ...place, kmsKeyArn, ...bucketKey }, touched);
  const { source, object } = touched;
  if (source !== undefined && object !== undefined) world.metadata.set(object, world.metadata.of(source));
  return emptyReply(200);
}
