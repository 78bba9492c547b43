const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines, holding on to no more than one line of bounded length. */
export class LineSplitter {
  private readonly maxLineBytes: number;
  private readonly pieces: Buffer[] = [];
  private pending = 0;

  constructor(maxLineBytes: number) {
    this.maxLineBytes = maxLineBytes;
  }

  /** Whether the last line has bytes but no newline yet. */
  get hasOpenLine(): boolean {
    return this.pending > 0;
  }

  /** Whether the line that is being collected is longer than allowed. It must be asked after each push. */
  get tooLong(): boolean {
    return this.pending > this.maxLineBytes;
  }

  /** Takes the next bytes and gives every line they complete, without newlines. Stops at a line that is too long. */
  *push(bytes: Uint8Array): Generator<Buffer> {
    const chunk = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(NEWLINE, start);
      const piece = chunk.subarray(start, end === -1 ? chunk.length : end);
      this.pieces.push(piece);
      this.pending += piece.length;
      if (this.tooLong || end === -1) return;
      yield this.takeOpenLine();
      start = end + 1;
    }
  }

  /** The bytes since the last newline; they are forgotten. */
  takeOpenLine(): Buffer {
    const line = this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces);
    this.pieces.length = 0;
    this.pending = 0;
    return line;
  }
}
