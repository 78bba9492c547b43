import type { Command } from 'commander';
import { countedText } from '../report/quantity-text.ts';
import { whyJson, whyText } from '../report/why-report.ts';
import { type WhyReport, whyTrail } from '../why/why-trail.ts';
import { type OutputForm, outputOption } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { ProgressLine } from './progress-line.ts';
import { tell } from './tell.ts';
import { LOGS_HELP, trailSources } from './trail-sources.ts';

const EXAMPLES = `${LOGS_HELP}
The first sentence names the main cause; then come all causes, with the calls that each explains, the
counts that support it and what to do, and the calls by bucket, requester, operation and key. S3 data
events are not needed, but with them more is told: who was silent, and how many requests needed no call.

Examples:
  bucketkey why AWSLogs/
  bucketkey why events.json.gz --output json

Exit codes: 0 explained, 2 error, 130 interrupted.
`;

/** Adds `why`: says where the KMS calls of a trail come from. */
export function addWhyCommand(program: Command, context: CliContext): void {
  program
    .command('why')
    .description('say where the KMS calls in logs of CloudTrail come from')
    .argument('<logs...>', 'files or folders of logs; - for standard input')
    .addOption(outputOption())
    .addHelpText('after', EXAMPLES)
    .action(async (logs: readonly string[], { output }: { readonly output: OutputForm }) =>
      context.exit(await why(logs, output, context)),
    );
}

async function why(logs: readonly string[], output: OutputForm, { io }: CliContext): Promise<number> {
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
  if (output === 'json') io.stdout(whyJson(report));
  else tell(io, () => whyText(report));
  return EXIT.conforms;
}
