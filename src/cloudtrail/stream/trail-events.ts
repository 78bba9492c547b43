import type { Caller } from '../events/trail-event.ts';
import type { LogSource } from '../reading/log-bytes.ts';
import { isWorthAThread, readOnThread } from '../threads/read-on-thread.ts';
import { knownValues } from './numbers.ts';
import { type ToldEvent, type UnpackableEvents, unpacked } from './packed-event.ts';
import { readEvents } from './read-events.ts';
import { TimeOrder } from './time-order.ts';
import type { TrailCounts } from './trail-counts.ts';

/** One of some events that were packed. */
interface PackedEvent {
  readonly atMs: number;
  readonly characters: number;
  readonly of: UnpackableEvents;
  readonly index: number;
}

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
  let allTexts: (string | undefined)[] = [];
  let allCallers: Caller[] = [];
  for await (const { events, counts: read } of batches) {
    allTexts = knownValues(allTexts, events.texts);
    allCallers = knownValues(allCallers, events.callers);
    const late = counts.late + putInOrder({ ...events, allTexts, allCallers }, order);
    Object.assign(counts, read, { late });
    yield unpackedOneByOne(order.due());
  }
  yield unpackedOneByOne(order.rest());
}

/** Takes events; gives the number of those that come too late. */
function putInOrder(of: UnpackableEvents, order: TimeOrder<PackedEvent>): number {
  const { times, ends } = of;
  let late = 0;
  let start = 0;
  // The texts wait with the first event that does.
  let shared = charactersOf(of.texts.values);
  for (let index = 0; index < times.length; index += 1) {
    const end = ends[index]!;
    if (order.add({ atMs: times[index]!, characters: end - start + shared, of, index })) shared = 0;
    else late += 1;
    start = end;
  }
  return late;
}

function charactersOf(texts: readonly (string | undefined)[]): number {
  return texts.reduce((sum, text = '') => sum + text.length, 0);
}

function* unpackedOneByOne(events: Iterable<PackedEvent>): Generator<ToldEvent> {
  for (const { of, index } of events) yield unpacked(of, index);
}
