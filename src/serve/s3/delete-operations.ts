import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { Reply } from '../http/reply.ts';
import { type ObjectLimits, requireRoom, versionNamed } from './object-request.ts';
import { notImplemented, S3Error } from './s3-error.ts';
import { emptyReply, xmlReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import { versionHeaders } from './version-headers.ts';
import { parseXml, type Xml, type XmlElement } from './xml.ts';

const MAX_DELETE_BYTES = 2 ** 21;
const MAX_DELETED_KEYS = 1_000;

/** Deletes an object, or a version of it for good. */
export async function deleteObject(request: S3Request, limits: ObjectLimits): Promise<Reply> {
  return emptyReply(204, versionHeaders(await remove(request, request.key, versionNamed(request).versionId, limits)));
}

/** Deletes many objects or versions, one after the other, each as if alone (F-194). */
export async function deleteObjects(request: S3Request, limits: ObjectLimits): Promise<Reply> {
  const { bytes, checksums } = await request.content(MAX_DELETE_BYTES);
  // What is deleted has to be beyond doubt (E-59).
  if (request.header('content-md5') === undefined && Object.keys(checksums).length === 0)
    throw new S3Error(400, 'InvalidRequest', 'Missing required header: Content-MD5 or x-amz-checksum-*');
  const body = parseXml(bytes, 'Delete');
  const objects = body?.all('Object') ?? [];
  if (objects.length === 0 || objects.length > MAX_DELETED_KEYS) throw new S3Error(400, 'MalformedXML');
  if (objects.some((one) => one.names.some((name) => name !== 'Key' && name !== 'VersionId')))
    throw notImplemented('A condition');
  if (!request.world.buckets.has(request.bucket)) throw new S3Error(404, 'NoSuchBucket');
  const isQuiet = body?.textOf('Quiet') === 'true';
  const results: Xml[] = [];
  for (const object of objects) {
    const result = await removeOne(request, object, limits);
    if (!isQuiet || result[0] === 'Error') results.push(result);
  }
  return xmlReply(['DeleteResult', results]);
}

async function removeOne(request: S3Request, object: XmlElement, limits: ObjectLimits): Promise<Xml> {
  const key = object.textOf('Key') ?? '';
  const versionId = object.textOf('VersionId') || undefined;
  const named: readonly (Xml | null)[] = [['Key', key], versionId === undefined ? null : ['VersionId', versionId]];
  try {
    const { deleteMarker, versionId: id } = await remove(request, key, versionId, limits);
    const isMarker = deleteMarker === true;
    return [
      'Deleted',
      [...named, isMarker ? ['DeleteMarker', true] : null, isMarker ? ['DeleteMarkerVersionId', id ?? ''] : null],
    ];
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return ['Error', [...named, ['Code', error.code], ['Message', error.message]]];
  }
}

/** A delete marker takes room, and has a date of its own. */
async function remove(
  request: S3Request,
  key: string,
  versionId: string | undefined,
  limits: ObjectLimits,
): Promise<Observation> {
  const { world } = request;
  const bucket = world.buckets.get(request.bucket);
  if (versionId === undefined && bucket !== undefined && bucket.versioning !== null) requireRoom(request, 0, limits);
  const version = versionId === undefined ? {} : { versionId };
  const observation = await request.take({ op: 'DeleteObject', bucket: request.bucket, key, ...version });
  if (bucket === undefined) return observation;
  const id = observation.versionId ?? '';
  if (versionId !== undefined) world.metadata.forgetMarker(bucket, key, versionId);
  else if (observation.deleteMarker === true) {
    world.metadata.setMarker(bucket, key, id, world.clock.date());
    world.written(request.bucket, key);
  }
  return observation;
}
