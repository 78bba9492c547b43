const NEWLINE = 0x0a;

/** A line without its newline, or that it was longer than allowed and is gone. */
export type BoundedLine = Buffer | 'too long';

/**
 * The lines of a stream of bytes, the last one with or without a newline. Of a line that is longer than allowed nothing
 * is kept, and the next one is read.
 */
export async function* boundedLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<BoundedLine, void> {
  let pieces: Buffer[] = [];
  let length = 0;
  const taken = (): BoundedLine => {
    const line = length > maxLineBytes ? 'too long' : Buffer.concat(pieces, length);
    pieces = [];
    length = 0;
    return line;
  };
  const add = (piece: Buffer): void => {
    length += piece.length;
    if (length > maxLineBytes) pieces = [];
    else pieces.push(piece);
  };
  for await (const bytes of chunks) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      yield taken();
      start = end + 1;
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  if (length > 0) yield taken();
}
