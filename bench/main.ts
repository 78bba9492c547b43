// Measures the figures that are kept and shows them beside the baseline: `npm run bench`. Run from the root of the
// project.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { BASELINE_FILE, parseBaseline, updatedBaseline } from './baseline.ts';
import { type Compared, compare, passes } from './compare.ts';
import { type Figure, figuresOf, type RunKind } from './figure.ts';
import { FIGURES } from './figures.ts';
import { comparisonText, FIGURES_PAGE, progressText, withTable } from './table.ts';
import type { Measured } from './timing.ts';

const USAGE = 'usage: npm run bench [-- short|full|twins] [--gate | --write]';
/** Rounds of a figure, and processes it is measured in: compilers do not always come to the same code. */
const EFFORTS: Readonly<Record<RunKind, { readonly rounds: number; readonly processes: number }>> = {
  short: { rounds: 11, processes: 1 },
  full: { rounds: 15, processes: 3 },
  twins: { rounds: 5, processes: 1 },
};
/** How often a figure that seems to have fallen is measured again: the machine may have been busy. */
const TIMES_AGAIN = 2;
const MEASURE = join(import.meta.dirname, 'measure.js');

const { values, positionals } = parseArgs({
  options: { gate: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const { gate } = values;
const run = runKind(positionals);
if (gate && values.write) throw new Error(USAGE);
const figures = figuresOf(FIGURES, run);
const measured = new Map<string, Measured>();
for (const figure of figures) measured.set(figure.id, await measure(figure));

const before = existsSync(BASELINE_FILE) ? parseBaseline(readFileSync(BASELINE_FILE, 'utf8')) : undefined;
if (values.write) write();
else {
  const compared = await settle();
  process.stdout.write(comparisonText(compared, gate));
  process.exitCode = passes(compared, gate) ? 0 : 1;
}

function runKind([kind = 'short', ...more]: readonly string[]): RunKind {
  if (more.length > 0 || (kind !== 'short' && kind !== 'full' && kind !== 'twins')) throw new Error(USAGE);
  return kind;
}

/** Holds what was measured to the baseline, and measures again what seems to have fallen. */
async function settle(): Promise<readonly Compared[]> {
  for (let again = 0; ; again++) {
    const compared = compare(figures, measured, before?.figures ?? new Map());
    const fallen = figures.filter((_, at) => compared[at]?.standing === 'fallen');
    if (fallen.length === 0 || again === TIMES_AGAIN) return compared;
    for (const figure of fallen) measured.set(figure.id, await measure(figure));
  }
}

/** A figure as the middle one of some processes found it. */
async function measure(figure: Figure): Promise<Measured> {
  const { rounds, processes } = EFFORTS[run];
  const found: Measured[] = [];
  for (let i = 0; i < processes; i++) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', MEASURE, figure.id, String(rounds)]);
    found.push(JSON.parse(stdout) as Measured);
  }
  const middle = found.toSorted((a, b) => a.value - b.value)[Math.floor(processes / 2)];
  if (middle === undefined) throw new Error(`${figure.id} was not measured`);
  process.stderr.write(progressText(figure, middle));
  return middle;
}

/** Makes what was measured the baseline, and the table of the guide. */
function write(): void {
  const [cpu] = cpus();
  const machine = `${cpus().length} x ${cpu?.model.trim() ?? 'an unknown processor'}, Node ${process.versions.node}`;
  const text = updatedBaseline(
    before,
    machine,
    measured,
    FIGURES.map(({ id }) => id),
  );
  writeFileSync(BASELINE_FILE, text);
  writeFileSync(FIGURES_PAGE, withTable(readFileSync(FIGURES_PAGE, 'utf8'), FIGURES, parseBaseline(text)));
  process.stdout.write(`${BASELINE_FILE} and ${FIGURES_PAGE} rewritten\n`);
}
