import type { Caller } from '../events/trail-event.ts';
import type { LogSource } from '../reading/log-bytes.ts';
import { isWorthAThread, readOnThread } from '../threads/read-on-thread.ts';
import { type PackedEvent, type ToldEvent, unpacked } from './packed-event.ts';
import { type EventBatch, readEvents } from './read-events.ts';
import { TimeOrder } from './time-order.ts';
import type { TrailCounts } from './trail-counts.ts';

/**
 * The events of logs about S3, KMS and STS, each once and in order of time, some at a time. What is left out is
 * counted. The sources are read one behind the other, by another thread where they are large; the order is restored
 * within a window.
 *
 * @throws TraceError where a source cannot be read
 */
export async function* trailEvents(
  sources: Iterable<LogSource>,
  counts: TrailCounts,
  signal?: AbortSignal,
): AsyncGenerator<Iterable<ToldEvent>> {
  const order = new TimeOrder<PackedEvent>();
  const all = [...sources];
  const batches = (await isWorthAThread(all)) ? readOnThread(all, signal) : readEvents(all, signal);
  let callers: Caller[] = [];
  for await (const batch of batches) {
    if (batch.firstCaller === 0) callers = [];
    callers.push(...batch.callers);
    const late = counts.late + putInOrder(batch, callers, order);
    Object.assign(counts, batch.counts, { late });
    yield unpackedOneByOne(order.due());
  }
  yield unpackedOneByOne(order.rest());
}

/** Takes events; gives the number of those that come too late. */
function putInOrder({ events }: EventBatch, callers: readonly Caller[], order: TimeOrder<PackedEvent>): number {
  let late = 0;
  let start = 0;
  for (const [index, atMs] of events.times.entries()) {
    const end = events.ends[index]!;
    if (!order.add({ atMs, of: events, index, callers }, end - start)) late += 1;
    start = end;
  }
  return late;
}

function* unpackedOneByOne(events: Iterable<PackedEvent>): Generator<ToldEvent> {
  for (const event of events) yield unpacked(event);
}
