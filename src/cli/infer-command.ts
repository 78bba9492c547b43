import { basename, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { profileNamed } from '../../model/index.ts';
import { createFile } from '../files/atomic-file.ts';
import { newFileErrorText } from '../files/file-error.ts';
import { infer } from '../infer/infer.ts';
import type { Recording } from '../infer/recordings.ts';
import { described } from '../profile/described-profile.ts';
import { inferJson, inferText } from '../report/infer-report.ts';
import { countedText } from '../report/quantity-text.ts';
import { shownJson } from '../report/shown.ts';
import { printable } from '../trace/printable.ts';
import { readTraceFile } from '../trace/read-trace-file.ts';
import { type OutputForm, outputOption, reorderOption } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { profilesHelp } from './profile-help.ts';
import { addProfileOptions, chosenProfile, type ProfileOptions } from './profile-options.ts';
import { ProgressLine } from './progress-line.ts';
import { tell } from './tell.ts';
import { UsageError } from './usage-error.ts';

const EXAMPLES = `
The recordings are traces of one system. The oracle holds them to some hundred profiles, in which one
open point is closed, or several that have to do with each other; times are found by bisection. What
the profile leaves open or assumes is asked about, and what it closes only where nothing else explains
the recordings.

Examples:
  bucketkey infer recorded.ndjson
  bucketkey infer monday.ndjson.gz tuesday.ndjson.gz --profile-out my-server.json
  bucketkey judge wednesday.ndjson.gz --profile my-server.json

Exit codes: 0 explained, 1 no option explains the recordings, 2 error, 3 unknown (a bound was hit),
130 interrupted.
`;

interface InferOptions extends ProfileOptions {
  readonly reorderMs: number;
  readonly profileOut?: string;
  readonly output: OutputForm;
}

/** Adds `infer`: says what recordings tell of the system that made them. */
export function addInferCommand(program: Command, context: CliContext): void {
  const command = program
    .command('infer')
    .description('say what recorded traces tell of the system: lifetimes, caches, requesters, what AWS leaves open')
    .argument('<files...>', 'traces in the NDJSON format of bucketkey, or in ITF (.itf.json)');
  addProfileOptions(command, 'ask what this profile leaves open (default: aws)')
    .addOption(new Option('--profile-out <file>', 'write a profile that explains the recordings and no more'))
    .addOption(reorderOption())
    .addOption(outputOption())
    .addHelpText('after', `${profilesHelp()}${EXAMPLES}`)
    .action(async (files: readonly string[], options: InferOptions) =>
      context.exit(await inferFiles(files, options, context)),
    );
}

async function inferFiles(files: readonly string[], options: InferOptions, { io }: CliContext): Promise<number> {
  const { profileOut, output } = options;
  if (profileOut?.endsWith('.json') === false)
    throw new UsageError(`--profile-out: ${printable(profileOut)}: the name of a profile ends in .json`);
  const base = await chosenProfile(options, () => profileNamed('aws'), io.cwd);
  const recordings: Recording[] = [];
  for (const file of files) {
    const { header, steps } = await readTraceFile(resolve(io.cwd, file), options.reorderMs);
    recordings.push({ name: basename(file), setup: header.setup, steps });
  }
  const progress = new ProgressLine(io);
  const inference = await infer(recordings, {
    base,
    signal: io.signal,
    onProgress: (profiles) => progress.showText(() => `${countedText(profiles, 'profile')} tried`),
  }).finally(() => progress.clear());
  if (profileOut !== undefined && inference.profile !== undefined)
    await writeProfile(profileOut, shownJson(described(inference.profile)), io);
  if (output === 'json') io.stdout(inferJson(inference));
  else tell(io, () => inferText(inference));
  return EXIT[inference.verdict];
}

async function writeProfile(name: string, text: string, io: CliIo): Promise<void> {
  try {
    await createFile(resolve(io.cwd, name), text);
  } catch (error) {
    throw new UsageError(`--profile-out: ${printable(name)}: ${newFileErrorText(error)}`);
  }
}
