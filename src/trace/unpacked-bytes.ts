import { constants, createReadStream, openSync, type ReadStream } from 'node:fs';
import { Socket } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isGzipName } from './gzip.ts';

/** Bytes read, and unpacked, at a time. */
const CHUNK_BYTES = 256 * 1024;

/** The bytes of a file as they lie in it. Errors come with the first bytes asked for. */
export function storedBytes(path: string): ReadStream {
  return createReadStream(path, { highWaterMark: CHUNK_BYTES });
}

/** The bytes of a file, unpacked if its name says that they are packed. Errors come with the first bytes asked for. */
export function unpackedBytes(path: string, stored: Readable = storedBytes(path)): Readable {
  if (!isGzipName(path)) return stored;
  // Whoever reads the unpacked bytes gets the error of either; the callback has nothing to add.
  return pipeline(stored, createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
}

/**
 * The bytes of a named pipe, unpacked if its name says that they are packed. A file stream would wait for a writer in a
 * thread that nothing can wake, and that the process waits for when it ends.
 *
 * @throws a file system error
 */
export function unpackedPipeBytes(path: string): Readable {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return unpackedBytes(path, new Socket({ fd, readable: true, writable: false }));
}
