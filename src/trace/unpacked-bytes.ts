import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isGzipName } from './gzip.ts';

/** Bytes read, and unpacked, at a time. */
const CHUNK_BYTES = 256 * 1024;

/** The bytes of a file, unpacked if its name says that they are packed. Errors come with the first bytes asked for. */
export function unpackedBytes(path: string): Readable {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (!isGzipName(path)) return file;
  // Whoever reads the unpacked bytes gets the error of either; the callback has nothing to add.
  return pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
}
