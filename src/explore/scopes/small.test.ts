import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { CHOICE_POINTS } from '../../../model/index.ts';
import type { Exploration } from '../exploration.ts';
import { explore } from '../explore.ts';
import { type Together, together } from '../together.ts';
import { SCOPES, SMALL } from './index.ts';
import { tiny } from './tiny.ts';

const GUIDE = new URL('../../../docs/guides/exhaustive-exploration.md', import.meta.url);

/** Rows of the guide's table of counts, by scope: the cells behind the name. */
async function countsInGuide(): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = [...(await readFile(GUIDE, 'utf8')).matchAll(/^\| `([a-z]+)` +\|(.*[0-9,]{3,}.*)\|$/gm)];
  return new Map(rows.map(([, name = '', cells = '']) => [name, cells.split('|').map((cell) => cell.trim())]));
}

describe('the rooms of small, each whole', () => {
  const reports: Exploration[] = [];
  let small: Together;

  beforeAll(async () => {
    for (const room of SMALL) reports.push(await explore(room, { maxStates: 1_000_000 }));
    small = together(reports);
  }, 300_000);

  test('every invariant holds in all of them', () => {
    expect(reports.map(({ scope, verdict, queue }) => [scope, verdict, queue])).toEqual(SMALL.map(({ name }) => [name, 'conforms', 0]));
    expect(small.verdict).toBe('conforms');
  });

  test('take every transition of the charts whose states a world remembers', () => {
    expect(small.charts.unreached).toEqual([]);
    expect(small.charts.reached).toHaveLength(113);
  });

  test('open every choice point, and make more than one choice at each', () => {
    expect(small.choices.unreached).toEqual([]);
    const points = small.choices.reached.map((choice) => choice.slice(0, choice.indexOf('=')));
    expect([...new Set(points)].sort()).toEqual(Object.keys(CHOICE_POINTS).sort());
    expect(Object.keys(CHOICE_POINTS).filter((point) => points.filter((one) => one === point).length < 2)).toEqual([]);
  });

  test('are needed, each of them: without it something is not reached', () => {
    const idle = SMALL.filter(({ name }) => {
      const { charts, choices } = together(reports.filter(({ scope }) => scope !== name));
      return charts.unreached.length === 0 && choices.reached.length === small.choices.reached.length;
    });
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  test('are counted in the guide as they are', async () => {
    const guide = await countsInGuide();
    for (const { scope, counts, charts } of [...reports, await explore(tiny, { maxStates: 1_000 })]) {
      const { states, transitions, depth } = counts;
      const cells = [states, transitions, depth].map((count) => count.toLocaleString('en-US'));
      expect([scope, ...(guide.get(scope) ?? []).slice(0, 4)]).toEqual([
        scope,
        ...cells,
        `${charts.reached.length} of ${small.charts.reached.length}`,
      ]);
    }
    expect([...guide.keys()]).toEqual(SCOPES.map(({ name }) => name));
  });
});
