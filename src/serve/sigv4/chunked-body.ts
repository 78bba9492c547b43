import { isSame } from '../credentials/credentials.ts';
import { sha256Hex } from './canonical.ts';
import type { SignatureClaim } from './claim.ts';
import { hmac } from './signing-keys.ts';

/** Why a body in chunks is refused. */
export type ChunkProblem = 'malformed' | 'mismatch' | 'chunk size';

/** A body in chunks is not as it should be. */
export class ChunkError extends Error {
  readonly problem: ChunkProblem;

  constructor(problem: ChunkProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** What a body in chunks holds. */
export interface Chunked {
  readonly content: Uint8Array;
  /** What came after it, by name in lower case. */
  readonly trailers: ReadonlyMap<string, string>;
}

/** How the chunks are signed. */
export interface ChunkSigning {
  readonly key: Uint8Array;
  readonly claim: SignatureClaim;
}

/** Longest line between chunks, in bytes. */
const MAX_LINE_BYTES = 4_096;
const MAX_TRAILERS = 16;
/** Signed chunks have this many bytes at least, but for the last one with data. */
const MIN_SIGNED_BYTES = 8_192;
const EMPTY_HASH = sha256Hex('');

/**
 * Decodes a body of `aws-chunked`: with signatures, each of which covers the one before it, where `signing` is given.
 *
 * @throws ChunkError
 */
export function decodeChunks(body: Uint8Array, signing?: ChunkSigning): Chunked {
  const lines = new LineReader(body);
  const parts: Uint8Array[] = [];
  let previous = signing?.claim.signature ?? '';
  let wasSmall = false;
  for (;;) {
    const [size, signature] = chunkHead(lines.line());
    const data = lines.bytes(size);
    if (signing !== undefined) {
      if (wasSmall && size > 0) throw new ChunkError('chunk size', 'Only the last chunk can have less than 8192 bytes');
      wasSmall = size < MIN_SIGNED_BYTES;
      previous = requireSignature(
        signing,
        'AWS4-HMAC-SHA256-PAYLOAD',
        previous,
        [EMPTY_HASH, sha256Hex(data)],
        signature,
      );
    }
    if (size === 0) break;
    parts.push(data);
    if (lines.line() !== '') throw new ChunkError('malformed', 'A chunk is longer than it says');
  }
  const trailers = trailersOf(lines);
  if (signing !== undefined && trailers.size > 0) {
    const signature = trailers.get('x-amz-trailer-signature') ?? '';
    trailers.delete('x-amz-trailer-signature');
    const text = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('');
    requireSignature(signing, 'AWS4-HMAC-SHA256-TRAILER', previous, [sha256Hex(text)], signature);
  }
  return { content: Buffer.concat(parts), trailers };
}

function chunkHead(line: string): readonly [size: number, signature: string] {
  const [, size, signature = ''] = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
  if (size === undefined) throw new ChunkError('malformed', 'A chunk does not begin with its size');
  return [Number.parseInt(size, 16), signature];
}

function trailersOf(lines: LineReader): Map<string, string> {
  const trailers = new Map<string, string>();
  while (!lines.isAtEnd) {
    const line = lines.line();
    if (line === '') continue;
    const at = line.indexOf(':');
    if (at < 1 || trailers.size >= MAX_TRAILERS)
      throw new ChunkError('malformed', 'What follows the chunks is no trailer');
    trailers.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
  }
  return trailers;
}

function requireSignature(
  { key, claim: { date, day, region, service } }: ChunkSigning,
  algorithm: string,
  previous: string,
  hashes: readonly string[],
  signature: string,
): string {
  const scope = `${day}/${region}/${service}/aws4_request`;
  const due = hmac(key, [algorithm, date, scope, previous, ...hashes].join('\n')).toString('hex');
  if (!isSame(due, signature)) throw new ChunkError('mismatch', 'The signature of a chunk does not match its data');
  return due;
}

/** Reads lines and runs of bytes from a body. */
class LineReader {
  readonly #body: Buffer;
  #at = 0;

  constructor(body: Uint8Array) {
    this.#body = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#body.length;
  }

  /** The text up to the end of a line: CR and LF, or in trailers LF alone. */
  line(): string {
    const end = this.#body.indexOf(10, this.#at);
    if (end < 0 || end - this.#at > MAX_LINE_BYTES)
      throw new ChunkError('malformed', 'A line between chunks has no end');
    const line = this.#body.toString('latin1', this.#at, end);
    this.#at = end + 1;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  bytes(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#body.length) throw new ChunkError('malformed', 'The body ends in the middle of a chunk');
    const bytes = this.#body.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}
