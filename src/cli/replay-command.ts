import { resolve } from 'node:path';
import type { Command } from 'commander';
import { replayJson, replayText, replayVerdict } from '../report/replay-report.ts';
import { readTraceFile } from '../trace/read-trace-file.ts';
import { type OutputForm, outputOption, reorderOption } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { sutAt, sutOption } from './own-sut.ts';
import { recordedProfile } from './profile-options.ts';
import { tell } from './tell.ts';

const EXAMPLES = `
The observations in the file are judged as they stand; then the same steps are taken afresh on the
embedded reference, or on your system with --sut, from the seed in the file, and judged again, both
by the profile the file names.

Examples:
  bucketkey replay bucketkey-failures/unique-data-keys-42.ndjson
  bucketkey replay recorded.ndjson --output json
  bucketkey replay bucketkey-failures/errors-42.ndjson --sut my-server.js

Exit codes: 0 both conform, 1 one violates, 2 error, 3 unknown (it goes beyond an assumption,
or a bound was hit), 130 interrupted, 143 and 129 by SIGTERM and SIGHUP.
`;

interface ReplayOptions {
  readonly output: OutputForm;
  readonly reorderMs: number;
  readonly sut?: string;
}

/** Adds `replay`: judges a trace file, and its steps taken afresh. */
export function addReplayCommand(program: Command, context: CliContext): void {
  program
    .command('replay')
    .description('judge a trace file, as recorded and taken afresh')
    .argument('<file>', 'trace in the NDJSON format of bucketkey, or in ITF (.itf.json)')
    .addOption(reorderOption())
    .addOption(sutOption())
    .addOption(outputOption())
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: ReplayOptions) => context.exit(await replay(file, options, context)));
}

async function replay(
  file: string,
  { output, reorderMs, sut: own }: ReplayOptions,
  { io, commands }: CliContext,
): Promise<number> {
  const sut = own === undefined ? undefined : await sutAt(own, io.cwd);
  const trace = await readTraceFile(resolve(io.cwd, file), reorderMs);
  const profile = recordedProfile(trace.header.profile, file);
  const recorded = await commands.judge(trace, profile);
  io.signal.throwIfAborted();
  const afresh = await commands.replay(trace, profile, sut);
  io.signal.throwIfAborted();
  const report = { recorded, afresh };
  if (output === 'json') io.stdout(replayJson(report));
  else tell(io, () => replayText(report));
  return EXIT[replayVerdict(report)];
}
