import type { Command } from 'commander';
import type { Exploration, ExploreProgress } from '../explore/exploration.ts';
import { labelled } from '../report/columns.ts';
import { exploreJson, exploreText } from '../report/explore-report.ts';
import { countedText, countText } from '../report/quantity-text.ts';
import { type OutputForm, outputOption, wholeNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { ProgressLine } from './progress-line.ts';
import { unknownNameText } from './suggestion.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_SCOPE = 'tiny';
const DEFAULT_STATES = 1_000_000;
const MOST_STATES = 10_000_000;

const EXAMPLES = `
Examples:
  bucketkey explore
  bucketkey explore --scope small
  bucketkey explore --scope small --max-states 10000 --output json

Exit codes: 0 all invariants hold in the whole scope, 1 one is violated, 2 error, 3 unknown (a bound
was hit), 130 interrupted.
`;

interface ExploreCommandOptions {
  readonly scope: string;
  readonly maxStates: number;
  readonly output: OutputForm;
}

/** Adds `explore`: every behaviour of the model in a small world. */
export function addExploreCommand(program: Command, context: CliContext): void {
  const names = context.commands.scopes.map(({ name }) => name);
  program
    .command('explore')
    .description('explore every behaviour of the model in a small world, and check its invariants')
    .option(
      '--scope <name>',
      `world to explore: ${names.join(', ')}`,
      (name: string) => {
        if (!names.includes(name)) throw new UsageError(unknownNameText('scope', name, names));
        return name;
      },
      DEFAULT_SCOPE,
    )
    .option('--max-states <number>', 'most states to tell apart', wholeNumber('--max-states', 1, MOST_STATES), DEFAULT_STATES)
    .addOption(outputOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: ExploreCommandOptions) => context.exit(await exploreScope(options, context)));
}

async function exploreScope({ scope: name, maxStates, output }: ExploreCommandOptions, context: CliContext): Promise<number> {
  const { io, commands, complain } = context;
  const scope = commands.scopes.find((known) => known.name === name);
  if (scope === undefined) throw new UsageError(`there is no scope ${JSON.stringify(name)}`);
  if (output === 'text') io.stdout(`${labelled('', `exploring the scope ${name}: ${scope.title}`).join('\n')}\n\n`);
  const line = new ProgressLine(io);
  const startMs = performance.now();
  let report: Exploration;
  try {
    report = await commands.explore(scope, {
      maxStates,
      signal: io.signal,
      onProgress: (progress) => line.showText(() => progressText(progress, performance.now() - startMs)),
    });
  } finally {
    line.clear();
  }
  io.stdout(output === 'json' ? exploreJson(report) : exploreText(report));
  if (!io.signal.aborted) return EXIT[report.verdict];
  complain('interrupted; this is how far it got');
  return EXIT.interrupted;
}

function progressText({ states, queue, depth }: ExploreProgress, elapsedMs: number): string {
  const rate = elapsedMs === 0 ? 0 : Math.round((1000 * states) / elapsedMs);
  return `${countedText(states, 'state')}, ${countText(queue)} in the queue, depth ${depth}, ${countText(rate)} states/s`;
}
