import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExploreScope } from '../../src/explore/scope.ts';
import { medium } from '../../src/explore/scopes/medium.ts';
import { tiny } from '../../src/explore/scopes/tiny.ts';
import type { Figure } from '../figure.ts';
import { differenceOf, graphOf, type StateGraph } from '../state-graph.ts';
import { type Contender, costRatio, type Measured, timePerUnit } from '../timing.ts';
import { explored, exploredTiny } from './exploring.ts';

/** Folder of the twins, from the root of the project. */
const FOLDER = join('bench', 'twins');
const TRACES = 1_000;
const STEPS = 20;

/** How deep the twin of `medium` is compared with the model: 3,578 states, and all that can happen in 974 of them. */
const MEDIUM_DEPTH = 5;

/** What it costs to see a scope by other tools; these have to be installed: `npm run bench:twins`. */
export const TWIN_FIGURES: readonly Figure[] = [
  {
    id: 'quint-of-explored-tiny',
    title:
      "a step of Quint's simulator (TypeScript backend) on a twin of the scope `tiny` / an explored transition of it",
    better: 'higher',
    unit: 'x',
    run: 'twins',
    measure: (rounds) => simulatedOfExplored(tiny, Number.POSITIVE_INFINITY, exploredTiny(), rounds),
  },
  {
    id: 'quint-of-explored-medium',
    title:
      "a step of Quint's simulator (TypeScript backend) on a twin of the scope `medium` / an explored transition of it",
    better: 'higher',
    target: 100,
    unit: 'x',
    run: 'twins',
    measure: () => simulatedOfExplored(medium, MEDIUM_DEPTH, explored(medium, 1), 1),
  },
];

async function simulatedOfExplored(
  scope: ExploreScope,
  depth: number,
  own: Contender,
  rounds: number,
): Promise<Measured> {
  await checkTwin(scope, depth);
  return costRatio(
    (round) => simulate(scope, round + 1),
    (round) => timePerUnit(own, round),
    rounds,
  );
}

/** @throws Error when the twin does not have the states and transitions of the model, as far as they are compared */
async function checkTwin(scope: ExploreScope, depth: number): Promise<void> {
  const { stdout } = await run('enumerate.mjs', [scope.name, String(depth)]);
  const difference = differenceOf(graphOf(scope, depth), JSON.parse(stdout) as StateGraph);
  if (difference !== undefined)
    throw new Error(`${scope.name}.qnt is not a twin of the scope ${scope.name}: ${difference}`);
}

/** Milliseconds of processor time that a simulated step takes, parsing apart. */
async function simulate(scope: ExploreScope, seed: number): Promise<number> {
  const { stdout } = await run('simulate.mjs', [scope.name, ...[seed, TRACES, STEPS].map(String)]);
  const { steps, tookMs } = JSON.parse(stdout) as { readonly steps: number; readonly tookMs: number };
  // Every action is always enabled, so no trace ends early.
  if (steps !== TRACES * STEPS || !(tookMs > 0)) throw new Error(`quint took ${steps} steps in ${tookMs} ms`);
  return tookMs / steps;
}

function run(script: string, asked: readonly string[]): Promise<{ readonly stdout: string }> {
  return promisify(execFile)(process.execPath, [join(FOLDER, script), ...asked]);
}
