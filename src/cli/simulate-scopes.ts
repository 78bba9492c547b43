import { Option } from 'commander';
import type { Judges } from '../explore/questions/judges.ts';
import type { ExploreScope } from '../explore/scope.ts';
import type { Simulation } from '../explore/simulate/simulation.ts';
import { labelled } from '../report/columns.ts';
import { countedText } from '../report/quantity-text.ts';
import { shownText } from '../report/shown.ts';
import { simulationJson, simulationsJson, simulationText } from '../report/simulation-report.ts';
import { type OutputForm, randomSeed, seedOption, wholeNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { ProgressLine } from './progress-line.ts';
import { tell } from './tell.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_RUNS = 1_000;
const MOST_RUNS = 1_000_000;
const DEFAULT_DEPTH = 100;
const MOST_DEPTH = 10_000;

/** Options of an exploration that walks have no use for. */
const OF_SEARCH = ['graph', 'maxStates', 'maxMemory', 'workers', 'exact', 'symmetry', 'checkpoint', 'resume'];

/** The options of `explore` that say how a scope is simulated. */
export interface SimulationOptions {
  readonly simulate?: boolean;
  readonly seed?: number;
  readonly runs?: number;
  readonly depth?: number;
}

/** Options for random walks in place of a search. */
export function simulationOptions(): readonly Option[] {
  return [
    new Option('--simulate', 'walk at random through a scope that is too large to be seen whole').conflicts(OF_SEARCH),
    seedOption(),
    new Option('--runs <number>', `random walks, with --simulate (default: ${DEFAULT_RUNS})`).argParser(
      wholeNumber('--runs', 1, MOST_RUNS),
    ),
    new Option('--depth <number>', `steps of a walk, with --simulate (default: ${DEFAULT_DEPTH})`).argParser(
      wholeNumber('--depth', 1, MOST_DEPTH),
    ),
  ];
}

/** @throws UsageError where an option of walks stands alone */
export function refuseWalksAlone({ simulate, ...options }: SimulationOptions): void {
  if (simulate === true) return;
  for (const name of ['seed', 'runs', 'depth'] as const)
    if (options[name] !== undefined) throw new UsageError(`--${name} is for --simulate`);
}

/** Walks through scopes in turn, tells of each, and answers what was found. */
export async function simulateScopes(
  scopes: readonly ExploreScope[],
  judges: Judges | undefined,
  options: SimulationOptions & { readonly output: OutputForm },
  { io, commands }: CliContext,
): Promise<readonly Simulation[]> {
  const { seed = randomSeed(), runs = DEFAULT_RUNS, depth = DEFAULT_DEPTH, output } = options;
  const line = new ProgressLine(io);
  const reports: Simulation[] = [];
  for (const scope of scopes) {
    if (output === 'text')
      tell(io, () => shownText([...labelled('', `simulating the scope ${scope.name}: ${scope.title}`), '']));
    try {
      const report = await commands.simulate(scope, {
        seed,
        runs,
        depth,
        ...(judges !== undefined && { judges }),
        signal: io.signal,
        onProgress: ({ walks, steps, states }) =>
          line.showText(() =>
            [countedText(walks, 'walk'), countedText(steps, 'step'), countedText(states, 'state')].join(', '),
          ),
      });
      reports.push(report);
    } finally {
      line.clear();
    }
    if (output === 'text') tell(io, () => reports.slice(-1).map(simulationText).join(''));
    if (io.signal.aborted) break;
  }
  const [only] = reports;
  if (output === 'json')
    io.stdout(
      scopes.length === 1 && only !== undefined ? simulationJson(only) : simulationsJson(verdictOf(reports), reports),
    );
  return reports;
}

/** Of several simulations the worst. */
export function verdictOf(reports: readonly Simulation[]): Simulation['verdict'] {
  return reports.some(({ verdict }) => verdict === 'violates') ? 'violates' : 'unknown';
}
