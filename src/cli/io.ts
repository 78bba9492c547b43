import type { Readable } from 'node:stream';

/** All the command line touches of the outside, apart from files; tests put their own in its place. */
export interface CliIo {
  /** Takes text for standard output. */
  stdout(text: string): void;
  /** Takes text for standard error. */
  stderr(text: string): void;
  /** The bytes of standard input. */
  stdin(): Readable;
  /** Whether standard error is a terminal somebody watches. */
  readonly isTTY: boolean;
  /** File that takes Markdown for the summary of a step of GitHub Actions; undefined anywhere else. */
  readonly stepSummary?: string | undefined;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Working folder: relative paths start here. */
  readonly cwd: string;
}
