import type { RawRecord } from '../reading/read-records.ts';
import { callerOf } from './caller.ts';
import { idAt } from './fields.ts';
import { kmsEventOf } from './kms-event.ts';
import { s3EventOf } from './s3-event.ts';
import { stsEventOf } from './sts-event.ts';
import type { EventFrame, TrailEvent } from './trail-event.ts';

/** What a record tells; undefined where it lacks what every record of CloudTrail has. */
export function eventOf(record: RawRecord): TrailEvent | undefined {
  const source = idAt(record, 'eventSource');
  const name = idAt(record, 'eventName');
  const atMs = timeOf(idAt(record, 'eventTime') ?? '');
  if (source === undefined || name === undefined || !Number.isSafeInteger(atMs) || atMs < 0) return undefined;
  const frame: EventFrame = {
    atMs,
    name,
    region: idAt(record, 'awsRegion') ?? '',
    id: idAt(record, 'eventID'),
    error: idAt(record, 'errorCode'),
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

/** The text of the last time that was looked at: many records in a row have the same. */
let lastTime = '';
let lastMs = Number.NaN;

function timeOf(text: string): number {
  if (text === lastTime) return lastMs;
  lastTime = text;
  lastMs = Date.parse(text);
  return lastMs;
}
