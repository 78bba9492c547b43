import { mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Imported, importTrail } from '../cloudtrail/importing/import-trail.ts';
import { fileErrorText } from '../files/file-error.ts';
import { shownPath } from '../files/shown-path.ts';
import { type ImportReport, importJson, importText } from '../report/import-report.ts';
import { countedText } from '../report/quantity-text.ts';
import { printable } from '../trace/printable.ts';
import { type OutputForm, outputOption } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { ProgressLine } from './progress-line.ts';
import { keepHeapSmall } from './small-heap.ts';
import { tell } from './tell.ts';
import { LOGS_HELP, trailSources } from './trail-sources.ts';
import { UsageError } from './usage-error.ts';

const EXAMPLES = `${LOGS_HELP}
The trace is for bucketkey judge. It says of its beginning that nothing is known, and of KMS calls
only those that are there: a record that is missing counts against nobody.

Examples:
  bucketkey import cloudtrail AWSLogs/ -o trail.ndjson.gz
  bucketkey import cloudtrail AWSLogs/ --per-bucket traces/
  bucketkey import cloudtrail events.json.gz | bucketkey judge -
  aws cloudtrail lookup-events | bucketkey import cloudtrail - -o trail.ndjson

Exit codes: 0 imported, 2 error, 130 interrupted.
`;

interface ImportOptions {
  readonly out?: string;
  readonly perBucket?: string;
  readonly allKms?: true;
  readonly output: OutputForm;
}

/** Adds `import`: makes traces out of logs of other forms. */
export function addImportCommand(program: Command, context: CliContext): void {
  program
    .command('import')
    .description('make traces out of logs of AWS')
    .command('cloudtrail')
    .description('make a trace out of the S3, KMS and STS events of CloudTrail')
    .argument('<logs...>', 'files or folders of logs; - for standard input')
    .option(
      '-o, --out <file>',
      'write the trace to a new file, packed if its name ends in .gz (default: standard output)',
    )
    .option('--per-bucket <folder>', 'write a trace for each bucket to this folder, as BUCKET.ndjson')
    .option('--all-kms', 'the logs have every KMS event: a read or write without one made no call')
    .addOption(outputOption())
    .addHelpText('after', EXAMPLES)
    .action(async (logs: readonly string[], options: ImportOptions) =>
      context.exit(await importLogs(logs, options, context)),
    );
}

async function importLogs(logs: readonly string[], options: ImportOptions, { io }: CliContext): Promise<number> {
  const { out, perBucket } = options;
  if (out !== undefined && perBucket !== undefined) throw new UsageError('--out and --per-bucket exclude each other');
  const path = await placeOf(options, io);
  keepHeapSmall();
  const sources = await trailSources(logs, io);
  const progress = new ProgressLine(io);
  let imported: Imported | undefined;
  try {
    imported = await importTrail(sources, {
      path,
      perBucket: perBucket !== undefined,
      hasAllCalls: options.allKms === true,
      signal: io.signal,
      onProgress: (records) => progress.showText(() => countedText(records, 'record')),
    });
    progress.clear();
    const isToStdout = out === undefined && perBucket === undefined;
    const { counts, traces, withoutTrace } = imported;
    for (const { spool, builder } of traces) {
      if (isToStdout) await writeOut(spool.content(builder.header()), io);
      else await spool.write(builder.header());
    }
    const files = isToStdout ? undefined : traces.map((trace) => shownPath(trace.path, io.cwd));
    report({ counts, files, withoutTrace }, options.output, io);
  } finally {
    progress.clear();
    await imported?.close();
  }
  return EXIT.conforms;
}

/** Where the trace goes, or lies until it is written; what cannot be written is refused before anything is read. */
async function placeOf({ out, perBucket }: ImportOptions, { cwd }: CliIo): Promise<string> {
  if (perBucket !== undefined) {
    const folder = resolve(cwd, perBucket);
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw new UsageError(`--per-bucket: ${printable(perBucket)}: ${fileErrorText(error)}`);
    }
    return folder;
  }
  if (out === undefined) return join(tmpdir(), 'bucketkey-import');
  const path = resolve(cwd, out);
  if ((await stat(path).catch(() => undefined)) !== undefined)
    throw new UsageError(`--out: ${printable(out)}: exists already, and is never overwritten`);
  return path;
}

async function writeOut(content: AsyncIterable<string>, io: CliIo): Promise<void> {
  for await (const piece of content) {
    io.stdout(piece);
    await io.drained?.();
  }
}

/** Where standard output has the trace, the report goes to standard error. */
function report(told: ImportReport, output: OutputForm, io: CliIo): void {
  if (told.files === undefined) io.stderr(output === 'json' ? importJson(told) : importText(told));
  else if (output === 'json') io.stdout(importJson(told));
  else tell(io, () => importText(told));
}
