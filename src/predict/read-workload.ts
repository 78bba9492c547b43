import { type LogSource, logBytes } from '../cloudtrail/reading/log-bytes.ts';
import { readTraceSteps } from '../trace/read-trace-steps.ts';
import { TraceError } from '../trace/trace-error.ts';
import { cosbenchMixes } from './cosbench.ts';
import { csvWorkload } from './csv-workload.ts';
import { mixedWorkload } from './mix.ts';
import { isObjectStoreTrace, objectStoreWorkload } from './object-store-workload.ts';
import { recordedWorkload } from './recorded-workload.ts';
import type { Workload } from './request.ts';
import { type MixOptions, ycsbMix } from './ycsb.ts';

/** Longest file that describes a mix, in bytes. */
const MOST_MIX_BYTES = 1024 * 1024;
const NO_OPTIONS: MixOptions = { operations: undefined, spanMs: undefined };

/**
 * Opens a workload, packed by gzip or not: a trace, which begins with a brace, an object-store trace of IBM's form, a
 * mix of COSBench, which is XML, or of YCSB, which is properties, or CSV.
 *
 * @throws TraceError
 */
export async function readWorkload(
  source: LogSource,
  signal?: AbortSignal,
  mix: MixOptions = NO_OPTIONS,
): Promise<Workload> {
  const chunks = logBytes(source, signal);
  const first = (await chunks.next()).value ?? Buffer.alloc(0);
  const bytes = allOf(first, chunks);
  const beginning = first.toString('utf8', 0, 256);
  const isXml = /^\uFEFF?\s*</.test(beginning);
  if (isXml) return mixedWorkload(cosbenchMixes(await wholeText(bytes, source.name), source.name, mix));
  if (/^\s*(?:#|[\w.]+\s*=)/.test(beginning))
    return mixedWorkload([ycsbMix(await wholeText(bytes, source.name), source.name, mix)]);
  if (mix.operations !== undefined || mix.spanMs !== undefined)
    throw new TraceError(source.name, undefined, '--operations and --hours are for mixes of YCSB and COSBench');
  if (isObjectStoreTrace(beginning)) return objectStoreWorkload(bytes, source.name);
  if (!/^\uFEFF?\s*\{/.test(beginning)) return csvWorkload(bytes, source.name);
  return recordedWorkload(await readTraceSteps({ name: source.name, bytes }, signal));
}

async function wholeText(bytes: AsyncIterable<Buffer>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > MOST_MIX_BYTES) throw new TraceError(name, undefined, `a mix has at most ${MOST_MIX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

async function* allOf(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
