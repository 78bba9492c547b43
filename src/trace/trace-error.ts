import { printable } from './printable.ts';

/** Longest problem text an error carries, in characters; what it quotes from the input may be of any length. */
const LONGEST_PROBLEM = 300;

/** A trace that cannot be read or written. The message is one printable line that says where and what. */
export class TraceError extends Error {
  /** File, or the name given to a text, as it was given. */
  readonly file: string;
  /** Line, counted from 1; undefined where the whole file is the matter. */
  readonly line: number | undefined;
  /** What is wrong, as it was given. */
  readonly problem: string;

  constructor(file: string, line: number | undefined, problem: string) {
    const place = line === undefined ? printable(file) : `${printable(file)}:${line}`;
    super(`${place}: ${printable(problem, LONGEST_PROBLEM)}`);
    this.name = 'TraceError';
    this.file = file;
    this.line = line;
    this.problem = problem;
  }
}

/** A trace was to be written to a name that is taken. */
export class TraceExistsError extends TraceError {
  constructor(file: string) {
    super(file, undefined, 'exists already, and is never overwritten');
    this.name = 'TraceExistsError';
  }
}
