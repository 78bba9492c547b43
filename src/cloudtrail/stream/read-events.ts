import { eventOf } from '../events/event-of.ts';
import { idAt } from '../events/fields.ts';
import type { LogSource } from '../reading/log-bytes.ts';
import { type RawRecord, type ReadRecords, readRecords } from '../reading/read-records.ts';
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
    const events: ToldEvent[] = [];
    records((found) => {
      const event = this.#eventOf(found, file);
      if (event !== undefined) events.push(event);
    });
    return { events: this.#packer.pack(events), counts: this.#counts };
  }

  /** What is told of a record; undefined where that is counted only. */
  #eventOf(found: RawRecord | Unread, file: string): ToldEvent | undefined {
    const counts = this.#counts;
    if (found instanceof Unread) {
      this.#countUnread(found.because, { file, line: found.line });
      return undefined;
    }
    counts.records += 1;
    const twice = this.#duplicates.take(found);
    if (twice !== undefined) {
      counts.duplicates[twice] += 1;
      if (idAt(found, 'eventSource')?.startsWith('kms.') === true) counts.duplicateKmsCalls += 1;
      return undefined;
    }
    const event = eventOf(found);
    if (event === undefined) {
      this.#countUnread('without time, source or name', { file, line: undefined });
      return undefined;
    }
    counts[event.source] += 1;
    if (event.source === 'other') return undefined;
    counts.firstMs = Math.min(counts.firstMs ?? event.atMs, event.atMs);
    counts.lastMs = Math.max(counts.lastMs ?? event.atMs, event.atMs);
    return event;
  }

  #countUnread(because: NotRead, place: LogPlace): void {
    const { unreadable, firstUnreadable } = this.#counts;
    countOne(unreadable, because);
    if (!firstUnreadable.has(because)) firstUnreadable.set(because, place);
  }
}
