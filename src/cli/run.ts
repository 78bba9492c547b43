import { Command, CommanderError } from 'commander';
import { printable } from '../trace/printable.ts';
import { TraceError } from '../trace/trace-error.ts';
import type { Commands } from './commands.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { addCommands } from './load-commands.ts';
import { UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

/** Longest error, in characters: it may quote what was typed. */
const LONGEST_ERROR = 1_000;

const EXAMPLES = `
Examples:
  bucketkey check --seed 42
  bucketkey replay bucketkey-failures/unique-data-keys-42.ndjson
  bucketkey judge recorded.ndjson.gz
  bucketkey scenario
  bucketkey explore --scope small
  bucketkey help check

Exit codes: 0 conforms, 1 violates, 2 error, 3 unknown (it goes beyond an assumption,
or a bound was hit), 130 interrupted, 143 and 129 by SIGTERM and SIGHUP.
`;

/**
 * Runs one command line and gives the exit code. `argv` is without the program's own name. Every error is one line on
 * standard error; nothing but the result goes to standard output.
 */
export async function run(argv: readonly string[], io: CliIo, commands: Commands): Promise<number> {
  let code: number = EXIT.conforms;
  const context: CliContext = {
    io,
    commands,
    exit: (given) => {
      code = given;
    },
    complain: (problem) => io.stderr(`bucketkey: ${printable(problem, LONGEST_ERROR)}\n`),
  };
  try {
    if (argv.length === 0) throw new UsageError('no command given; bucketkey --help lists them');
    const program = createProgram(context);
    await addCommands(program, argv, context);
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.conforms;
    if (io.signal.aborted) {
      context.complain('interrupted');
      return EXIT.interrupted;
    }
    context.complain(errorText(error));
    return EXIT.error;
  }
}

function createProgram(context: CliContext): Command {
  return new Command('bucketkey')
    .description('An executable model of Amazon S3 Bucket Keys, and the test kit that holds implementations to it.')
    .version(packageVersion())
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.io.stdout(text),
      // Commander's errors arrive as exceptions too, and are printed from there, on one line.
      writeErr: () => {},
      getOutHelpWidth: () => 100,
      getOutHasColors: () => false,
    });
}

function errorText(error: unknown): string {
  if (error instanceof UsageError || error instanceof TraceError) return error.message;
  if (error instanceof CommanderError) return error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  return `internal error: ${error instanceof Error ? error.message : String(error)}`;
}
