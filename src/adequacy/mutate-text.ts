import { countText } from '../report/quantity-text.ts';
import { tableLines } from '../report/table.ts';
import { BEYOND_RANDOM } from './hunt.ts';
import type { Measured } from './measure.ts';
import type { ModelMeasured } from './measure-model.ts';

/** A mutant that was found by each seed is weak all the same where half of the seeds needed more runs than this. */
const MANY_RUNS = 100;
/** Shrinking is weak where it leaves more than this many times the steps of the shortest trace known. */
const LONG = 1.2;

/** Mutants of the reference as a table: found from how many seeds, by what, how soon, how short. */
export function mutantsText(measured: readonly Measured[]): string[] {
  const columns = [
    { title: 'mutant', align: 'left' },
    { title: 'found', align: 'right' },
    { title: 'runs', align: 'right' },
    { title: 'steps', align: 'right' },
    { title: 'found first by', align: 'left' },
  ] as const;
  const rows = measured.map(({ mutant, seeds, kills, optimum }) => [
    mutant,
    `${kills.length}/${seeds}`,
    spread(kills.map(({ runs }) => runs)),
    `${spread(kills.map(({ steps }) => steps))} (${optimum})`,
    [...new Set(kills.map(({ properties }) => properties[0]))].join(', '),
  ]);
  return tableLines(columns, rows);
}

/** Mutants of the model as a table. */
export function modelMutantsText(measured: readonly ModelMeasured[]): string[] {
  const columns = [
    { title: 'scope', align: 'left' },
    { title: 'states', align: 'right' },
    { title: 'steps', align: 'right' },
    { title: 'by', align: 'left' },
    { title: 'mistake in the model', align: 'left' },
  ] as const;
  const rows = measured.map(({ what, scope, property, states, steps }) => [
    scope,
    countText(states),
    steps === undefined ? '-' : countText(steps),
    property ?? 'nothing',
    what,
  ]);
  return tableLines(columns, rows);
}

/** Why a mutant is weakly tested, a line for each reason. */
export function weaknesses(measured: readonly Measured[]): string[] {
  return measured.flatMap(({ mutant, seeds, kills, optimum }) => {
    const runs = median(kills.map((one) => one.runs));
    const steps = median(kills.map((one) => one.steps));
    const beyond = BEYOND_RANDOM.get(mutant);
    return [
      ...(kills.length < seeds ? [`${mutant}: missed from ${seeds - kills.length} of ${seeds} seeds`] : []),
      ...(kills.length < seeds && beyond !== undefined ? [`${mutant}: ${beyond}`] : []),
      ...(runs > MANY_RUNS ? [`${mutant}: takes ${countText(runs)} runs`] : []),
      ...(steps > LONG * optimum ? [`${mutant}: shrunk to ${steps} steps where ${optimum} are enough`] : []),
    ];
  });
}

/** Mutants that nothing finds from any seed, although random traces could. */
export function missed(measured: readonly Measured[]): string[] {
  return measured
    .filter(({ mutant, kills }) => kills.length === 0 && !BEYOND_RANDOM.has(mutant))
    .map(({ mutant }) => mutant);
}

/** The middle one of some numbers, the lower of the two middle ones; 0 of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** How many times the steps of the shortest trace known a shrunk trace has, the middle one of all. */
export function medianStretch(measured: readonly Measured[]): number {
  return median(measured.flatMap(({ kills, optimum }) => kills.map(({ steps }) => steps / optimum)));
}

/** The least, the middle and the largest of some numbers: `1-3-20`, or one number where they are alike. */
function spread(numbers: readonly number[]): string {
  if (numbers.length === 0) return '-';
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? `${least}` : `${least}-${median(numbers)}-${most}`;
}
