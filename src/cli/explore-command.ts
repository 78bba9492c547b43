import { type Command, Option } from 'commander';
import type { Exploration, ExploreProgress } from '../explore/exploration.ts';
import type { ExploreScope } from '../explore/scope.ts';
import { ScopeFileError } from '../explore/scope-file/scope-file-error.ts';
import { together } from '../explore/together.ts';
import { labelled } from '../report/columns.ts';
import { exploreJson, exploreText, togetherJson, togetherText } from '../report/explore-report.ts';
import { countText } from '../report/quantity-text.ts';
import type { Workers } from '../workers/check-embedded.ts';
import { type OutputForm, outputOption, sizeOf, wholeNumber } from './arguments.ts';
import { workersArgument } from './campaign-arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { progressTeller } from './explore-progress.ts';
import { ProgressLine } from './progress-line.ts';
import { unknownNameText } from './suggestion.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_SCOPE = 'tiny';
/** For scopes that say nothing of a bound. */
const DEFAULT_STATES = 1_000_000;
const MOST_STATES = 2 ** 31 - 1;
/** What an exploration takes to begin with, and a little more. */
const LEAST_BYTES = 2e6;

const EXAMPLES = `
Examples:
  bucketkey explore
  bucketkey explore --scope small
  bucketkey explore --scope medium --symmetry
  bucketkey explore --scope large --max-states 2000000000 --max-memory 8GB
  bucketkey explore --scope my-world.json --max-states 10000 --output json

Exit codes: 0 all invariants hold in the whole scope, 1 one is violated, 2 error, 3 unknown (a bound
was hit), 130 interrupted.
`;

interface ExploreCommandOptions {
  readonly scope: string;
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly workers: Workers;
  readonly exact: boolean;
  readonly symmetry: boolean;
  readonly output: OutputForm;
}

/** Adds `explore`: every behaviour of the model in a small world. */
export function addExploreCommand(program: Command, context: CliContext): void {
  program
    .command('explore')
    .description('explore every behaviour of the model in a small world, and check its invariants')
    .option('--scope <name|file>', `world to explore: ${context.commands.scopeNames.join(', ')}, or a JSON file`, DEFAULT_SCOPE)
    .option(
      '--max-states <number>',
      `most states to tell apart (default: that of the scope, or ${countText(DEFAULT_STATES)})`,
      wholeNumber('--max-states', 1, MOST_STATES),
    )
    .option(
      '--max-memory <size>',
      'most memory of states, links and rows, such as 512MB or 2GB (default: no bound)',
      sizeOf('--max-memory', LEAST_BYTES),
    )
    .option('--workers <number|auto>', 'worker threads to explore on; the result is the same for any number', workersArgument, 'auto')
    .addOption(
      new Option('--exact', 'tell states apart by all they are, not by fingerprints of 64 bits').default(false).conflicts('symmetry'),
    )
    .option('--symmetry', 'take states for one that differ only in names which the scope treats alike', false)
    .addOption(outputOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: ExploreCommandOptions) => context.exit(await exploreScopes(options, context)));
}

async function exploreScopes(options: ExploreCommandOptions, context: CliContext): Promise<number> {
  const { io, complain } = context;
  const scopes = await scopesCalled(options.scope, context);
  const reports: Exploration[] = [];
  for (const scope of scopes) {
    const report = await exploreOne(scope, options, context);
    reports.push(report);
    if (options.output === 'text') io.stdout(exploreText(report));
    if (io.signal.aborted) break;
  }
  const [only] = reports;
  const all = together(reports);
  if (options.output === 'json') io.stdout(scopes.length === 1 && only !== undefined ? exploreJson(only) : togetherJson(all, reports));
  else if (scopes.length > 1) io.stdout(`\n${togetherText(all, reports.length, scopes.length)}`);
  if (!io.signal.aborted) return EXIT[all.verdict];
  complain('interrupted; this is how far it got');
  return EXIT.interrupted;
}

async function scopesCalled(text: string, { commands }: CliContext): Promise<readonly ExploreScope[]> {
  try {
    const scopes = await commands.scopesCalled(text);
    if (scopes === undefined) throw new UsageError(unknownNameText('scope', text, commands.scopeNames));
    return scopes;
  } catch (error) {
    if (error instanceof ScopeFileError) throw new UsageError(error.message);
    throw error;
  }
}

async function exploreOne(scope: ExploreScope, options: ExploreCommandOptions, { io, commands }: CliContext): Promise<Exploration> {
  const { workers, exact, symmetry, output, maxMemory: maxBytes } = options;
  if (output === 'text') io.stdout(`${labelled('', `exploring the scope ${scope.name}: ${scope.title}`).join('\n')}\n\n`);
  const line = new ProgressLine(io);
  const text = progressTeller(() => performance.now());
  try {
    const maxStates = options.maxStates ?? scope.maxStates ?? DEFAULT_STATES;
    const onProgress = (progress: ExploreProgress) => line.showText(() => text(progress));
    const bounds = { maxStates, ...(maxBytes !== undefined && { maxBytes }) };
    return await commands.explore(scope, { ...bounds, exact, symmetry, signal: io.signal, onProgress }, workers);
  } finally {
    line.clear();
  }
}
