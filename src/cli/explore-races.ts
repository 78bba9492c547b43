import { resolve } from 'node:path';
import { Option } from 'commander';
import { fileErrorText } from '../files/file-error.ts';
import type { RaceExploration } from '../races/race-exploration.ts';
import { RACES } from '../races/scope.ts';
import { labelled } from '../report/columns.ts';
import { countedText, countText } from '../report/quantity-text.ts';
import { racesJson, racesText } from '../report/races-report.ts';
import { shownText } from '../report/shown.ts';
import { isItfName } from '../trace/itf/itf-name.ts';
import { TraceExistsError } from '../trace/trace-error.ts';
import { writeTraceFile } from '../trace/write-trace-file.ts';
import { type OutputForm, wholeNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { ProgressLine, toGoText } from './progress-line.ts';
import { tell } from './tell.ts';
import { UsageError } from './usage-error.ts';

/** Most orders that can be asked for. */
const MOST_ORDERS = 100_000_000;

/** The options of `explore` that the scope `races` knows. */
export interface RacesOptions {
  readonly scope?: string;
  readonly maxOrders?: number;
  readonly traceOut?: string;
  readonly output: OutputForm;
}

const KNOWN: ReadonlySet<string> = new Set<keyof RacesOptions>(['scope', 'maxOrders', 'traceOut', 'output']);

/** The option that is for the scope `races` alone. */
export function maxOrdersOption(): Option {
  return new Option(
    '--max-orders <number>',
    `most orders of two requests to run, with --scope ${RACES.name} (default: no bound)`,
  ).argParser(wholeNumber('--max-orders', 1, MOST_ORDERS));
}

/**
 * Whether it is races that are to be explored.
 *
 * @throws UsageError where an option does not go with the scope
 */
export function isOfRaces(options: RacesOptions): boolean {
  if (options.scope !== RACES.name) {
    if (options.maxOrders !== undefined) throw new UsageError(`--max-orders is for --scope ${RACES.name}`);
    return false;
  }
  for (const [name, value] of Object.entries(options)) {
    const isLeft = value === undefined || value === false || (name === 'workers' && value === 'auto');
    if (KNOWN.has(name) || isLeft) continue;
    const option = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new UsageError(`--${option} does not go with --scope ${RACES.name}: it runs requests, and keeps no states`);
  }
  return true;
}

/** Explores the scope `races`, tells of it, and answers the exit code. */
export async function racesTold(options: RacesOptions, context: CliContext): Promise<number> {
  const { io, commands, complain } = context;
  const { output, traceOut, maxOrders = Number.POSITIVE_INFINITY } = options;
  if (traceOut !== undefined && isItfName(traceOut))
    throw new UsageError(`--trace-out: ${traceOut}: requests that overlap cannot be written in this format`);
  if (output === 'text')
    tell(io, () => shownText([...labelled('', `exploring the scope ${RACES.name}: ${RACES.title}`), '']));
  const line = new ProgressLine(io);
  const sinceMs = performance.now();
  let report: RaceExploration;
  try {
    report = await commands.exploreRaces(RACES, {
      maxOrders,
      signal: io.signal,
      onProgress: ({ races, ofRaces, orders }) =>
        line.showText(() => {
          const seconds = (performance.now() - sinceMs) / 1_000;
          const done = `${countText(races)} of ${countedText(ofRaces, 'race')}, ${countedText(orders, 'order')}`;
          return `${done}${toGoText(((ofRaces - races) * seconds) / races)}`;
        }),
    });
  } finally {
    line.clear();
  }
  if (output === 'json') io.stdout(racesJson(report));
  else tell(io, () => racesText(report));
  if (traceOut !== undefined) await writeFound(traceOut, report, context);
  if (!io.signal.aborted) return EXIT[report.verdict];
  complain('interrupted; this is how far it got');
  return EXIT.interrupted;
}

async function writeFound(name: string, { found }: RaceExploration, { io, complain }: CliContext): Promise<void> {
  if (found === undefined) return complain(`--trace-out: there is no trace to write to ${name}`);
  try {
    await writeTraceFile(resolve(io.cwd, name), found.trace);
  } catch (error) {
    throw new UsageError(
      `--trace-out: ${name}: ${error instanceof TraceExistsError ? error.message : fileErrorText(error)}`,
    );
  }
}
