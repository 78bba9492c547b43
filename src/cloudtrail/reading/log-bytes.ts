import { createReadStream } from 'node:fs';
import { addAbortSignal, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fileErrorCode, fileErrorText } from '../../files/file-error.ts';
import { gzipErrorText } from '../../trace/gzip.ts';
import { TraceError } from '../../trace/trace-error.ts';
import { MAX_LOG_BYTES } from '../limits.ts';

const CHUNK_BYTES = 256 * 1024;

/** A log that is read once. */
export interface LogSource {
  /** Name for errors; the path of a file where there are no bytes. */
  readonly name: string;
  readonly bytes?: Readable;
}

/**
 * The bytes of a log, unpacked where they are packed by gzip, whatever the name says: logs are piped and renamed.
 *
 * @throws TraceError
 */
export async function* logBytes(source: LogSource, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const { name, bytes = createReadStream(name, { highWaterMark: CHUNK_BYTES }) } = source;
  let total = 0;
  try {
    // What waits for more, such as a pipe, is to end as well.
    if (signal !== undefined) addAbortSignal(signal, bytes);
    for await (const chunk of await unpacked(bytes)) {
      total += chunk.length;
      if (total > MAX_LOG_BYTES) throw new TraceError(name, undefined, `more than ${MAX_LOG_BYTES} bytes`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof TraceError || signal?.aborted === true) throw error;
    throw new TraceError(name, undefined, gzipErrorText(fileErrorCode(error)) ?? fileErrorText(error));
  } finally {
    bytes.destroy();
  }
}

async function unpacked(bytes: Readable): Promise<AsyncIterable<Buffer>> {
  const chunks = bytes[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  const first = bufferOf((await chunks.next()).value);
  const isPacked = first[0] === 0x1f && first[1] === 0x8b;
  const all = allOf(first, chunks);
  if (!isPacked) return all;
  const packed = Readable.from(all);
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  packed.on('error', (error) => gunzip.destroy(error));
  return packed.pipe(gunzip);
}

async function* allOf(first: Buffer, rest: AsyncIterator<Buffer | string>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield bufferOf(next.value);
}

/** A stream somebody has given an encoding gives texts, one that is empty gives nothing. */
function bufferOf(chunk: Buffer | string | undefined): Buffer {
  if (chunk === undefined) return Buffer.alloc(0);
  return typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
}
