import type { Caller } from '../events/trail-event.ts';
import type { LogSource } from '../reading/log-bytes.ts';
import { isWorthAThread, readOnThread } from '../threads/read-on-thread.ts';
import { knownValues } from './numbers.ts';
import { type ToldEvent, type UnpackableEvents, unpacked } from './packed-event.ts';
import { readEvents } from './read-events.ts';
import { TimeOrder } from './time-order.ts';
import type { TrailCounts } from './trail-counts.ts';

/** Some packed events of one time that stand one behind the other. */
interface PackedRun {
  readonly atMs: number;
  readonly events: number;
  readonly characters: number;
  readonly of: UnpackableEvents;
  readonly first: number;
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
  const order = new TimeOrder<PackedRun>();
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
function putInOrder(of: UnpackableEvents, order: TimeOrder<PackedRun>): number {
  const { times, ends } = of;
  let late = 0;
  // The texts wait with the first events that do.
  let characters = charactersOf(of.texts.values);
  for (let first = 0, next = 0; first < times.length; first = next) {
    const atMs = times[first]!;
    while (next < times.length && times[next] === atMs) next += 1;
    const events = next - first;
    characters += ends[next - 1]! - (ends[first - 1] ?? 0);
    if (order.add({ atMs, events, characters, of, first })) characters = 0;
    else late += events;
  }
  return late;
}

function charactersOf(texts: readonly (string | undefined)[]): number {
  return texts.reduce((sum, text = '') => sum + text.length, 0);
}

function* unpackedOneByOne(runs: Iterable<PackedRun>): Generator<ToldEvent> {
  for (const { of, first, events } of runs) {
    for (let index = first; index < first + events; index += 1) yield unpacked(of, index);
  }
}
