import { resolve } from 'node:path';
import type { Command } from 'commander';
import { writeReplayFiles } from '../failures/replay-files.ts';
import { createFile } from '../files/atomic-file.ts';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { checkJson } from '../report/check-json.ts';
import { printable } from '../trace/printable.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { addOutputOptions, type OutputOptions, outputsOf, writeOutputs } from './outputs.ts';
import { refuseImpossibleFolder } from './replay-files.ts';
import { mergeReports, type NamedReport } from './report-file/merge-reports.ts';
import { readReportFile } from './report-file/read-report-file.ts';
import { UsageError } from './usage-error.ts';

const EXAMPLES = `
The files are those of check --report, in any order; the result does not depend on it. If nothing is
violated it is that of the check that was divided. A shard that is missing or did not end makes the
verdict unknown.

Examples:
  bucketkey merge shard-1.json shard-2.json
  bucketkey merge reports/*.json --output json
  bucketkey merge reports/*.json --json merged.json --reporter junit=junit.xml

Exit codes: 0 conforms, 1 violates, 2 error, 3 unknown (it goes beyond an
assumption, a bound was hit, or a shard is missing).
`;

interface MergeOptions extends OutputOptions {
  readonly json?: string;
  readonly failures: string;
}

/** Adds `merge`: one report from those of the shards of a check. */
export function addMergeCommand(program: Command, context: CliContext): void {
  const command = program
    .command('merge')
    .description('add up the reports of the shards of a check')
    .argument('<files...>', 'reports written by check --report');
  addOutputOptions(command)
    .option('--json <file>', 'write the result to a new file as well, as --output json does')
    .option('--failures <folder>', 'where the trace of a violation is written', 'bucketkey-failures')
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly [string, ...string[]], options: MergeOptions) =>
      context.exit(await merge(files, options, context)),
    );
}

async function merge(
  [first, ...others]: readonly [string, ...string[]],
  options: MergeOptions,
  context: CliContext,
): Promise<number> {
  const { json, failures } = options;
  const { io, complain } = context;
  const outputs = await outputsOf(options, [first, ...others, ...(json === undefined ? [] : [json])], io);
  const folder = resolve(io.cwd, failures);
  await refuseImpossibleFolder(folder);
  const read = async (name: string): Promise<NamedReport> => ({
    name,
    file: await readReportFile(resolve(io.cwd, name), name),
  });
  const reports: [NamedReport, ...NamedReport[]] = [await read(first)];
  for (const name of others) reports.push(await read(name));
  const report = mergeReports(reports);
  const replays = await writeReplayFiles(report, folder, io.cwd, complain);
  const isTold = await writeOutputs(outputs, { of: 'check', report, replays }, context);
  if (json !== undefined) await writeJson(resolve(io.cwd, json), json, checkJson(report, replays));
  return isTold ? EXIT[report.verdict] : EXIT.error;
}

/** A new file: where a name was left out by mistake, the next one is a report that must not be lost. */
async function writeJson(path: string, name: string, text: string): Promise<void> {
  try {
    await createFile(path, text);
  } catch (error) {
    const problem =
      fileErrorCode(error) === 'EEXIST' ? 'exists already; it is never overwritten' : fileErrorText(error);
    throw new UsageError(`--json: ${printable(name)}: ${problem}`);
  }
}
