import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { StepsJudgement } from '../check/judge-steps.ts';
import { shellPath, shellWord } from '../files/shell-word.ts';
import { shownPath } from '../files/shown-path.ts';
import { type Pictures, picturesWithin } from '../html-report/followed.ts';
import { countedText, countText } from '../report/quantity-text.ts';
import type { ReportedJudgement } from '../report/reporters/reporter.ts';
import { isGzipName } from '../trace/gzip.ts';
import { isItfName } from '../trace/itf/itf-name.ts';
import { MAX_STREAMED_STEPS } from '../trace/limits.ts';
import { readTraceSteps } from '../trace/read-trace-steps.ts';
import { TraceError } from '../trace/trace-error.ts';
import { reorderOption, sizeArgument, wholeNumber } from './arguments.ts';
import type { Commands } from './commands.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { addOutputOptions, type OutputOptions, outputsOf, writeOutputs } from './outputs.ts';
import { profileFieldsHelp, profilesHelp } from './profile-help.ts';
import { addProfileOptions, chosenProfile, type ProfileOptions, recordedProfile } from './profile-options.ts';
import { ProgressLine, toGoText } from './progress-line.ts';
import { unknownNameText } from './suggestion.ts';
import { UsageError } from './usage-error.ts';

/** What a short trace takes, and a little more. */
const LEAST_BYTES = 2e6;

const EXAMPLES = `
The trace is read line by line and never held whole; a file whose name ends in .gz is unpacked.
Judging ends at the first violation. A line that cannot be read is an error that names the line.

Examples:
  bucketkey judge recorded.ndjson.gz
  bucketkey judge recorded.ndjson --profile aws --property every-requester-pays
  bucketkey judge recorded.ndjson --profile my-server.json --set ruleDelayMs=20min --strict
  bucketkey judge recorded.ndjson --explain 12
  bucketkey judge recorded.ndjson --points
  my-recorder | bucketkey judge - --output json
  bucketkey judge cloudtrail.ndjson --reorder-ms 5000
  bucketkey judge recorded.ndjson --reporter sarif=bucketkey.sarif --reporter github

Exit codes: 0 conforms, 1 violates, 2 error, 3 unknown (it goes beyond an assumption,
or a bound was hit), 130 interrupted, 143 and 129 by SIGTERM and SIGHUP.
`;

interface JudgeOptions extends ProfileOptions, OutputOptions {
  readonly property?: readonly string[];
  readonly maxMemory?: number;
  readonly reorderMs: number;
  readonly explain?: number;
  readonly points?: true;
}

/** The option `--property` of commands that judge a recorded trace. */
export async function judgedPropertyOption(commands: Commands): Promise<Option> {
  const [propertyIds, judgedPropertyIds] = [await commands.propertyIds(), await commands.judgedPropertyIds()];
  return new Option('--property <id>', 'judge by this property only; may be repeated (default: all)').argParser(
    (id: string, ids?: readonly string[]) => {
      if (!propertyIds.includes(id)) throw new UsageError(unknownNameText('property', id, judgedPropertyIds));
      if (!judgedPropertyIds.includes(id)) throw new UsageError(`${id} compares two runs, and a recorded trace is one`);
      return [...(ids ?? []), id];
    },
  );
}

/** Adds `judge`: holds a recorded trace to the model and the properties. */
export async function addJudgeCommand(program: Command, context: CliContext): Promise<void> {
  const command = program
    .command('judge')
    .description('judge a recorded trace as it stands, line by line')
    .argument('<file>', 'trace in the NDJSON format of bucketkey, or in ITF (.itf.json); - for standard input');
  addProfileOptions(command, 'judge by this profile, not by that of the trace')
    .addOption(await judgedPropertyOption(context.commands))
    .option(
      '--max-memory <size>',
      'most memory of what is remembered, such as 512MB or 2GB (default: as much as Node has room for)',
      sizeArgument('--max-memory', LEAST_BYTES),
    )
    .addOption(reorderOption())
    .option(
      '--explain <step>',
      'say why the answer of this step is admissible, and which open points allow it',
      wholeNumber('--explain', 1, MAX_STREAMED_STEPS),
    )
    .option('--points', 'count how often each open point decided; judging takes longer');
  addOutputOptions(command)
    .addHelpText('after', `${profilesHelp()}${profileFieldsHelp()}${EXAMPLES}`)
    .action(async (file: string, options: JudgeOptions) => context.exit(await judge(file, options, context)));
}

async function judge(file: string, options: JudgeOptions, context: CliContext): Promise<number> {
  const { io, commands, complain } = context;
  const outputs = await outputsOf(options, file === '-' ? [] : [file], io);
  const looksInside = outputs.some(({ reporter }) => reporter.looksInside === true);
  const trace = await readTraceSteps(
    file === '-' ? { name: 'standard input', bytes: io.stdin() } : resolve(io.cwd, file),
    io.signal,
    options.reorderMs,
  );
  const profile = await chosenProfile(options, () => recordedProfile(trace.header.profile, file), io.cwd);
  const progress = new ProgressLine(io, options.quiet);
  const startMs = performance.now();
  let judgement: StepsJudgement;
  try {
    judgement = await commands.judgeSteps(trace, {
      profile,
      signal: io.signal,
      onProgress: (steps) =>
        progress.showText(() => progressText(steps, performance.now() - startMs, trace.fractionRead?.())),
      ...(options.explain !== undefined && { explain: options.explain - 1 }),
      ...(options.points && { points: true }),
      ...(looksInside && { coverage: true }),
      ...(options.maxMemory !== undefined && { maxBytes: options.maxMemory }),
      ...(options.property !== undefined && { properties: options.property }),
    });
  } finally {
    progress.clear();
  }
  const pictures = looksInside ? await picturesOf(judgement, file, options, io) : undefined;
  const reported = { ...reportedOf(judgement, file, options, io.cwd), pictures };
  if (!(await writeOutputs(outputs, reported, context))) return EXIT.error;
  if (!io.signal.aborted) return EXIT[judgement.verdict];
  complain('interrupted; this is what was found so far');
  return EXIT.interrupted;
}

/**
 * What the model knows after the steps that are told, for which a file is read once more; nothing of standard input, or
 * where the file cannot be read any more.
 */
async function picturesOf(
  { last, lastIndices }: StepsJudgement,
  file: string,
  { reorderMs }: JudgeOptions,
  { cwd, signal }: CliIo,
): Promise<Pictures | undefined> {
  if (file === '-' || lastIndices.every((index, place) => index === place)) return undefined;
  try {
    return await picturesWithin(await readTraceSteps(resolve(cwd, file), signal, reorderMs), last, lastIndices);
  } catch (error) {
    if (error instanceof TraceError || signal.aborted) return undefined;
    throw error;
  }
}

function reportedOf(judgement: StepsJudgement, name: string, options: JudgeOptions, cwd: string): ReportedJudgement {
  const isFile = name !== '-';
  const file = shownPath(resolve(cwd, name), cwd);
  return {
    of: 'judge',
    judgement,
    file: isFile ? file : undefined,
    isLineByLine: options.reorderMs === 0 && !isItfName(file) && !isGzipName(file),
    command: isFile ? commandOf(file, options) : undefined,
  };
}

/** The command line again, as far as it decides what comes out. */
function commandOf(file: string, { profile, set = [], strict, property = [], reorderMs }: JudgeOptions): string {
  const words = [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...set.flatMap((field) => ['--set', field]),
    ...(strict === true ? ['--strict'] : []),
    ...property.flatMap((id) => ['--property', id]),
    ...(reorderMs === 0 ? [] : ['--reorder-ms', `${reorderMs}`]),
  ];
  return ['npx bucketkey judge', shellPath(file), ...words.map(shellWord)].join(' ');
}

/** The header is a line too. What is left of a file takes as long for each byte as what was read of it. */
function progressText(steps: number, elapsedMs: number, fractionRead: number | undefined): string {
  const perSecond = Math.round((steps * 1000) / Math.max(1, elapsedMs));
  const told = `${countedText(steps + 1, 'line')}, ${countText(perSecond)} a second`;
  // What was read and is not judged yet is little, but all there is once the file is at its end.
  if (fractionRead === undefined || fractionRead === 1) return told;
  return `${told}${toGoText((elapsedMs * (1 / fractionRead - 1)) / 1_000)}`;
}
