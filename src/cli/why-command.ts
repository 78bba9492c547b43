import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { replaceFile } from '../files/atomic-file.ts';
import { countedText } from '../report/quantity-text.ts';
import { whyJson, whyText } from '../report/why-report.ts';
import { DIALECTS } from '../why/sql/dialect.ts';
import { type SqlEngine, whyQueries } from '../why/sql/why-sql.ts';
import { type WhyReport, whyTrail } from '../why/why-trail.ts';
import { type OutputForm, outputOption } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { ProgressLine } from './progress-line.ts';
import { keepHeapSmall } from './small-heap.ts';
import { tell } from './tell.ts';
import { LOGS_HELP, trailSources } from './trail-sources.ts';
import { UsageError } from './usage-error.ts';
import { writeBeside } from './write-beside.ts';

const EXAMPLES = `${LOGS_HELP}
The first sentence names the main cause; then come all causes, with the calls that each explains, the
counts that support it and what to do, and the calls by bucket, requester, operation and key. S3 data
events are not needed, but with them more is told: who was silent, and how many requests needed no call.

Examples:
  bucketkey why AWSLogs/
  bucketkey why events.json.gz --output json --html why.html
  bucketkey why 'AWSLogs/**/*.json.gz' --print-sql duckdb
  bucketkey why cloudtrail_logs --print-sql athena

Exit codes: 0 explained, 2 error, 130 interrupted.
`;

/** Adds `why`: says where the KMS calls of a trail come from. */
export function addWhyCommand(program: Command, context: CliContext): void {
  program
    .command('why')
    .description('say where the KMS calls in logs of CloudTrail come from')
    .argument('<logs...>', 'files or folders of logs; - for standard input')
    .addOption(outputOption())
    .addOption(
      new Option(
        '--print-sql <engine>',
        'print the same analysis as SQL over these files, or over a table of Athena, instead of reading them',
      ).choices(Object.keys(DIALECTS)),
    )
    .option('--html <file>', 'write a page with plots as well, to a file that is replaced')
    .addHelpText('after', EXAMPLES)
    .action(async (logs: readonly string[], options: WhyCommandOptions) =>
      context.exit(
        options.printSql === undefined ? await why(logs, options, context) : printed(logs, options.printSql, context),
      ),
    );
}

interface WhyCommandOptions {
  readonly output: OutputForm;
  readonly printSql?: SqlEngine;
  readonly html?: string;
}

/** A table of Athena, with its catalog and database where they are named. */
const TABLE = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){0,2}$/;

function printed([from = '', ...more]: readonly string[], engine: SqlEngine, { io }: CliContext): number {
  if (more.length > 0) throw new UsageError('--print-sql takes one table, or one path with stars in it, in quotes');
  if (engine === 'athena' && !TABLE.test(from)) throw new UsageError(`no name of a table: ${from}`);
  const { causes, groups, buckets } = whyQueries(engine, from);
  io.stdout(
    `-- What causes the calls, by the names of bucketkey why.\n${causes};\n\n` +
      `-- The calls, by bucket, requester, operation, key and kind of context.\n${groups};\n\n` +
      `-- What bucket keys saved, by bucket.\n${buckets};\n`,
  );
  return EXIT.conforms;
}

async function why(logs: readonly string[], { output, html }: WhyCommandOptions, { io }: CliContext): Promise<number> {
  keepHeapSmall();
  const sources = await trailSources(logs, io);
  const progress = new ProgressLine(io);
  let report: WhyReport;
  try {
    report = await whyTrail(sources, {
      signal: io.signal,
      onProgress: (records) => progress.showText(() => countedText(records, 'record')),
    });
  } finally {
    progress.clear();
  }
  if (html !== undefined) {
    const { whyHtml } = await import('../html-report/why-page.ts');
    await writeBeside('--html', html, () => replaceFile(resolve(io.cwd, html), whyHtml(report)));
  }
  if (output === 'json') io.stdout(whyJson(report));
  else tell(io, () => whyText(report));
  return EXIT.conforms;
}
