import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tiny } from '../../src/explore/scopes/tiny.ts';
import type { Figure } from '../figure.ts';
import { differenceOf, graphOf, type StateGraph } from '../state-graph.ts';
import { costRatio, timePerUnit } from '../timing.ts';
import { exploredTiny } from './exploring.ts';

/** Folder of the twins, from the root of the project. */
const FOLDER = join('bench', 'twins');
const SPECIFICATION = join(FOLDER, 'tiny.qnt');
const TRACES = 1_000;
const STEPS = 20;

/** What it costs to see a scope by other tools; these have to be installed: `npm run bench:twins`. */
export const TWIN_FIGURES: readonly Figure[] = [
  {
    id: 'quint-of-explored-tiny',
    title: "a step of Quint's simulator (TypeScript backend) on a twin of the scope `tiny` / an explored transition of it",
    better: 'higher',
    unit: 'x',
    run: 'twins',
    async measure(rounds) {
      await checkTwin();
      const own = exploredTiny();
      return costRatio(
        (round) => simulate(round + 1),
        (round) => timePerUnit(own, round),
        rounds,
      );
    },
  },
];

/** @throws Error when the twin does not have the states and transitions of the model */
async function checkTwin(): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(FOLDER, 'enumerate.mjs')]);
  const difference = differenceOf(graphOf(tiny), JSON.parse(stdout) as StateGraph);
  if (difference !== undefined) throw new Error(`${SPECIFICATION} is not a twin of the scope tiny: ${difference}`);
}

/** Milliseconds of processor time that a simulated step takes, parsing apart. */
async function simulate(seed: number): Promise<number> {
  const asked = [seed, TRACES, STEPS].map(String);
  const { stdout } = await promisify(execFile)(process.execPath, [join(FOLDER, 'simulate.mjs'), ...asked]);
  const { steps, tookMs } = JSON.parse(stdout) as { readonly steps: number; readonly tookMs: number };
  // Every action is always enabled, so no trace ends early.
  if (steps !== TRACES * STEPS || !(tookMs > 0)) throw new Error(`quint took ${steps} steps in ${tookMs} ms`);
  return tookMs / steps;
}
