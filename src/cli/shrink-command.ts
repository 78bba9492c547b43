import { lstat, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { ShrunkTrace } from '../check/shrinking.ts';
import { writeReplayFile } from '../failures/replay-files.ts';
import { createFile } from '../files/atomic-file.ts';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { shellPath } from '../files/shell-word.ts';
import { shownPath } from '../files/shown-path.ts';
import { countedText, countText } from '../report/quantity-text.ts';
import type { ReplayFile } from '../report/replay-file.ts';
import { type ShrunkFiles, shrinkJson, shrinkText } from '../report/shrink-report.ts';
import { vitestTest } from '../report/vitest-test.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { isItfName } from '../trace/itf/itf-name.ts';
import { printable } from '../trace/printable.ts';
import { readTraceFile } from '../trace/read-trace-file.ts';
import { writeTraceFile } from '../trace/write-trace-file.ts';
import { type OutputForm, outputOption, reorderOption, secondsArgument } from './arguments.ts';
import { withNamedSystem } from './checked-endpoint.ts';
import type { CliContext } from './context.ts';
import { addEndpointOptions, type EndpointOptions, refuseWithoutEndpoint } from './endpoint-options.ts';
import { EXIT } from './exit-code.ts';
import { judgedPropertyOption } from './judge-command.ts';
import { sutOption } from './own-sut.ts';
import { profileFieldsHelp, profilesHelp } from './profile-help.ts';
import { addProfileOptions, chosenProfile, type ProfileOptions, recordedProfile } from './profile-options.ts';
import { ProgressLine } from './progress-line.ts';
import { refuseImpossibleFolder } from './replay-files.ts';
import { systemWords } from './system-options.ts';
import { tell } from './tell.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_SECONDS = 60;

const EXAMPLES = `
Steps are left out, and what is left is judged anew, as long as the same step is refused for the
same reason. Observations stay as they are: nothing is run. With --sut or --endpoint-url the steps
are taken afresh on your system instead, and made simpler as well.

Examples:
  bucketkey shrink recorded.ndjson
  bucketkey shrink recorded.ndjson.gz --property every-requester-pays --max-seconds 600
  bucketkey shrink recorded.ndjson --trace-out short.ndjson --to-test recorded.test.ts
  bucketkey shrink bucketkey-failures/errors-42.ndjson --sut my-server.mjs --max-seconds 600

Exit codes: 0 the trace conforms, and there is nothing to shrink, 1 violates, 2 error, 3 unknown,
130 interrupted, 143 and 129 by SIGTERM and SIGHUP; what was found until then is written.
`;

interface ShrinkOptions extends ProfileOptions, EndpointOptions {
  readonly property?: readonly string[];
  readonly maxSeconds: number;
  readonly reorderMs: number;
  readonly traceOut?: string;
  readonly toTest?: string;
  readonly failures: string;
  readonly output: OutputForm;
  readonly sut?: string;
}

/** Adds `shrink`: leaves out of a failing trace all it can do without. */
export async function addShrinkCommand(program: Command, context: CliContext): Promise<void> {
  const command = program
    .command('shrink')
    .description('make a failing trace as short as it can be, a recorded one too')
    .argument('<file>', 'trace in the NDJSON format of bucketkey, or in ITF (.itf.json)');
  addProfileOptions(command, 'judge by this profile, not by that of the trace')
    .addOption(await judgedPropertyOption(context.commands))
    .addOption(
      new Option('--max-seconds <number>', 'how long to try; then the shortest trace found is the result')
        .default(DEFAULT_SECONDS)
        .argParser(secondsArgument('--max-seconds')),
    )
    .addOption(reorderOption())
    .addOption(sutOption());
  addEndpointOptions(command, ['sut']);
  command
    .option('--trace-out <file>', 'write the trace to this new file')
    .addOption(new Option('--to-test <file>', 'write a vitest test of it to this new file').conflicts('property'))
    .option('--failures <folder>', 'where the trace is written without --trace-out', 'bucketkey-failures')
    .addOption(outputOption())
    .addHelpText('after', `${profilesHelp()}${profileFieldsHelp()}${EXAMPLES}`)
    .action(async (file: string, options: ShrinkOptions) => context.exit(await shrink(file, options, context)));
}

async function shrink(file: string, options: ShrinkOptions, context: CliContext): Promise<number> {
  const { io } = context;
  const { traceOut, toTest, failures } = options;
  refuseWithoutEndpoint(options);
  if (traceOut !== undefined) await refuseTaken('--trace-out', traceOut, io.cwd);
  if (traceOut !== undefined && isItfName(traceOut))
    throw new UsageError(`--trace-out: ${printable(traceOut)}: a trace is written as NDJSON, not as ITF`);
  if (toTest !== undefined) await refuseTaken('--to-test', toTest, io.cwd);
  if (traceOut === undefined) await refuseImpossibleFolder(resolve(io.cwd, failures));
  return withNamedSystem(options, context, (sut) => shrinkOn(sut, file, options, context));
}

async function shrinkOn(
  sut: Sut | undefined,
  file: string,
  options: ShrinkOptions,
  context: CliContext,
): Promise<number> {
  const { io, commands, complain } = context;
  const { property, maxSeconds, output } = options;
  const trace = await readTraceFile(resolve(io.cwd, file), options.reorderMs);
  const profile = await chosenProfile(options, () => recordedProfile(trace.header.profile, file), io.cwd);
  const progress = new ProgressLine(io);
  const shrinking = await commands
    .shrink(
      trace,
      {
        profile,
        maxSeconds,
        signal: io.signal,
        onProgress: ({ steps, attempts, elapsedMs }) =>
          progress.showText(
            () =>
              `${countedText(steps, 'step')} of ${countText(trace.steps.length)} left, ` +
              `${countedText(attempts, 'attempt')}, ${Math.max(0, Math.ceil(maxSeconds - elapsedMs / 1_000))} s to go`,
          ),
        ...(property !== undefined && { properties: property }),
      },
      sut,
    )
    .finally(() => progress.clear());
  const files = shrinking.shrunk === undefined ? NO_FILES : await write(shrinking.shrunk, options, context);
  if (output === 'json') io.stdout(shrinkJson(shrinking, files));
  else tell(io, () => shrinkText(shrinking, files));
  if (files.isIncomplete) return EXIT.error;
  if (!io.signal.aborted) return EXIT[shrinking.verdict];
  complain(shrinking.shrunk === undefined ? 'interrupted' : 'interrupted; this is the shortest trace so far');
  return EXIT.interrupted;
}

/** What was written, and whether something was not. */
interface Written extends ShrunkFiles {
  readonly isIncomplete: boolean;
}

const NO_FILES: Written = { replay: undefined, test: undefined, isIncomplete: false };

async function write(shrunk: ShrunkTrace, options: ShrinkOptions, { io, complain }: CliContext): Promise<Written> {
  const attempt = async <T>(what: string, writing: Promise<T>): Promise<T | undefined> => {
    try {
      return await writing;
    } catch (error) {
      complain(`${what}: ${fileErrorText(error)}`);
      return undefined;
    }
  };
  const { toTest } = options;
  const replay = await attempt('no trace file', writeTrace(shrunk, options, io.cwd));
  const test = toTest === undefined ? undefined : await attempt('no test', writeTest(shrunk, toTest, io.cwd));
  return { replay, test, isIncomplete: replay === undefined || test !== toTest };
}

async function writeTest(shrunk: ShrunkTrace, name: string, cwd: string): Promise<string> {
  await createFile(resolve(cwd, name), vitestTest(shrunk));
  return name;
}

async function writeTrace(shrunk: ShrunkTrace, options: ShrinkOptions, cwd: string): Promise<ReplayFile> {
  const { trace } = shrunk;
  const { traceOut, failures, property = [] } = options;
  let path: string;
  if (traceOut === undefined) path = await writeReplayFile(shrunk, resolve(cwd, failures), trace.header.seed);
  else {
    path = resolve(cwd, traceOut);
    await writeTraceFile(path, trace);
  }
  const file = shownPath(path, cwd);
  const words = property.map((id) => ` --property ${id}`).join('');
  // The steps of a trace of the embedded reference can be taken afresh as well.
  const isEmbedded = trace.header.sut === embeddedSut().name && property.length === 0;
  const own = systemWords(options);
  const isRun = own.length > 0 || isEmbedded;
  const named = [shellPath(file), ...own].join(' ');
  const command = `npx bucketkey ${isRun ? `replay ${named}` : `judge ${shellPath(file)}${words}`}`;
  return { file, command };
}

/** Says no to a file that cannot be written before the work, not after it. */
async function refuseTaken(option: string, name: string, cwd: string): Promise<void> {
  const path = resolve(cwd, name);
  let problem: string | undefined;
  try {
    const isThere = await lstat(path).then(
      () => true,
      (error) => {
        if (fileErrorCode(error) === 'ENOENT') return false;
        throw error;
      },
    );
    if (isThere) problem = 'exists already, and is never overwritten';
    else if (!(await stat(dirname(path))).isDirectory()) problem = 'a part of the path is not a folder';
  } catch (error) {
    problem = fileErrorText(error);
  }
  if (problem !== undefined) throw new UsageError(`${option}: ${printable(name)}: ${problem}`);
}
