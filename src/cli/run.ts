import { Command, CommanderError } from 'commander';
import { printable } from '../trace/printable.ts';
import { TraceError } from '../trace/trace-error.ts';
import { addAffectedCommand } from './affected-command.ts';
import { addCheckCommand } from './check-command.ts';
import { addCleanCommand } from './clean-command.ts';
import type { Commands } from './commands.ts';
import type { CliContext } from './context.ts';
import { addDrawCommand } from './draw-command.ts';
import { EXIT } from './exit-code.ts';
import { addExploreCommand } from './explore-command.ts';
import { addImportCommand } from './import-command.ts';
import { addInferCommand } from './infer-command.ts';
import type { CliIo } from './io.ts';
import { addJudgeCommand } from './judge-command.ts';
import { addMergeCommand } from './merge-command.ts';
import { addOracleCommand } from './oracle-command.ts';
import { addPredictCommand } from './predict-command.ts';
import { addPropertiesCommand } from './properties-command.ts';
import { addReplayCommand } from './replay-command.ts';
import { addScenarioCommand } from './scenario-command.ts';
import { addSchemaCommand } from './schema-command.ts';
import { addKmsCommand, addServeCommand } from './serve-command.ts';
import { addShrinkCommand } from './shrink-command.ts';
import { UsageError } from './usage-error.ts';
import { addVectorsCommand } from './vectors-command.ts';
import { packageVersion } from './version.ts';
import { addWhyCommand } from './why-command.ts';

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
    await createProgram(context).parseAsync(argv, { from: 'user' });
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
  const program = new Command('bucketkey')
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
  addCheckCommand(program, context);
  addJudgeCommand(program, context);
  addImportCommand(program, context);
  addWhyCommand(program, context);
  addOracleCommand(program, context);
  addAffectedCommand(program, context);
  addInferCommand(program, context);
  addPredictCommand(program, context);
  addMergeCommand(program, context);
  addReplayCommand(program, context);
  addShrinkCommand(program, context);
  addScenarioCommand(program, context);
  addDrawCommand(program, context);
  addExploreCommand(program, context);
  addPropertiesCommand(program, context);
  addVectorsCommand(program, context);
  addSchemaCommand(program, context);
  addServeCommand(program, context);
  addKmsCommand(program, context);
  addCleanCommand(program, context);
  return program;
}

function errorText(error: unknown): string {
  if (error instanceof UsageError || error instanceof TraceError) return error.message;
  if (error instanceof CommanderError) return error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  return `internal error: ${error instanceof Error ? error.message : String(error)}`;
}
