import { describe, expect, test } from 'vitest';
import { alterCell } from '../../model/charts/compile/alter-cell.ts';
import { CHARTS } from '../../model/index.ts';
import { recordedTraces } from './charts-decide/corpus.ts';
import { EXCEPTIONS } from './charts-decide/exceptions.ts';
import { type ChartMutant, mutantsOf } from './charts-decide/mutants.ts';
import { lookKey, type Recording, replay } from './charts-decide/recording.ts';

const tables = CHARTS.flatMap((chart) => chart.tables);
const corpus = recordedTraces(40);

/** Recordings that look at an entry, by the entry. */
const lookers = new Map<string, Recording[]>();
for (const recording of corpus) {
  for (const key of recording.looks.keys()) {
    const before = lookers.get(key);
    if (before === undefined) lookers.set(key, [recording]);
    else before.push(recording);
  }
}

/** What became of a mutant. */
interface Fate {
  readonly name: string;
  /** Whether some trace is answered otherwise than in the unmutated model. */
  readonly noticed: boolean;
  /** Traces that could not be taken to the end. */
  readonly thrown: readonly string[];
}

function fateOf({ name, table, cell, to }: ChartMutant): Fate {
  const thrown: string[] = [];
  const putBack = alterCell(table, cell, to);
  try {
    for (const holding of cell.holdings) {
      const key = lookKey(table.id, cell.state, cell.event, holding);
      for (const recording of lookers.get(key) ?? []) {
        const ending = replay(recording, recording.looks.get(key) ?? 0);
        if (ending === 'differs') return { name, noticed: true, thrown };
        if (ending === 'throws') thrown.push(`${name}: ${recording.trace.name}`);
      }
    }
    return { name, noticed: false, thrown };
  } finally {
    putBack();
  }
}

const all = tables.map((table) => ({ id: table.id, fates: mutantsOf(table).map(fateOf) }));
const fates = all.flatMap((one) => one.fates);

describe('whatever entry of a table is deleted or sent elsewhere, something is answered otherwise', () => {
  const figures = all.map(({ id, fates: own }) => ({
    id,
    mutants: own.length,
    noticed: own.filter(({ noticed }) => noticed).length,
    silent: own.filter(({ noticed }) => !noticed).map(({ name }) => name),
  }));

  test.each(figures)('$id: $noticed of $mutants', ({ silent }) => {
    expect(silent.filter((name) => !EXCEPTIONS.has(name))).toEqual([]);
  });

  test('but for a few exceptions, each of which is one', () => {
    const silent = new Set(figures.flatMap((one) => one.silent));
    expect([...EXCEPTIONS.keys()].filter((name) => !silent.has(name))).toEqual([]);
    expect(EXCEPTIONS.size * 20).toBeLessThanOrEqual(fates.length);
  });

  test('and no step throws', () => {
    expect(fates.flatMap(({ thrown }) => thrown)).toEqual([]);
  });

  test('afterwards the tables are whole again: every trace is answered as before', () => {
    for (const recording of corpus) expect(replay(recording, 0), recording.trace.name).toBe('same');
  });
});
