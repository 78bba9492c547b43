import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { StoredObject } from '../../reference/s3/stored-object.ts';
import type { Reply } from '../http/reply.ts';
import type { ObjectMetadata } from '../world/object-metadata.ts';
import { shownEncryption } from './encryption-headers.ts';
import type { S3Error } from './s3-error.ts';
import { versionHeaders } from './version-headers.ts';
import { plainXmlDocument, type Xml, xmlDocument } from './xml.ts';

/** An answer without a body. */
export function emptyReply(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: '' };
}

/** An answer of XML. */
export function xmlReply(root: Xml, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: xmlDocument(root) };
}

/** An error, as S3 writes it. */
export function errorReply({ status, code, message, headers }: S3Error, resource: string, requestId: string): Reply {
  if (status === 304) return emptyReply(304, headers);
  const body = plainXmlDocument([
    'Error',
    [
      ['Code', code],
      ['Message', message],
      ['Resource', resource],
      ['RequestId', requestId],
    ],
  ]);
  return { status, headers: { 'content-type': 'application/xml', ...headers }, body };
}

/** The headers of an object, as GET and HEAD show them. */
export function objectHeaders(
  observation: Observation,
  object: StoredObject,
  { lastModified, headers, checksums }: ObjectMetadata,
  showsChecksums: boolean,
): Readonly<Record<string, string>> {
  return {
    'content-type': 'binary/octet-stream',
    ...headers,
    ...shownEncryption(observation),
    ...versionHeaders(observation),
    ...(showsChecksums ? checksums : {}),
    etag: `"${object.etag}"`,
    'last-modified': lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    ...(observation.replicationStatus == null ? {} : { 'x-amz-replication-status': observation.replicationStatus }),
  };
}
