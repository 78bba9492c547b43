import { printable } from '../../trace/printable.ts';

/** Longest problem text an error carries, in characters; what it quotes from the input may be of any length. */
const LONGEST_PROBLEM = 300;

/** A scope file that cannot be read. The message is one printable line: the file, where in it, and what. */
export class ScopeFileError extends Error {
  /** The file as it was given. */
  readonly file: string;

  constructor(file: string, problem: string) {
    super(`${printable(file)}: ${printable(problem, LONGEST_PROBLEM)}`);
    this.name = 'ScopeFileError';
    this.file = file;
  }
}
