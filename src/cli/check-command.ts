import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { CampaignRequest } from '../check/campaign.ts';
import type { CheckReport } from '../check/check-report.ts';
import type { KnownDeviation } from '../check/known/known-deviation.ts';
import { type Asked, checkReportOf, type ReportSubject } from '../check/report-of.ts';
import { MOST_RUNS, MOST_STEPS } from '../check/request-limits.ts';
import { runsAskedOf, type Shard } from '../check/shard.ts';
import { writeReplayFiles } from '../failures/replay-files.ts';
import { fileErrorText } from '../files/file-error.ts';
import type { Workers } from '../workers/check-embedded.ts';
import { secondsArgument, seedOption, wholeNumber } from './arguments.ts';
import { askedBesides, isAnsweredOtherwise } from './asked-besides.ts';
import { shardArgument, workersArgument } from './campaign-arguments.ts';
import { type CheckTask, checkTask, DEFAULT_RUNS, type TaskOptions } from './check-task.ts';
import { type CheckedEndpoint, checkedEndpoint } from './checked-endpoint.ts';
import type { Commands } from './commands.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { knownAt } from './known-file.ts';
import { addOutputOptions, isForPeople, type Output, type OutputOptions, outputsOf, writeOutputs } from './outputs.ts';
import { profileFieldsHelp, profilesHelp } from './profile-help.ts';
import { addProfileOptions } from './profile-options.ts';
import { ProgressLine } from './progress-line.ts';
import { refuseImpossibleFolder } from './replay-files.ts';
import { unknownNameText } from './suggestion.ts';
import {
  addSystemOptions,
  isStale,
  knownIsWritten,
  refuseWithoutSystem,
  type SystemOptions,
  withSystem,
} from './system-options.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_SIZE = 300;

const EXAMPLES = `
Examples:
  bucketkey check
  bucketkey check --profile aws --seconds 60
  bucketkey check --property unique-data-keys --property etag-class --runs 1000
  bucketkey check --seed 42 --output json
  bucketkey check --reporter junit=junit.xml --reporter github
  bucketkey check --overlap --profile strict --runs 5000
  bucketkey check --seed 42 --runs 10000 --shard 2/5 --report shard-2.json
  bucketkey check --resume shard-2.json
  bucketkey check --sut my-server.mjs --profile aws-at-once --seconds 600
  bucketkey check --sut my-server.mjs --known known.json --update-known
  bucketkey check --sut my-server.mjs --deterministic
  bucketkey check --endpoint-url http://127.0.0.1:9000 --runs 50 --concurrency 4

With --runs the verdict is unknown where fewer were made and nothing was found, with --seconds alone
where none was.

Exit codes: 0 conforms, 1 violates (or --deterministic, and it is not), 2 error, 3 unknown (it goes
beyond an assumption, a bound was hit, or not all was done), 130 interrupted, 143 and 129 by SIGTERM
and SIGHUP.
`;

/** Options that a file to be continued stands for. */
const WHAT_TO_CHECK = [
  'runs',
  'seconds',
  'seed',
  'profile',
  'set',
  'strict',
  'property',
  'size',
  'keepGoing',
  'shard',
  'report',
];

interface CheckOptions extends TaskOptions, OutputOptions, SystemOptions {
  readonly statistics?: true;
  readonly workers: Workers;
  readonly failures: string;
  readonly deterministic?: true;
}

/** Adds `check`: random traces against the embedded reference or a system, held to the model and the properties. */
export async function addCheckCommand(program: Command, context: CliContext): Promise<void> {
  const propertyIds = await context.commands.propertyIds();
  const command = program
    .command('check')
    .description('run random traces against the embedded reference, or your system, and hold it to the model')
    .option(
      '--runs <number>',
      `traces to run (default: ${DEFAULT_RUNS}; with --seconds as many as there is time for)`,
      wholeNumber('--runs', 1, MOST_RUNS),
    )
    .option('--seconds <number>', 'start no new trace after this time', secondsArgument('--seconds'))
    .addOption(seedOption());
  addProfileOptions(command, 'what an implementation may do (default: ideal)')
    .option(
      '--property <id>',
      'check this property only; may be repeated (default: all)',
      (id: string, ids?: readonly string[]) => {
        if (!propertyIds.includes(id)) throw new UsageError(unknownNameText('property', id, propertyIds));
        return [...(ids ?? []), id];
      },
    )
    .option(
      '--size <number>',
      'maximum length of a trace, in steps',
      wholeNumber('--size', 1, MOST_STEPS),
      DEFAULT_SIZE,
    )
    .option(
      '--workers <number>',
      'threads to run them in, or auto; the result does not depend on it',
      workersArgument,
      'auto',
    )
    .option('--keep-going', 'go on after a violation, without what it is about, until ten faults were found')
    .addOption(
      new Option(
        '--overlap',
        'begin two requests at a time; judged by the model alone, under ideal or strict',
      ).conflicts(['property', 'report', 'resume']),
    )
    .addOption(
      new Option(
        '--deterministic',
        'run each trace twice, and fail as well where the same steps are answered otherwise',
      ).conflicts(['overlap', 'report', 'resume']),
    )
    .option('--shard <i/n>', 'run part i of n only, such as 2/5; bucketkey merge adds the parts up', shardArgument)
    .option('--report <file>', 'write the result to a new file, and all the time how far it got')
    .addOption(
      new Option('--resume <file>', 'continue the check of a report file; it says what to check').conflicts(
        WHAT_TO_CHECK,
      ),
    );
  addSystemOptions(command);
  addOutputOptions(command)
    .option('--statistics', 'say as well what of the model the traces have met, and what they have not')
    .option('--failures <folder>', 'where the trace of a violation is written', 'bucketkey-failures')
    .addHelpText('after', `${profilesHelp()}${profileFieldsHelp()}${EXAMPLES}`)
    .action(async (options: CheckOptions) => context.exit(await check(options, context)));
}

async function check(options: CheckOptions, context: CliContext): Promise<number> {
  const { io } = context;
  await refuseImpossibleFolder(resolve(io.cwd, options.failures));
  refuseWithoutSystem(options);
  const known = await knownAt(options, io.cwd);
  const { report = [], resume = [] } = options;
  const outputs = await outputsOf(options, [report, resume].flat(), io);
  const endpoint = await checkedEndpoint(options, context, isForPeople(outputs) && options.quiet !== true);
  let task: CheckTask | undefined;
  try {
    task = await checkTask(options, io.cwd, endpoint?.sut);
    return await runAndTell(task, options, known, outputs, context, endpoint);
  } finally {
    await endpoint?.clean();
    // A check that breaks down has found something as well, and nobody may write the file while this process does.
    await task?.kept?.writer.finish().catch(() => undefined);
    await task?.kept?.lock.release();
  }
}

async function runAndTell(
  task: CheckTask,
  options: CheckOptions,
  known: readonly KnownDeviation[] | undefined,
  outputs: readonly Output[],
  context: CliContext,
  endpoint: CheckedEndpoint | undefined,
): Promise<number> {
  const { io, commands, complain } = context;
  const { failures, workers, quiet } = options;
  if (isForPeople(outputs) && quiet !== true)
    io.stdout(`checking with profile ${task.profile.name}, seed ${task.head.seed}${shardText(task.head.shard)}\n\n`);

  const checked = task.state.complete
    ? checkReportOf(subjectOf(task), task.state, askedOf(task))
    : await runTask(
        task,
        askedBesides(options, known, endpoint, io),
        workers,
        commands,
        io,
        new ProgressLine(io, quiet),
      );
  // What is known from now on is nothing that was found.
  const report = endpoint === undefined || options.updateKnown ? checked : await endpoint.reportOf(checked);
  // A trace says nothing of which steps overlapped: the seed shows it again.
  const written = task.overlap ? [] : await writeReplayFiles(report, resolve(io.cwd, failures), io.cwd, complain);
  const replays = written.map((file) => file && withSystem(file, options));
  const isTold = await writeOutputs(
    outputs,
    { of: 'check', report, replays, withStatistics: options.statistics === true },
    context,
  );
  const isKnown = await knownIsWritten(options, report, context);
  if (!(await finished(task, complain)) || !isTold || !isKnown) return EXIT.error;
  const isToFail = isStale(options, report) || (report.verdict === 'conforms' && isAnsweredOtherwise(report));
  if (!io.signal.aborted) return isToFail ? EXIT.violates : EXIT[report.verdict];
  complain('interrupted; this is what was found so far');
  return EXIT.interrupted;
}

function askedOf({ head: { runs, shard, keepGoing } }: CheckTask): Asked {
  return { runs: runsAskedOf(runs, shard), keepGoing };
}

function subjectOf({ head, profile }: CheckTask): ReportSubject {
  return { seed: head.seed, profile: profile.name, sut: head.sut };
}

async function runTask(
  task: CheckTask,
  besides: Partial<CampaignRequest>,
  workers: Workers,
  commands: Commands,
  io: CliIo,
  progress: ProgressLine,
): Promise<CheckReport> {
  const { seed, runs, maxSteps, shard, keepGoing, seconds } = task.head;
  const request: CampaignRequest = {
    profile: task.profile,
    properties: task.properties,
    seed,
    maxSteps,
    shard,
    keepGoing,
    resumeFrom: task.state,
    signal: io.signal,
    ...(task.overlap && { overlap: true }),
    onProgress: (state) => progress.show(state, runsAskedOf(runs, shard), seconds),
    onState: (state) => task.kept?.writer.offer(state),
    ...(runs !== null && { runs }),
    ...(seconds !== null && { seconds }),
    ...besides,
  };
  try {
    return await commands.check(request, workers, task.sut);
  } finally {
    progress.clear();
  }
}

/**
 * Whether the report file, if there is to be one, holds the last word; a check that was asked for one and has none did
 * not succeed.
 */
async function finished({ kept }: CheckTask, complain: (problem: string) => void): Promise<boolean> {
  try {
    await kept?.writer.finish();
    return true;
  } catch (error) {
    complain(`the report file is not up to date: ${fileErrorText(error)}`);
    return false;
  }
}

function shardText({ index, of }: Shard): string {
  return of === 1 ? '' : `, shard ${index}/${of}`;
}
