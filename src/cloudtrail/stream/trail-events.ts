import { eventOf } from '../events/event-of.ts';
import { idAt } from '../events/fields.ts';
import type { TrailEvent } from '../events/trail-event.ts';
import type { LogSource } from '../reading/log-bytes.ts';
import { type ReadRecords, readRecords } from '../reading/read-records.ts';
import { Duplicates } from './duplicates.ts';
import { TimeOrder } from './time-order.ts';
import { countOne, type TrailCounts } from './trail-counts.ts';

/**
 * The events of logs about S3, KMS and STS, each once and in order of time, some at a time. What is left out is
 * counted. The sources are read one behind the other; the order is restored within a window.
 *
 * @throws TraceError where a source cannot be read
 */
export async function* trailEvents(
  sources: Iterable<LogSource>,
  counts: TrailCounts,
  signal?: AbortSignal,
): AsyncGenerator<Iterable<TrailEvent>> {
  const duplicates = new Duplicates();
  const order = new TimeOrder();
  for (const source of sources) {
    try {
      for await (const read of readRecords(source, signal)) {
        takeAll(read, counts, duplicates, order);
        yield order.due();
      }
    } finally {
      source.bytes.destroy();
    }
  }
  yield order.rest();
}

function takeAll(
  { records, unreadable }: ReadRecords,
  counts: TrailCounts,
  duplicates: Duplicates,
  order: TimeOrder,
): void {
  for (const reason of unreadable) countOne(counts.unreadable, reason);
  for (const record of records) {
    counts.records += 1;
    const twice = duplicates.take(record);
    if (twice !== undefined) {
      counts.duplicates[twice] += 1;
      if (idAt(record, 'eventSource')?.startsWith('kms.') === true) counts.duplicateKmsCalls += 1;
      continue;
    }
    const event = eventOf(record);
    if (event === undefined) {
      countOne(counts.unreadable, 'without time, source or name');
      continue;
    }
    counts[event.source] += 1;
    if (event.source === 'other') continue;
    counts.firstMs = Math.min(counts.firstMs ?? event.atMs, event.atMs);
    counts.lastMs = Math.max(counts.lastMs ?? event.atMs, event.atMs);
    if (!order.add(event)) counts.late += 1;
  }
}
