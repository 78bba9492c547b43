import { createReadStream } from 'node:fs';
import { appendFile, unlink } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import { createFile } from '../../files/atomic-file.ts';
import { fileErrorCode, fileErrorText } from '../../files/file-error.ts';
import { temporaryBeside } from '../../files/left-behind.ts';
import { headerLine, stepLine } from '../../trace/format-trace.ts';
import { isGzipName } from '../../trace/gzip.ts';
import type { TraceHeader } from '../../trace/trace.ts';
import { TraceError, TraceExistsError } from '../../trace/trace-error.ts';

/** Most bytes of a character. */
const CHARACTER_BYTES = 3;
/** How much is read at a time of what lies on disk. */
const READ_BYTES = 1024 * 1024;
const EMPTY = Buffer.alloc(0);

/**
 * The steps of a trace on disk until its header is known: that lists all requesters, and the last of them may come with
 * the last step.
 */
export class TraceSpool {
  readonly #path: string;
  readonly #temporary: string;
  readonly #isGone: () => void;
  readonly #blockBytes: number;
  /** What is not written yet: bytes, since the garbage collector would copy lines about until they are. */
  #block: Buffer = EMPTY;
  #length = 0;
  #isWritten = false;

  /**
   * @param path - where the trace is to go in the end; the steps lie beside it
   * @param blockBytes - bytes that are written at a time
   */
  constructor(path: string, blockBytes: number) {
    this.#blockBytes = blockBytes;
    const { temporary, isGone } = temporaryBeside(path);
    this.#path = path;
    this.#temporary = temporary;
    this.#isGone = isGone;
  }

  /** Takes a step. True = there is something to be flushed. */
  add(step: ObservedStep): boolean {
    const line = stepLine(step);
    this.#makeRoom(line.length * CHARACTER_BYTES);
    this.#length += this.#block.write(line, this.#length);
    return this.#length > this.#blockBytes;
  }

  async flush(): Promise<void> {
    this.#isWritten = true;
    await appendFile(this.#temporary, this.#unwritten).catch((error) => {
      throw new TraceError(this.#path, undefined, fileErrorText(error));
    });
    this.#length = 0;
    // A line may be as long as many blocks.
    if (this.#block.length > 2 * this.#blockBytes) this.#block = EMPTY;
  }

  /** The whole trace, in pieces. */
  async *content(header: TraceHeader): AsyncGenerator<string> {
    yield headerLine(header);
    if (this.#isWritten) yield* createReadStream(this.#temporary, 'utf8') as AsyncIterable<string>;
    yield this.#unwritten.toString();
  }

  /**
   * Writes the trace to its file, packed if its name ends in `.gz`.
   *
   * @throws TraceExistsError if the name is taken
   * @throws TraceError if the file cannot be written
   */
  async write(header: TraceHeader): Promise<void> {
    const content = this.#bytes(header);
    // Whoever reads the packed bytes gets the error of the others; the callback has nothing to add.
    const bytes = isGzipName(this.#path) ? pipeline(Readable.from(content), createGzip(), () => {}) : content;
    try {
      await createFile(this.#path, bytes);
    } catch (error) {
      if (fileErrorCode(error) === 'EEXIST') throw new TraceExistsError(this.#path);
      throw new TraceError(this.#path, undefined, fileErrorText(error));
    }
  }

  async *#bytes(header: TraceHeader): AsyncGenerator<Buffer> {
    yield Buffer.from(headerLine(header));
    if (this.#isWritten)
      yield* createReadStream(this.#temporary, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>;
    yield this.#unwritten;
  }

  get #unwritten(): Buffer {
    return this.#block.subarray(0, this.#length);
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#block.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#block.length, this.#length + bytes));
    this.#block.copy(larger, 0, 0, this.#length);
    this.#block = larger;
  }

  /** Removes what lies on disk beside the trace. */
  async remove(): Promise<void> {
    if (this.#isWritten) await unlink(this.#temporary).catch(() => undefined);
    this.#isGone();
  }
}
