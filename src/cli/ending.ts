import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { printable } from '../trace/printable.ts';
import { EXIT } from './exit-code.ts';

/**
 * How long a further signal belongs to the same Ctrl-C, in milliseconds: `npx` and `timeout` pass on what their whole
 * group was sent.
 */
const SAME_CTRL_C_MS = 500;
/** Exit codes of signals that end a command early, as shells have them: 128 and the number of the signal. */
const SIGNALS = [
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', EXIT.terminated],
  ['SIGHUP', EXIT.hungUp],
] as const;
/** Longest error, in characters. */
const LONGEST_ERROR = 1_000;

/**
 * All that can end the process from outside. A signal, and output that nobody takes any more, abort what is under way,
 * so that it keeps what was found and gives free what it holds; the exit code says what it was.
 */
export class Ending {
  readonly #interruption = new AbortController();
  #isOneUntilMs = Number.POSITIVE_INFINITY;
  #interruptedBy: number = EXIT.interrupted;
  /** The exit code once output was lost. */
  #lost: number | undefined;
  #isTold = true;

  /** Listens from now on, for as long as the process runs. */
  constructor() {
    // Listeners that stay: without any, however briefly, a signal would end the process the hard way.
    for (const [signal, code] of SIGNALS) process.on(signal, this.#interrupted(code));
    process.stdout.on('error', (error) => this.#outputLost(error));
    // Nobody is left to be told.
    process.stderr.on('error', () => {
      this.#isTold = false;
    });
    const failed = (error: unknown): void => {
      const problem = error instanceof Error ? error.message : String(error);
      this.complain(`bucketkey: internal error: ${printable(problem, LONGEST_ERROR)}\n`);
      process.exit(EXIT.error);
    };
    process.on('uncaughtException', failed);
  }

  /** Aborted when the command is to end. */
  get signal(): AbortSignal {
    return this.#interruption.signal;
  }

  /** Takes text for standard error. */
  complain(text: string): void {
    if (this.#isTold) process.stderr.write(text);
  }

  /** Waits until all output is written, and gives the exit code of a command that ended with `code`. */
  async codeAfter(code: number): Promise<number> {
    await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
    // An error is told after the write that it belongs to.
    await new Promise((resolve) => setImmediate(resolve));
    return this.#lost ?? (code === EXIT.interrupted ? this.#interruptedBy : code);
  }

  #interrupted(code: number): () => void {
    return () => {
      // Who presses it again does not want to wait for what there is to say.
      if (performance.now() > this.#isOneUntilMs) process.exit(code);
      if (this.signal.aborted) return;
      this.#interruptedBy = code;
      this.#abort();
    };
  }

  /** A reader such as `head` that has seen enough is no failure worth a word. */
  #outputLost(error: Error): void {
    if (this.#lost !== undefined) return;
    const isClosed = fileErrorCode(error) === 'EPIPE';
    if (!isClosed) this.complain(`bucketkey: standard output: ${fileErrorText(error)}\n`);
    this.#lost = isClosed ? EXIT.noReader : EXIT.error;
    // What the command has to say of its end has been said.
    this.#isTold = false;
    this.#abort();
  }

  #abort(): void {
    this.#isOneUntilMs = performance.now() + SAME_CTRL_C_MS;
    this.#interruption.abort();
  }
}
