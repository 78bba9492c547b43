import { headersOf, type UploadEvent } from '../../model/index.ts';
import type { Sides } from '../ledger/sides.ts';
import type { Ledger } from '../ledger.ts';
import { blockDue, partKeyDue } from './customer-key-due.ts';
import { ACCESS_DENIED, type Due, NO_SUCH_BUCKET } from './due.ts';
import { headersDue } from './object-due.ts';

/** The answer that is due to a request on a multipart upload; undefined where it is open or hangs on its parts. */
export function uploadDue(
  ledger: Ledger,
  event: UploadEvent,
  { bucket, from, mayRead, mayWrite }: Sides,
  nowMs: number,
): Due | undefined {
  if (bucket === undefined) return NO_SUCH_BUCKET;
  if (!bucket.isThere) return undefined;
  if (from === undefined) return NO_SUCH_BUCKET;
  if (!from.isThere) return undefined;
  const headers = headersOf(event);
  const byHeaders = headersDue(ledger, bucket, headers, nowMs) ?? blockDue(ledger, bucket, headers, nowMs);
  if (byHeaders !== undefined) return byHeaders;
  if (mayRead === 'no' || mayWrite === 'no') return ACCESS_DENIED;
  return mayRead === 'yes' && mayWrite === 'yes' ? partKeyDue(event, bucket) : undefined;
}
