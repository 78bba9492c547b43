import type { Event } from '../../model/index.ts';
import type { RequestWords } from '../drivers/s3/bucket-request.ts';
import { type Asked, isAsked, requestOf } from '../drivers/s3/request-of.ts';
import type { SentIds } from '../drivers/s3/sent-ids.ts';

/** A request to S3 as a vector has it, in the names of the vector and without a signature. */
export interface SentRequest {
  readonly method: string;
  /** Percent-encoded, and to be sent as it is. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The request to S3 that an event is; undefined where it is none. */
export function sentRequest(event: Event, sent: SentIds, words: RequestWords): SentRequest | undefined {
  if (!isForS3(event)) return undefined;
  const { method = 'GET', path, query = {}, headers = {}, body = '' } = requestOf(event, sent, words);
  return { method, path, query, headers, body: String(body) };
}

function isForS3(event: Event): event is Extract<Asked, { readonly bucket: string }> {
  return 'bucket' in event && isAsked(event);
}
