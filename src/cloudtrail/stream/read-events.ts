import { eventOf } from '../events/event-of.ts';
import { idAt } from '../events/fields.ts';
import type { LogSource } from '../reading/log-bytes.ts';
import { type ReadRecords, readRecords } from '../reading/read-records.ts';
import { Unread } from '../reading/unread.ts';
import { Duplicates } from './duplicates.ts';
import { EventPacker, type PackedEvents, type ToldEvent } from './packed-event.ts';
import { countOne, type LogPlace, type NotRead, newTrailCounts, type TrailCounts } from './trail-counts.ts';

/** Events that were read together, packed, and what was counted up to here. Plain data, which crosses threads. */
export interface EventBatch {
  readonly events: PackedEvents;
  /** Counts of all that was read so far; what is late somebody else counts. */
  readonly counts: TrailCounts;
}

/**
 * The events of logs about S3, KMS and STS, each once, in the order in which they are read. The sources are read one
 * behind the other. What is left out is counted.
 *
 * @throws TraceError where a source cannot be read
 */
export async function* readEvents(sources: Iterable<LogSource>, signal?: AbortSignal): AsyncGenerator<EventBatch> {
  const reader = new EventReader();
  for (const source of sources) {
    for await (const records of readRecords(source, signal)) yield reader.take(records, source.name);
  }
}

class EventReader {
  readonly #counts = newTrailCounts();
  readonly #duplicates = new Duplicates();
  readonly #packer = new EventPacker();

  take(records: ReadRecords, file: string): EventBatch {
    const counts = this.#counts;
    const events: ToldEvent[] = [];
    for (const record of records) {
      if (record instanceof Unread) {
        this.#countUnread(record.because, { file, line: record.line });
        continue;
      }
      counts.records += 1;
      const twice = this.#duplicates.take(record);
      if (twice !== undefined) {
        counts.duplicates[twice] += 1;
        if (idAt(record, 'eventSource')?.startsWith('kms.') === true) counts.duplicateKmsCalls += 1;
        continue;
      }
      const event = eventOf(record);
      if (event === undefined) {
        this.#countUnread('without time, source or name', { file, line: undefined });
        continue;
      }
      counts[event.source] += 1;
      if (event.source === 'other') continue;
      counts.firstMs = Math.min(counts.firstMs ?? event.atMs, event.atMs);
      counts.lastMs = Math.max(counts.lastMs ?? event.atMs, event.atMs);
      events.push(event);
    }
    return { events: this.#packer.pack(events), counts };
  }

  #countUnread(because: NotRead, place: LogPlace): void {
    const { unreadable, firstUnreadable } = this.#counts;
    countOne(unreadable, because);
    if (!firstUnreadable.has(because)) firstUnreadable.set(because, place);
  }
}
