import { type LogSource, logBytes } from '../cloudtrail/reading/log-bytes.ts';
import { readTraceSteps } from '../trace/read-trace-steps.ts';
import { csvWorkload } from './csv-workload.ts';
import { isObjectStoreTrace, objectStoreWorkload } from './object-store-workload.ts';
import { recordedWorkload } from './recorded-workload.ts';
import type { Workload } from './request.ts';

/**
 * Opens a workload, packed by gzip or not: a trace, which begins with a brace, an object-store trace of IBM's form, or
 * CSV.
 *
 * @throws TraceError
 */
export async function readWorkload(source: LogSource, signal?: AbortSignal): Promise<Workload> {
  const chunks = logBytes(source, signal);
  const first = (await chunks.next()).value ?? Buffer.alloc(0);
  const bytes = allOf(first, chunks);
  const beginning = first.toString('utf8', 0, 256);
  if (isObjectStoreTrace(beginning)) return objectStoreWorkload(bytes, source.name);
  if (!/^\uFEFF?\s*\{/.test(beginning)) return csvWorkload(bytes, source.name);
  return recordedWorkload(await readTraceSteps({ name: source.name, bytes }, signal));
}

async function* allOf(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
