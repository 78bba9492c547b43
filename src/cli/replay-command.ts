import { resolve } from 'node:path';
import type { Command } from 'commander';
import { shellPath } from '../files/shell-word.ts';
import { shownPath } from '../files/shown-path.ts';
import { replayVerdict } from '../report/replay-report.ts';
import type { Sut } from '../suts/sut.ts';
import { isGzipName } from '../trace/gzip.ts';
import { isItfName } from '../trace/itf/itf-name.ts';
import { readTraceFile } from '../trace/read-trace-file.ts';
import { reorderOption } from './arguments.ts';
import { withNamedSystem } from './checked-endpoint.ts';
import type { CliContext } from './context.ts';
import { addEndpointOptions, type EndpointOptions, refuseWithoutEndpoint } from './endpoint-options.ts';
import { EXIT } from './exit-code.ts';
import { addOutputOptions, type Output, type OutputOptions, outputsOf, writeOutputs } from './outputs.ts';
import { sutOption } from './own-sut.ts';
import { recordedProfile } from './profile-options.ts';
import { systemWords } from './system-options.ts';

const EXAMPLES = `
The observations in the file are judged as they stand; then the same steps are taken afresh on the
embedded reference, or on your system with --sut or --endpoint-url, from the seed in the file, and
judged again, both by the profile the file names.

Examples:
  bucketkey replay bucketkey-failures/unique-data-keys-42.ndjson
  bucketkey replay recorded.ndjson --output json
  bucketkey replay bucketkey-failures/errors-42.ndjson --sut my-server.mjs
  bucketkey replay recorded.ndjson --reporter html=replay.html

Exit codes: 0 both conform, 1 one violates, 2 error, 3 unknown (it goes beyond an assumption,
or a bound was hit), 130 interrupted, 143 and 129 by SIGTERM and SIGHUP.
`;

interface ReplayOptions extends OutputOptions, EndpointOptions {
  readonly reorderMs: number;
  readonly sut?: string;
}

/** Adds `replay`: judges a trace file, and its steps taken afresh. */
export function addReplayCommand(program: Command, context: CliContext): void {
  const command = program
    .command('replay')
    .description('judge a trace file, as recorded and taken afresh')
    .argument('<file>', 'trace in the NDJSON format of bucketkey, or in ITF (.itf.json)')
    .addOption(reorderOption())
    .addOption(sutOption());
  addEndpointOptions(command, ['sut']);
  addOutputOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: ReplayOptions) => context.exit(await replay(file, options, context)));
}

async function replay(name: string, options: ReplayOptions, context: CliContext): Promise<number> {
  const { io } = context;
  refuseWithoutEndpoint(options);
  const outputs = await outputsOf(options, [name], io);
  return withNamedSystem(options, context, (sut) => replayOn(sut, name, options, outputs, context));
}

async function replayOn(
  sut: Sut | undefined,
  name: string,
  options: ReplayOptions,
  outputs: readonly Output[],
  context: CliContext,
): Promise<number> {
  const { io, commands } = context;
  const { reorderMs } = options;
  const path = resolve(io.cwd, name);
  const trace = await readTraceFile(path, reorderMs);
  const profile = recordedProfile(trace.header.profile, name);
  const recorded = await commands.judge(trace, profile);
  io.signal.throwIfAborted();
  const afresh = await commands.replay(trace, profile, sut);
  io.signal.throwIfAborted();
  const report = { recorded, afresh };
  const file = shownPath(path, io.cwd);
  const isLineByLine = reorderMs === 0 && !isItfName(file) && !isGzipName(file);
  const command = [
    'npx bucketkey replay',
    shellPath(file),
    ...(reorderMs === 0 ? [] : [`--reorder-ms ${reorderMs}`]),
    ...systemWords(options),
  ];
  const reported = { of: 'replay', report, file, isLineByLine, command: command.join(' ') } as const;
  return (await writeOutputs(outputs, reported, context)) ? EXIT[replayVerdict(report)] : EXIT.error;
}
