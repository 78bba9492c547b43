import { operationOf } from '../../../model/operations/index.ts';
import type { EnvironmentEvent } from '../../../model/vocabulary/events/environment-events.ts';
import type { Event } from '../../../model/vocabulary/events/event.ts';
import type { UploadEvent } from '../../../model/vocabulary/events/upload-events.ts';
import type { DriverRequest } from '../http/driver-request.ts';
import { bucketRequest, type RequestWords } from './bucket-request.ts';
import { kmsRequest } from './kms-request.ts';
import { objectRequest } from './object-request.ts';
import { STORAGE_CLASS } from './sent-headers.ts';
import type { SentIds } from './sent-ids.ts';
import { isOnUpload, uploadRequest } from './sent-uploads.ts';

/** An event that is a request. */
export type Asked = Exclude<Event, EnvironmentEvent>;

/** Whether an event is a request; others happen. */
export function isAsked(event: Event): event is Asked {
  return operationOf(event).by === 'requester';
}

/** The request that an event is. */
export function requestOf(event: Asked, sent: SentIds, words: RequestWords): DriverRequest {
  const request = isOnUpload(event) ? uploadRequest(event, sent.uploads) : others(sent.grants.withId(event), words);
  return 'bucket' in event && words.arns.isDirectory(event.bucket) ? ofDirectory(event, request) : request;
}

/**
 * The request that an event is, once what has to be known for it was asked by `send`. `nowMs` is the time there, since
 * 1970.
 */
export async function preparedRequest(
  event: Asked,
  sent: SentIds,
  words: RequestWords,
  send: (request: DriverRequest) => Promise<{ readonly bytes: Buffer }>,
  nowMs: number,
): Promise<DriverRequest> {
  if (event.op !== 'ImportKeyMaterial') return requestOf(event, sent, words);
  const { bytes } = await send(sent.material.parametersRequest(event.keyId));
  return sent.material.importRequest(event, bytes.toString('utf8'), nowMs);
}

/** The request as a directory bucket is asked: in a session for its objects, but for copies (F-201, F-202). */
function ofDirectory(event: Extract<Asked, { readonly bucket: string }>, request: DriverRequest): DriverRequest {
  const { headers = {} } = request;
  const isInSession = 'key' in event && operationOf(event).reads?.from !== 'source';
  return {
    ...request,
    service: 's3express',
    headers: STORAGE_CLASS in headers ? { ...headers, [STORAGE_CLASS]: 'EXPRESS_ONEZONE' } : headers,
    ...(isInSession && { session: event.bucket }),
  };
}

function others(event: Exclude<Asked, UploadEvent>, words: RequestWords): DriverRequest {
  if (!('bucket' in event)) return kmsRequest(event, words);
  return 'key' in event ? objectRequest(event) : bucketRequest(event, words);
}
