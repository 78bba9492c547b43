import type { UploadEvent } from '../../model/index.ts';
import { neededActions } from '../ledger/needed-actions.ts';
import type { LedgerRequester } from '../ledger/requesters.ts';
import type { Sides } from '../ledger/sides.ts';
import type { Ledger } from '../ledger.ts';
import { blockDue, partKeyDue } from './customer-key-due.ts';
import { ACCESS_DENIED, type Due, NO_SUCH_BUCKET } from './due.ts';
import { headersDue, permitsAll } from './object-due.ts';

/** The answer that is due to a request on a multipart upload; undefined where it is open or hangs on its parts. */
export function uploadDue(
  ledger: Ledger,
  by: LedgerRequester,
  event: UploadEvent,
  { bucket }: Sides,
  nowMs: number,
): Due | undefined {
  if (bucket === undefined) return NO_SUCH_BUCKET;
  if (!bucket.isThere) return undefined;
  const from = 'source' in event ? ledger.bucket(event.source.bucket) : bucket;
  if (from === undefined) return NO_SUCH_BUCKET;
  if (!from.isThere) return undefined;
  const needed = neededActions(event);
  const permitted = [
    permitsAll(bucket, by, needed.write, nowMs, event),
    permitsAll(from, by, needed.read, nowMs, event),
  ];
  const byHeaders = headersDue(ledger, bucket, event, nowMs) ?? blockDue(ledger, bucket, event, nowMs);
  if (byHeaders !== undefined) return byHeaders;
  if (permitted.includes('no')) return ACCESS_DENIED;
  return permitted.includes('open') ? undefined : partKeyDue(event, bucket);
}
