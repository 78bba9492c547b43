import { type Command, Option } from 'commander';
import type { CampaignRequest } from '../check/campaign.ts';
import type { CheckReport } from '../check/check-report.ts';
import type { KnownDeviation } from '../check/known/known-deviation.ts';
import { MOST_CONCURRENT, MOST_RUNS } from '../check/request-limits.ts';
import { fileErrorText } from '../files/file-error.ts';
import { shellPath } from '../files/shell-word.ts';
import type { ReplayFile } from '../report/replay-file.ts';
import { optionTyped, secondsArgument, wholeNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { addEndpointOptions, type EndpointOptions, endpointWords, refuseWithoutEndpoint } from './endpoint-options.ts';
import { type KnownOptions, knownOptions, updateKnown } from './known-file.ts';
import { sutOption } from './own-sut.ts';
import { UsageError } from './usage-error.ts';

/** Most requests that a check can be told to send: more than anybody waits for. */
const MOST_REQUESTS = 1_000_000_000;

/** What goes with the embedded reference alone, of which each thread can have one. */
const NOT_OF_SYSTEMS = ['workers', 'overlap', 'report', 'resume', 'shard'];

/** What goes with a system of one's own alone. */
const OF_SYSTEMS = ['known', 'updateKnown', 'shrinkSessions', 'shrinkSeconds'] as const;

/** What goes with a server alone, and is no part of who it is. */
const OF_SERVERS = ['concurrency', 'maxRequests'] as const;

/** The options of a check of a system of one's own. */
export interface SystemOptions extends KnownOptions, EndpointOptions {
  readonly sut?: string;
  readonly shrinkSessions?: number;
  readonly shrinkSeconds?: number;
  readonly concurrency?: number;
  readonly maxRequests?: number;
}

/** Adds the options of a check of a system of one's own. */
export function addSystemOptions(command: Command): void {
  command.addOption(sutOption().conflicts(NOT_OF_SYSTEMS));
  addEndpointOptions(command, ['sut', ...NOT_OF_SYSTEMS]);
  for (const option of knownOptions()) command.addOption(option);
  command
    .option(
      '--shrink-sessions <number>',
      'most sessions with your system to make one trace shorter',
      wholeNumber('--shrink-sessions', 0, MOST_RUNS),
    )
    .option('--shrink-seconds <number>', 'longest time for that', secondsArgument('--shrink-seconds'))
    .addOption(
      new Option(
        '--concurrency <number>',
        'traces under way at a time on your server, each on buckets of its own',
      ).argParser(wholeNumber('--concurrency', 1, MOST_CONCURRENT)),
    )
    .option(
      '--max-requests <number>',
      'most requests to your server, those of the probe among them; then the verdict is unknown',
      wholeNumber('--max-requests', 1, MOST_REQUESTS),
    );
}

/**
 * Says no to what goes with a system of one's own alone.
 *
 * @throws UsageError
 */
export function refuseWithoutSystem(options: SystemOptions): void {
  refuseWithoutEndpoint(options);
  const ofServers =
    options.endpointUrl === undefined ? OF_SERVERS.find((name) => options[name] !== undefined) : undefined;
  if (ofServers !== undefined) throw new UsageError(`${optionTyped(ofServers)} needs --endpoint-url`);
  const isEmbedded = options.sut === undefined && options.endpointUrl === undefined;
  const alone = isEmbedded ? OF_SYSTEMS.find((name) => options[name] !== undefined) : undefined;
  if (alone === undefined) return;
  throw new UsageError(`${optionTyped(alone)} needs --sut or --endpoint-url`);
}

/** Sessions and seconds to make one trace of a server shorter: of one that deviates there are many. */
const OF_ENDPOINTS = { sessions: 60, seconds: 20 };

/** What is asked of a check of a system of one's own besides. A server is asked for all that it does otherwise. */
export function systemRequest(
  { updateKnown, shrinkSessions, shrinkSeconds, endpointUrl, concurrency }: SystemOptions,
  known: readonly KnownDeviation[] | undefined,
): Partial<CampaignRequest> {
  const isEndpoint = endpointUrl !== undefined;
  return {
    ...(known !== undefined && { known }),
    ...(concurrency !== undefined && { concurrency }),
    ...((updateKnown === true || isEndpoint) && { learnKnown: true }),
    ...((isEndpoint || (shrinkSessions ?? shrinkSeconds) !== undefined) && {
      shrink: {
        ...(isEndpoint && OF_ENDPOINTS),
        ...(shrinkSessions !== undefined && { sessions: shrinkSessions }),
        ...(shrinkSeconds !== undefined && { seconds: shrinkSeconds }),
      },
    }),
  };
}

/** Whoever does not write down what is known has to be told what is known and not so. */
export function isStale({ updateKnown: isUpdated }: SystemOptions, { verdict, known = [] }: CheckReport): boolean {
  return isUpdated !== true && verdict === 'conforms' && known.some((one) => one.isStale);
}

/** Writes down what is known where that is asked for; whether that succeeded. */
export async function knownIsWritten(
  { known, updateKnown: isUpdated }: SystemOptions,
  report: CheckReport,
  { io, complain }: CliContext,
): Promise<boolean> {
  if (known === undefined || isUpdated !== true) return true;
  try {
    await updateKnown(known, io.cwd, report);
    return true;
  } catch (error) {
    complain(`--known: ${fileErrorText(error)}`);
    return false;
  }
}

/** The words that name a system of one's own in a command. */
export function systemWords(options: Pick<SystemOptions, 'sut'> & EndpointOptions): readonly string[] {
  return options.sut === undefined ? endpointWords(options) : [`--sut ${shellPath(options.sut)}`];
}

/** How to replay a trace of a system of one's own. */
export function withSystem({ file, command }: ReplayFile, options: SystemOptions): ReplayFile {
  return { file, command: [command, ...systemWords(options)].join(' ') };
}
