import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { sequenceMermaid, timelineMermaid } from '../diagram/mermaid.ts';
import { sequenceSvg } from '../diagram/sequence-svg.ts';
import { timelineSvg } from '../diagram/timeline-svg.ts';
import { createFile } from '../files/atomic-file.ts';
import { fileErrorCode, newFileErrorText } from '../files/file-error.ts';
import { described } from '../profile/described-profile.ts';
import { countedText } from '../report/quantity-text.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { readTraceFile, readWholeTrace } from '../trace/read-trace-file.ts';
import type { Trace } from '../trace/trace.ts';
import { reorderOption, wholeNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { addProfileOptions, chosenProfile, type ProfileOptions, recordedProfile } from './profile-options.ts';
import { scenarioCalled } from './scenario-called.ts';
import { UsageError } from './usage-error.ts';

const EXAMPLES = `
Draws what happened between requesters, S3, its cache of bucket keys and KMS; or the life of each
bucket key, and who has it in a cache. The trace is judged first, and what violates is marked. Of a
long trace the steps that matter are drawn. An SVG file opens in any browser, Mermaid on GitHub.

Examples:
  bucketkey draw bucketkey-failures/unique-data-keys-42.ndjson -o failure.svg
  bucketkey draw recorded.ndjson --what timeline -o timeline.svg
  bucketkey draw recorded.ndjson --format mermaid
  bucketkey draw --scenario revoked-while-warm -o scenario.svg
  my-recorder | bucketkey draw - -o recorded.svg

Exit codes: 0 drawn, whatever the verdict, 2 error, 130 interrupted, 143 and 129 by SIGTERM and
SIGHUP.
`;

const DRAWINGS = {
  svg: { sequence: sequenceSvg, timeline: timelineSvg },
  mermaid: { sequence: sequenceMermaid, timeline: timelineMermaid },
} as const;

interface DrawOptions extends ProfileOptions {
  readonly format: keyof typeof DRAWINGS;
  readonly what: 'sequence' | 'timeline';
  readonly out?: string;
  readonly scenario?: string;
  readonly run: number;
  readonly reorderMs: number;
}

/** Adds `draw`: a trace as a sequence diagram, or as a timeline of bucket keys. */
export function addDrawCommand(program: Command, context: CliContext): void {
  const command = program
    .command('draw')
    .description('draw a trace as a sequence diagram, or as a timeline of its bucket keys')
    .argument('[file]', 'trace in the NDJSON format of bucketkey, or in ITF (.itf.json); - for standard input')
    .addOption(new Option('--format <format>', 'what to write').choices(Object.keys(DRAWINGS)).default('svg'))
    .addOption(new Option('--what <what>', 'which drawing').choices(['sequence', 'timeline']).default('sequence'))
    .option('-o, --out <file>', 'write to a new file (default: standard output)')
    .option('--scenario <name>', 'draw a run of a scenario in place of a file')
    .option('--run <number>', 'which run of the scenario', wholeNumber('--run', 1, 1_000), 1);
  addProfileOptions(command, 'draw and judge by this profile, not by that of the trace')
    .addOption(reorderOption())
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: DrawOptions) => context.exit(await draw(file, options, context)));
}

async function draw(file: string | undefined, options: DrawOptions, context: CliContext): Promise<number> {
  const { io, commands } = context;
  const recorded = await traceOf(file, options, context);
  const profile = await chosenProfile(options, () => recordedProfile(recorded.header.profile, file ?? ''), io.cwd);
  const trace: Trace = { header: { ...recorded.header, profile: described(profile) }, steps: recorded.steps };
  const { violation, doubt } = await commands.judge(trace, profile);
  io.signal.throwIfAborted();
  const text = DRAWINGS[options.format][options.what](trace, violation ?? doubt);
  if (options.out === undefined) io.stdout(text);
  else await write(options.out, text, io);
  return EXIT.conforms;
}

async function traceOf(
  file: string | undefined,
  { scenario, run, reorderMs }: DrawOptions,
  { io, commands }: CliContext,
): Promise<Trace> {
  if ((file === undefined) === (scenario === undefined)) throw new UsageError('draw takes a file, or --scenario');
  if (file === '-') return readWholeTrace({ name: 'standard input', bytes: io.stdin() }, reorderMs, io.signal);
  if (file !== undefined) return readTraceFile(resolve(io.cwd, file), reorderMs);
  return playedBy(scenarioCalled(scenario ?? '', await commands.scenarios()), run, io.signal);
}

/** What a run of a scenario was, counted from 1. */
async function playedBy(scenario: Scenario, number: number, signal: AbortSignal): Promise<Trace> {
  const traces: Trace[] = [];
  await scenario.run({ seed: 0, signal, onPlayed: (trace) => void traces.push(trace) });
  const trace = traces[number - 1];
  if (trace !== undefined) return trace;
  throw new UsageError(`--run ${number}: ${countedText(traces.length, 'run')} of ${scenario.name} can be drawn`);
}

async function write(name: string, text: string, { cwd }: CliIo): Promise<void> {
  try {
    await createFile(resolve(cwd, name), text);
  } catch (error) {
    if (fileErrorCode(error) === undefined) throw error;
    throw new UsageError(`--out: ${name}: ${newFileErrorText(error)}`);
  }
}
