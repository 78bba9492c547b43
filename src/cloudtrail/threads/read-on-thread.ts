import { on } from 'node:events';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isGzipName } from '../../trace/gzip.ts';
import { TraceError } from '../../trace/trace-error.ts';
import type { LogSource } from '../reading/log-bytes.ts';
import type { EventBatch } from '../stream/read-events.ts';
import type { FromReader } from './reading.ts';

/** Bytes of logs, unpacked, for which a thread is worth starting: some seconds of work. */
const WORTH_IT_BYTES = 64 * 1024 * 1024;
/** How much logs shrink when they are packed, at the least. */
const PACKED = 8;
/** Records are garbage soon after they are parsed: little space for what is young keeps the thread small. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 6 };

/** Whether another thread is to read these logs: they are files, large ones, and there is a processor for it. */
export async function isWorthAThread(sources: readonly LogSource[]): Promise<boolean> {
  if (availableParallelism() < 2 || sources.some(({ bytes }) => bytes !== undefined)) return false;
  let bytes = 0;
  for (const { name } of sources) {
    // What cannot be read says so when it is read.
    const size = await stat(name).then(
      (stats) => stats.size,
      () => 0,
    );
    bytes += isGzipName(name) ? size * PACKED : size;
    if (bytes >= WORTH_IT_BYTES) return true;
  }
  return false;
}

/**
 * What `readEvents` gives of some files, read by another thread.
 *
 * @throws TraceError where a file cannot be read
 */
export async function* readOnThread(files: readonly LogSource[], signal?: AbortSignal): AsyncGenerator<EventBatch> {
  // Beside this file, with its ending: `.js` as it is built, `.ts` where Node runs the sources.
  const entry = new URL(`./reading-thread${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(entry, { workerData: files, resourceLimits: RESOURCE_LIMITS });
  try {
    for await (const [message] of on(worker, 'message', { signal }) as AsyncIterable<[FromReader]>) {
      if (message === 'end') return;
      if ('failed' in message) {
        const { file, line, problem } = message.failed;
        throw new TraceError(file, line, problem);
      }
      worker.postMessage('taken');
      yield withBuffer(message.batch);
    }
  } finally {
    await worker.terminate();
  }
}

/** What was a buffer comes out of another thread as plain bytes. */
function withBuffer({ events, ...batch }: EventBatch): EventBatch {
  const { buffer, byteOffset, byteLength } = events.rows;
  return { ...batch, events: { ...events, rows: Buffer.from(buffer, byteOffset, byteLength) } };
}
