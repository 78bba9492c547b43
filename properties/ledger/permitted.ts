import type { Event } from '../../model/index.ts';
import type { BucketRecord } from './bucket-record.ts';
import type { Certainty } from './certainty.ts';
import type { Actions } from './needed-actions.ts';
import type { LedgerRequester } from './requesters.ts';

/** Whether S3 permits all of some actions. */
export function permitsAll(
  bucket: BucketRecord,
  by: LedgerRequester,
  actions: Actions,
  nowMs: number,
  event: Event,
): Certainty {
  let permitted: Certainty = 'yes';
  for (const action of actions) {
    const one = bucket.permits(by, action, nowMs, event);
    if (one === 'no') return 'no';
    if (one === 'open') permitted = 'open';
  }
  return permitted;
}
