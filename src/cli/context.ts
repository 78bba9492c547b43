import type { Commands } from './commands.ts';
import type { CliIo } from './io.ts';

/** What a command works with. */
export interface CliContext {
  readonly io: CliIo;
  readonly commands: Commands;
  /** Takes the exit code of the command. */
  exit(code: number): void;
  /** Writes one line to standard error. */
  complain(problem: string): void;
}
