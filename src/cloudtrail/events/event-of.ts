import type { RawRecord } from '../reading/read-records.ts';
import { callerOf } from './caller.ts';
import { textAt } from './fields.ts';
import { kmsEventOf } from './kms-event.ts';
import { s3EventOf } from './s3-event.ts';
import { stsEventOf } from './sts-event.ts';
import type { EventFrame, TrailEvent } from './trail-event.ts';

/** What a record tells; undefined where it lacks what every record of CloudTrail has. */
export function eventOf(record: RawRecord): TrailEvent | undefined {
  const source = textAt(record, 'eventSource');
  const name = textAt(record, 'eventName');
  const atMs = Date.parse(textAt(record, 'eventTime') ?? '');
  if (source === undefined || name === undefined || !Number.isSafeInteger(atMs) || atMs < 0) return undefined;
  const frame: EventFrame = {
    atMs,
    name,
    region: textAt(record, 'awsRegion') ?? '',
    id: textAt(record, 'eventID'),
    sharedId: textAt(record, 'sharedEventID'),
    recipient: textAt(record, 'recipientAccountId'),
    error: textAt(record, 'errorCode'),
    caller: callerOf(record),
  };
  const service = source.slice(0, source.indexOf('.'));
  switch (service) {
    case 'kms':
      return kmsEventOf(frame, record);
    case 's3':
      return s3EventOf(frame, record);
    case 'sts':
      return stsEventOf(frame, record);
    default:
      return { ...frame, source: 'other', service: source };
  }
}
