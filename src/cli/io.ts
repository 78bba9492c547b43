import type { Readable } from 'node:stream';

/** What text for people is written for. */
export interface Page {
  /** Columns of the terminal; undefined where it is none. */
  readonly columns?: number;
  readonly hasColours: boolean;
}

/** All the command line touches of the outside, apart from files; tests put their own in its place. */
export interface CliIo {
  /** Takes text for standard output. */
  stdout(text: string): void;
  /** Waits until standard output has room for more; missing where nobody is waited for. */
  drained?(): Promise<void>;
  /** Takes text for standard error. */
  stderr(text: string): void;
  /** The bytes of standard input. */
  stdin(): Readable;
  /** Whether standard error is a terminal somebody watches. */
  readonly isTTY: boolean;
  /** What standard output is for people; undefined = nothing to be considered. */
  readonly page?: Page;
  /** File that takes Markdown for the summary of a step of GitHub Actions; undefined anywhere else. */
  readonly stepSummary?: string | undefined;
  /** Variables of the environment; missing = none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Working folder: relative paths start here. */
  readonly cwd: string;
}
