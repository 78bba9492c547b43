import type { IncomingMessage } from 'node:http';
import type { MemoryBudget } from './memory-budget.ts';

/** Why a body was not read. */
export type BodyProblem = 'too large' | 'no memory' | 'cut short';

/** The body of a request cannot be had. */
export class BodyError extends Error {
  readonly problem: BodyProblem;

  constructor(problem: BodyProblem) {
    super(`request body: ${problem}`);
    this.problem = problem;
  }
}

/** What every connection may have in memory, whatever the others have. */
const FREE_BYTES = 64 * 1024;

/** The body of one request, read once and only when somebody wants it. */
export class RequestBody {
  readonly #request: IncomingMessage;
  readonly #proceed: () => void;
  readonly #budget: MemoryBudget;
  #isAskedFor = false;
  #taken = 0;

  /** `proceed` tells a client that waits for it to send the body. */
  constructor(request: IncomingMessage, proceed: () => void, budget: MemoryBudget) {
    this.#request = request;
    this.#proceed = proceed;
    this.#budget = budget;
  }

  /** Whether the client still waits to be told to send it. */
  get isAwaited(): boolean {
    return !this.#isAskedFor && this.#request.headers.expect !== undefined;
  }

  /** Reads all of it. Rejects with {@link BodyError}, at the latest when one byte too many has come. */
  async read(maxBytes: number): Promise<Uint8Array> {
    if (Number(this.#request.headers['content-length'] ?? 0) > maxBytes) throw new BodyError('too large');
    this.#isAskedFor = true;
    this.#proceed();
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of this.#request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > maxBytes) throw new BodyError('too large');
        if (length > FREE_BYTES) this.#take(length - FREE_BYTES - this.#taken);
        chunks.push(chunk);
      }
    } catch (error) {
      throw error instanceof BodyError ? error : new BodyError('cut short');
    }
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
  }

  /** The request is over: gives its memory back. */
  release(): void {
    this.#budget.give(this.#taken);
    this.#taken = 0;
  }

  #take(bytes: number): void {
    if (!this.#budget.take(bytes)) throw new BodyError('no memory');
    this.#taken += bytes;
  }
}
