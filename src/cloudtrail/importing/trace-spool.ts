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

/**
 * The steps of a trace on disk until its header is known: that lists all requesters, and the last of them may come with
 * the last step.
 */
export class TraceSpool {
  readonly #path: string;
  readonly #temporary: string;
  readonly #isGone: () => void;
  readonly #blockCharacters: number;
  #block = '';
  #isWritten = false;

  /**
   * @param path - where the trace is to go in the end; the steps lie beside it
   * @param blockCharacters - characters that are written at a time
   */
  constructor(path: string, blockCharacters: number) {
    this.#blockCharacters = blockCharacters;
    const { temporary, isGone } = temporaryBeside(path);
    this.#path = path;
    this.#temporary = temporary;
    this.#isGone = isGone;
  }

  /** Takes a step. True = there is something to be flushed. */
  add(step: ObservedStep): boolean {
    this.#block += stepLine(step);
    return this.#block.length > this.#blockCharacters;
  }

  async flush(): Promise<void> {
    const block = this.#block;
    this.#block = '';
    this.#isWritten = true;
    await appendFile(this.#temporary, block).catch((error) => {
      throw new TraceError(this.#path, undefined, fileErrorText(error));
    });
  }

  /** The whole trace, in pieces. */
  async *content(header: TraceHeader): AsyncGenerator<string> {
    yield headerLine(header);
    if (this.#isWritten) yield* createReadStream(this.#temporary, 'utf8') as AsyncIterable<string>;
    yield this.#block;
  }

  /**
   * Writes the trace to its file, packed if its name ends in `.gz`.
   *
   * @throws TraceExistsError if the name is taken
   * @throws TraceError if the file cannot be written
   */
  async write(header: TraceHeader): Promise<void> {
    const content = this.content(header);
    // Whoever reads the packed bytes gets the error of the others; the callback has nothing to add.
    const bytes = isGzipName(this.#path) ? pipeline(Readable.from(content), createGzip(), () => {}) : content;
    try {
      await createFile(this.#path, bytes);
    } catch (error) {
      if (fileErrorCode(error) === 'EEXIST') throw new TraceExistsError(this.#path);
      throw new TraceError(this.#path, undefined, fileErrorText(error));
    }
  }

  /** Removes what lies on disk beside the trace. */
  async remove(): Promise<void> {
    if (this.#isWritten) await unlink(this.#temporary).catch(() => undefined);
    this.#isGone();
  }
}
