import { resolve } from 'node:path';
import type { Command } from 'commander';
import { HOUR_MS, MINUTE_MS } from '../../model/index.ts';
import { logBytes } from '../cloudtrail/reading/log-bytes.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { predict } from '../predict/predict.ts';
import type { Prediction } from '../predict/prediction.ts';
import { KMS_QUOTAS } from '../predict/prices.ts';
import { readWorkload } from '../predict/read-workload.ts';
import { regularWorkload } from '../predict/regular-workload.ts';
import type { Workload } from '../predict/request.ts';
import { requesterRules, withRequesters } from '../predict/requester-rules.ts';
import { UnpredictableError } from '../predict/unpredictable-error.ts';
import { predictionJson, predictionText } from '../report/prediction-report.ts';
import { countedText } from '../report/quantity-text.ts';
import { type OutputForm, outputOption, wholeNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { ProgressLine } from './progress-line.ts';
import { keepHeapSmall } from './small-heap.ts';
import { tell } from './tell.ts';
import { UsageError } from './usage-error.ts';
import { writeBeside } from './write-beside.ts';

/** AWS publishes no lifetime (U-01): these are the band. */
const LIFETIMES_MS = [5 * MINUTE_MS, HOUR_MS, 5 * HOUR_MS, 24 * HOUR_MS];
/**
 * One cache is the least; the 4 calls that AWS measured are what two make (F-109), and 10 data keys with about 60
 * Decrypt calls what six make (https://github.com/vinodhinic/s3-bucket-keys).
 */
const CACHES = [1, 2, 6];
const MOST = 1e9;

const EXAMPLES = `
A workload is CSV, in the order of its times, with a row of titles: ms,operation,object, and
requester,bucket,kmsKey,source where they are needed (source: what a copy reads); or a trace, such as
import cloudtrail makes; or a mix of YCSB (properties) or COSBench (XML); packed by gzip or not; or a
few numbers: so many writes and reads, spread evenly over some hours, by requesters, KMS keys and
objects in turn.

Requesters are roles with their scoping policies: sessions of one role are one.

Examples:
  bucketkey predict workload.csv
  bucketkey predict trail.ndjson.gz --output json --html predicted.html
  bucketkey predict workloada --operations 1000000 --hours 24
  bucketkey predict trace.gz --requesters who.csv
  bucketkey predict --writes 1000000
  bucketkey predict --writes 12000 --hours 1 --kms-keys 200
  bucketkey predict --reads 1000000 --readers 50 --old-objects 10000 --migrate 2000000

Exit codes: 0 predicted, 2 error, 130 interrupted.
`;

interface PredictCommandOptions {
  readonly writes?: number;
  readonly reads?: number;
  readonly operations?: number;
  readonly requesters?: string;
  readonly hours?: number;
  readonly writers?: number;
  readonly readers?: number;
  readonly kmsKeys?: number;
  readonly oldObjects?: number;
  readonly quota: number;
  readonly migrate?: number;
  readonly output: OutputForm;
  readonly html?: string;
}

/** Adds `predict`: says what a workload costs without and with bucket keys. */
export function addPredictCommand(program: Command, context: CliContext): void {
  const count = (flag: string, least: number, most = MOST) => wholeNumber(flag, least, most);
  program
    .command('predict')
    .description('say how many KMS calls a workload makes without and with bucket keys, and what they cost')
    .argument('[workload]', 'CSV or trace; - for standard input')
    .option('--writes <number>', 'writes, instead of a file', count('--writes', 0))
    .option('--reads <number>', 'reads, instead of a file', count('--reads', 0))
    .option('--operations <number>', 'operations of a mix, or of each of its stages', count('--operations', 1))
    .option('--requesters <file>', 'rules that say who asks, as CSV: operation,bucket,object,requester')
    .option(
      '--hours <number>',
      'hours over which they are spread, or a mix is (default: 24)',
      count('--hours', 1, 10_000),
    )
    .option('--writers <number>', 'requesters that write (default: 1)', count('--writers', 1, 10_000))
    .option(
      '--readers <number>',
      'requesters that only read (default: the writers read)',
      count('--readers', 1, 10_000),
    )
    .option('--kms-keys <number>', 'KMS keys that writes name in turn (default: 1)', count('--kms-keys', 1, 10_000))
    .option(
      '--old-objects <number>',
      'objects there before, which are read as well (default: 0)',
      count('--old-objects', 0, 100_000),
    )
    .option(
      '--quota <number>',
      `KMS requests a second: ${KMS_QUOTAS.join(', ')} by region`,
      count('--quota', 1),
      KMS_QUOTAS[0],
    )
    .option(
      '--migrate <number>',
      'objects to give a bucket key (default: those read and not written)',
      count('--migrate', 0, 1e12),
    )
    .addOption(outputOption())
    .option('--html <file>', 'write a page with plots as well, to a file that is replaced')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: PredictCommandOptions) =>
      context.exit(await predictWorkload(file, options, context)),
    );
}

async function predictWorkload(
  file: string | undefined,
  options: PredictCommandOptions,
  { io }: CliContext,
): Promise<number> {
  const { quota, migrate, output, html } = options;
  keepHeapSmall();
  const workload = await workloadOf(file, options, io);
  const progress = new ProgressLine(io);
  let prediction: Prediction;
  try {
    prediction = await predict(workload, {
      lifetimesMs: LIFETIMES_MS,
      caches: CACHES,
      signal: io.signal,
      onProgress: (requests) => progress.showText(() => countedText(requests, 'request')),
    });
  } catch (error) {
    throw error instanceof UnpredictableError ? new UsageError(error.message) : error;
  } finally {
    progress.clear();
  }
  const report = { prediction, quota, migrate };
  if (html !== undefined) {
    const { predictHtml } = await import('../html-report/predict-page.ts');
    await writeBeside('--html', html, () => replaceFile(resolve(io.cwd, html), predictHtml(report)));
  }
  if (output === 'json') io.stdout(predictionJson(report));
  else tell(io, () => predictionText(report));
  return EXIT.conforms;
}

async function workloadOf(file: string | undefined, options: PredictCommandOptions, io: CliIo): Promise<Workload> {
  const { writes, reads, operations, requesters, hours, writers, readers, kmsKeys, oldObjects } = options;
  const isNumbers = writes !== undefined || reads !== undefined;
  if (file !== undefined) {
    if ([writes, reads, writers, readers, kmsKeys, oldObjects].some((given) => given !== undefined))
      throw new UsageError('a workload comes from a file or from numbers, not from both');
    const source = file === '-' ? { name: 'standard input', bytes: io.stdin() } : { name: resolve(io.cwd, file) };
    const spanMs = hours === undefined ? undefined : hours * HOUR_MS;
    const workload = await readWorkload(source, io.signal, { operations, spanMs });
    if (requesters === undefined) return workload;
    const rules = { name: resolve(io.cwd, requesters) };
    return withRequesters(workload, await requesterRules(logBytes(rules), rules.name));
  }
  if (operations !== undefined || requesters !== undefined)
    throw new UsageError('--operations and --requesters go with a file');
  if (!isNumbers) throw new UsageError('no workload given: a file, or --writes and --reads');
  return regularWorkload({
    writes: writes ?? 0,
    reads: reads ?? 0,
    spanMs: (hours ?? 24) * HOUR_MS,
    writers: writers ?? 1,
    readers: readers ?? 0,
    kmsKeys: kmsKeys ?? 1,
    oldObjects: oldObjects ?? 0,
  });
}
