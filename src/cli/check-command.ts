import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Profile } from '../../model/index.ts';
import type { CheckReport } from '../check/check-report.ts';
import { checkJson } from '../report/check-json.ts';
import { checkText } from '../report/check-text.ts';
import {
  type OutputForm,
  outputOption,
  profileArgument,
  profileNames,
  randomSeed,
  secondsArgument,
  seedOption,
  wholeNumber,
} from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { ProgressLine } from './progress-line.ts';
import { refuseImpossibleFolder, writeReplayFiles } from './replay-files.ts';
import { unknownNameText } from './suggestion.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_RUNS = 300;
const MOST_RUNS = 1_000_000_000;
const DEFAULT_SIZE = 300;
const MOST_SIZE = 100_000;

const EXAMPLES = `
Examples:
  bucketkey check
  bucketkey check --profile aws --seconds 60
  bucketkey check --property unique-data-keys --property etag-class --runs 1000
  bucketkey check --seed 42 --output json

Exit codes: 0 conforms, 1 violates, 2 error, 3 unknown (a bound was hit), 130 interrupted.
`;

interface CheckOptions {
  readonly runs?: number;
  readonly seconds?: number;
  readonly seed?: number;
  readonly profile: Profile;
  readonly property?: readonly string[];
  readonly size: number;
  readonly output: OutputForm;
  readonly failures: string;
}

/** Adds `check`: random traces against the embedded reference, held to the model and the properties. */
export function addCheckCommand(program: Command, context: CliContext): void {
  const { propertyIds } = context.commands;
  program
    .command('check')
    .description('run random traces against the embedded reference and hold it to the model')
    .option(
      '--runs <number>',
      `traces to run (default: ${DEFAULT_RUNS}; with --seconds as many as there is time for)`,
      wholeNumber('--runs', 1, MOST_RUNS),
    )
    .option('--seconds <number>', 'start no new trace after this time', secondsArgument)
    .addOption(seedOption())
    .addOption(
      new Option('--profile <name>', `what an implementation may do: ${profileNames().join(', ')}`)
        .argParser(profileArgument)
        .default(profileArgument('ideal'), 'ideal'),
    )
    .option('--property <id>', 'check this property only; may be repeated (default: all)', (id: string, ids?: readonly string[]) => {
      if (!propertyIds.includes(id)) throw new UsageError(unknownNameText('property', id, propertyIds));
      return [...(ids ?? []), id];
    })
    .option('--size <number>', 'maximum length of a trace, in steps', wholeNumber('--size', 1, MOST_SIZE), DEFAULT_SIZE)
    .addOption(outputOption())
    .option('--failures <folder>', 'where the trace of a violation is written', 'bucketkey-failures')
    .addHelpText('after', EXAMPLES)
    .action(async (options: CheckOptions) => context.exit(await check(options, context)));
}

async function check(options: CheckOptions, { io, commands, complain }: CliContext): Promise<number> {
  const { profile, seconds, property, size, output } = options;
  const seed = options.seed ?? randomSeed();
  const runs = options.runs ?? (seconds === undefined ? DEFAULT_RUNS : MOST_RUNS);
  const failures = resolve(io.cwd, options.failures);
  await refuseImpossibleFolder(failures);
  if (output === 'text') io.stdout(`checking with profile ${profile.name}, seed ${seed}\n\n`);

  const progress = new ProgressLine(io);
  let report: CheckReport;
  try {
    report = await commands.check({
      profile,
      runs,
      seed,
      maxSteps: size,
      signal: io.signal,
      onProgress: (state) => progress.show(state),
      ...(seconds !== undefined && { seconds }),
      ...(property !== undefined && { properties: property }),
    });
  } finally {
    progress.clear();
  }

  const replays = await writeReplayFiles(report, failures, io.cwd, complain);
  io.stdout(output === 'json' ? checkJson(report, replays) : checkText(report, replays));
  if (!io.signal.aborted) return EXIT[report.verdict];
  complain('interrupted; this is what was found so far');
  return EXIT.interrupted;
}
