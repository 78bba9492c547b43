import { Readable } from 'node:stream';
import { eventOf } from '../events/event-of.ts';
import type { TrailEvent } from '../events/trail-event.ts';
import { type RawRecord, readRecords } from '../reading/read-records.ts';
import { Unread, type Unreadable } from '../reading/unread.ts';

/** What a log of these bytes holds, and the lines of what cannot be read, given in chunks of so many bytes. */
export async function readAll(
  text: string | Buffer,
  chunkBytes = Number.POSITIVE_INFINITY,
): Promise<{ records: RawRecord[]; unreadable: Unreadable[]; lines: (number | undefined)[] }> {
  const bytes = Buffer.from(text);
  const size = Math.min(chunkBytes, Math.max(1, bytes.length));
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const records: RawRecord[] = [];
  const unread: Unread[] = [];
  for await (const read of readRecords({ name: 'log', bytes: Readable.from(chunks) })) {
    read((one) => {
      if (one instanceof Unread) unread.push(one);
      else records.push(one);
    });
  }
  return { records, unreadable: unread.map(({ because }) => because), lines: unread.map(({ line }) => line) };
}

/** The event of a record that has one. */
export function event(record: object): TrailEvent {
  const found = eventOf(record as RawRecord);
  if (found === undefined) throw new Error('no event');
  return found;
}
