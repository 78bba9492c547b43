import { afterAll, describe, expect, test } from 'vitest';
import { alterCell } from '../../model/charts/compile/alter-cell.ts';
import { CHARTS } from '../../model/index.ts';
import { recordings } from './charts-decide/corpus.ts';
import { EXCEPTIONS } from './charts-decide/exceptions.ts';
import { type ChartMutant, mutantsOf } from './charts-decide/mutants.ts';
import { firstDifference, lookKey, type Recording } from './charts-decide/recording.ts';

/** All mutants with `npm run test:charts`, else one in so many, and the exceptions. */
const ONE_IN = process.env.CHARTS_DECIDE === 'all' ? 1 : 10;

/** Charts that are being rebuilt so that they decide. */
const NOT_YET: ReadonlySet<string> = new Set(['bucketKey', 'cachedBucketKey']);

const charts = CHARTS.filter(({ machine }) => !NOT_YET.has(machine.id));
const all = charts.flatMap(({ tables }) => tables.flatMap(mutantsOf));
const taken = all.filter(({ name }, index) => index % ONE_IN === 0 || EXCEPTIONS.has(name));
const corpus = recordings(40);

/** Recordings that look at an entry, by the entry. */
const lookers = new Map<string, Recording[]>();
for (const recording of corpus) {
  for (const key of recording.looks.keys()) lookers.set(key, [...(lookers.get(key) ?? []), recording]);
}

/** The name of a trace that is answered otherwise than in the unmutated model, with the step. */
function noticedBy({ table, cell, to }: ChartMutant): string | undefined {
  const putBack = alterCell(table, cell, to);
  try {
    for (const holding of cell.holdings) {
      const key = lookKey(table.id, cell.state, cell.event, holding);
      for (const recording of lookers.get(key) ?? []) {
        const step = firstDifference(recording, recording.looks.get(key) ?? 0);
        if (step !== undefined) return `${recording.trace.name}, step ${step + 1}`;
      }
    }
    return undefined;
  } finally {
    putBack();
  }
}

describe('the charts decide', () => {
  const noticed = new Map(taken.map((mutant) => [mutant.name, noticedBy(mutant)]));

  test('whatever entry of a table is deleted or sent elsewhere, something is answered otherwise', () => {
    const silent = taken.filter(({ name }) => noticed.get(name) === undefined && !EXCEPTIONS.has(name));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test('every exception is one, and they are few', () => {
    const names = new Set(all.map(({ name }) => name));
    const needless = [...EXCEPTIONS.keys()].filter((name) => !names.has(name) || noticed.get(name) !== undefined);
    expect(needless).toEqual([]);
    expect(EXCEPTIONS.size * 20).toBeLessThanOrEqual(all.length);
  });

  test('the tables are whole again: every trace is answered as before', () => {
    for (const recording of corpus) expect(firstDifference(recording, 0), recording.trace.name).toBeUndefined();
  });

  afterAll(() => {
    if (ONE_IN > 1) return;
    for (const { tables } of charts) {
      for (const { id } of tables) {
        const own = taken.filter(({ table }) => table.id === id);
        const seen = own.filter(({ name }) => noticed.get(name) !== undefined);
        console.log(`${id}: ${own.length} mutants, ${seen.length} noticed, ${own.length - seen.length} exceptions`);
      }
    }
  });
});
