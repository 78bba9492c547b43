import { operationOf } from '../../../model/operations/index.ts';
import type { Event } from '../../../model/vocabulary/events/event.ts';
import type {
  CompleteMultipartUpload,
  CreateMultipartUpload,
  UploadEvent,
} from '../../../model/vocabulary/events/upload-events.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import { pathEncoded } from '../../serve/http/uri.ts';
import { plainXmlDocument, type Xml } from '../../serve/s3/xml.ts';
import { quotedEtag } from '../../suts/live/etag-text.ts';
import type { DriverRequest } from '../http/driver-request.ts';
import { conditionHeadersOf, encryptionHeadersOf, partKeyHeadersOf, sourceKeyHeadersOf } from './sent-headers.ts';

/** Whether an event is one on multipart uploads. */
export function isOnUpload(event: Event): event is UploadEvent {
  return operationOf(event).upload !== undefined;
}

type OnExisting = Exclude<UploadEvent, CreateMultipartUpload>;

/** Puts the ids and ETags that the server has given in place of what a trace calls them. */
export class SentUploads {
  readonly #ids = new Map<string, string>();
  readonly #etags = new Map<string, string>();

  idOf(event: OnExisting): string {
    return this.#ids.get(nameOf(event)) ?? event.uploadId;
  }

  etagOf(event: CompleteMultipartUpload, partNumber: number): string {
    return this.#etags.get(`${this.idOf(event)} ${partNumber}`) ?? 'none';
  }

  /** Takes note of what an answer has shown, if it is one on an upload. */
  note(event: Event, { etag }: Observation, text: string): void {
    if (!isOnUpload(event)) return;
    const id = /<UploadId>([^<]*)<\/UploadId>/.exec(text)?.[1];
    if (event.op === 'CreateMultipartUpload' && id !== undefined) this.#ids.set(nameOf(event), id);
    if ('partNumber' in event && etag != null) this.#etags.set(`${this.idOf(event)} ${event.partNumber}`, etag);
  }
}

function nameOf({ bucket, key, uploadId }: UploadEvent): string {
  return JSON.stringify([bucket, key, uploadId]);
}

/** The request that an event on an upload is. */
export function uploadRequest(event: UploadEvent, uploads: SentUploads): DriverRequest {
  const path = `/${event.bucket}/${pathEncoded(event.key)}`;
  if (event.op === 'CreateMultipartUpload')
    return { method: 'POST', path, query: { uploads: '' }, headers: encryptionHeadersOf(event.headers) };
  const query = { uploadId: uploads.idOf(event) };
  switch (event.op) {
    case 'UploadPart': {
      const ofPart = { ...query, partNumber: String(event.partNumber) };
      return {
        method: 'PUT',
        path,
        query: ofPart,
        body: event.body?.text ?? '',
        headers: partKeyHeadersOf(event.customerKey),
      };
    }
    case 'UploadPartCopy': {
      const keys = { ...partKeyHeadersOf(event.customerKey), ...sourceKeyHeadersOf(event.sourceCustomerKey) };
      const source = `/${event.source.bucket}/${pathEncoded(event.source.key)}`;
      const ofPart = { ...query, partNumber: String(event.partNumber) };
      return { method: 'PUT', path, query: ofPart, headers: { 'x-amz-copy-source': source, ...keys } };
    }
    case 'CompleteMultipartUpload':
      return {
        method: 'POST',
        path,
        query,
        headers: conditionHeadersOf(event.conditions),
        body: completionXml(event, uploads),
      };
    case 'AbortMultipartUpload':
      return { method: 'DELETE', path, query };
    case 'ListParts':
      return { path, query };
  }
}

function completionXml(event: CompleteMultipartUpload, uploads: SentUploads): string {
  const parts = event.parts.map((number): Xml => {
    const fields: readonly Xml[] = [
      ['PartNumber', number],
      ['ETag', quotedEtag(uploads.etagOf(event, number))],
    ];
    return ['Part', fields];
  });
  return plainXmlDocument(['CompleteMultipartUpload', parts]);
}
