import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { bench, describe } from 'vitest';

// Threads load the program as it is built: `npm run build` first.
const MAIN = resolve(import.meta.dirname, '../dist/src/cli/main.js');

function check(runs: number, workers: number): void {
  execFileSync(process.execPath, [MAIN, 'check', '--seed', '7', '--runs', `${runs}`, '--workers', `${workers}`]);
}

// Whole commands, from the start of the process: each thread loads the model and warms up by itself, which only many
// runs make up for.
describe.each([300, 1_000, 5_000])('a check of %i runs', (runs) => {
  const options = { iterations: 3, time: 0, warmupIterations: 0, warmupTime: 0 };

  bench('in one thread', () => check(runs, 1), options);

  bench(
    `in ${availableParallelism()} threads, one for each processor`,
    () => check(runs, availableParallelism()),
    options,
  );
});
