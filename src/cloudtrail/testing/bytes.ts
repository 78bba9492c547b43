import { Readable } from 'node:stream';
import { eventOf } from '../events/event-of.ts';
import type { TrailEvent } from '../events/trail-event.ts';
import { type RawRecord, readRecords, type Unreadable } from '../reading/read-records.ts';

/** What a log of these bytes holds, given in chunks of so many bytes. */
export async function readAll(
  text: string | Buffer,
  chunkBytes = Number.POSITIVE_INFINITY,
): Promise<{ records: RawRecord[]; unreadable: Unreadable[] }> {
  const bytes = Buffer.from(text);
  const size = Math.min(chunkBytes, Math.max(1, bytes.length));
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const records: RawRecord[] = [];
  const unreadable: Unreadable[] = [];
  for await (const read of readRecords({ name: 'log', bytes: Readable.from(chunks) })) {
    records.push(...read.records);
    unreadable.push(...read.unreadable);
  }
  return { records, unreadable };
}

/** The event of a record that has one. */
export function event(record: object): TrailEvent {
  const found = eventOf(record as RawRecord);
  if (found === undefined) throw new Error('no event');
  return found;
}
