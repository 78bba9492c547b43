import type { GetObject, HeadObject, ObjectEvent, PutObject } from '../../../model/vocabulary/events/object-events.ts';
import { pathEncoded } from '../../serve/http/uri.ts';
import type { DriverRequest } from '../http/driver-request.ts';
import {
  changeHeadersOf,
  conditionHeadersOf,
  encryptionHeadersOf,
  legalHoldHeadersOf,
  readingHeadersOf,
  sourceKeyHeadersOf,
} from './sent-headers.ts';
import { objectEncryptionXml } from './xml-bodies.ts';

/** The request that an event on an object is. */
export function objectRequest(event: ObjectEvent): DriverRequest {
  const path = `/${event.bucket}/${pathEncoded(event.key)}`;
  switch (event.op) {
    case 'PutObject':
      return { method: 'PUT', path, headers: writingHeaders(event), body: event.body.text ?? '' };
    case 'GetObject':
      return { path, query: readingQuery(event), headers: readingHeadersOf(event) };
    case 'HeadObject':
      return { method: 'HEAD', path, query: readingQuery(event), headers: readingHeadersOf(event) };
    case 'GetObjectAttributes': {
      const asked = { 'x-amz-object-attributes': event.checksum ? 'ETag,Checksum' : 'ETag' };
      const headers = { ...asked, ...encryptionHeadersOf(event.headers) };
      return { path, query: { attributes: '', ...versionOf(event) }, headers };
    }
    case 'CopyObject': {
      const conditions = conditionHeadersOf(event.sourceConditions, 'x-amz-copy-source-');
      const keys = sourceKeyHeadersOf(event.sourceCustomerKey);
      const sent = { ...conditions, ...keys, ...encryptionHeadersOf(event.headers), ...changeHeadersOf(event.changes) };
      const version = event.sourceVersionId === undefined ? '' : `?versionId=${event.sourceVersionId}`;
      const source = `/${event.source.bucket}/${pathEncoded(event.source.key)}${version}`;
      return { method: 'PUT', path, headers: { 'x-amz-copy-source': source, ...sent } };
    }
    case 'DeleteObject':
      return { method: 'DELETE', path, query: versionOf(event) };
    case 'UpdateObjectEncryption': {
      const body = objectEncryptionXml(event.kmsKeyArn, event.bucketKeyEnabled);
      return { method: 'PUT', path, query: { encryption: '', ...versionOf(event) }, body };
    }
  }
}

function writingHeaders({ conditions, headers, legalHold, body }: PutObject): Readonly<Record<string, string>> {
  const hold = legalHold === undefined ? {} : legalHoldHeadersOf(legalHold, body.text ?? '');
  return { ...conditionHeadersOf(conditions), ...encryptionHeadersOf(headers), ...hold };
}

function readingQuery(event: GetObject | HeadObject): Readonly<Record<string, string>> {
  const { partNumber } = event;
  return { ...versionOf(event), ...(partNumber === undefined ? {} : { partNumber: String(partNumber) }) };
}

function versionOf({ versionId }: { readonly versionId?: string }): Readonly<Record<string, string>> {
  return versionId === undefined ? {} : { versionId };
}
