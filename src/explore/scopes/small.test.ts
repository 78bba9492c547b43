import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { CHOICE_POINTS, forEachResult, initialWorld, type World } from '../../../model/index.ts';
import { Canonical } from '../canonical.ts';
import type { Exploration } from '../exploration.ts';
import { explore } from '../explore.ts';
import { type ExploreScope, isBeyond, stepAt } from '../scope.ts';
import { type Together, together } from '../together.ts';
import { SCOPES, SMALL } from './index.ts';
import { medium } from './medium.ts';
import { MEDIUM_LEVELS } from './testing/medium-levels.ts';
import { tiny } from './tiny.ts';

const GUIDE = new URL('../../../docs/guides/exploration-scopes.md', import.meta.url);

/** Rows of the guide's table of counts, by scope: the cells behind the name. */
async function countsInGuide(): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = [...(await readFile(GUIDE, 'utf8')).matchAll(/^\| `([a-z]+)` +\|(.*[0-9,]{3,}.*)\|$/gm)];
  return new Map(rows.map(([, name = '', cells = '']) => [name, cells.split('|').map((cell) => cell.trim())]));
}

const reports: Exploration[] = [];
let small: Together;

beforeAll(async () => {
  for (const scope of SMALL) reports.push(await explore(scope, { maxStates: 1_000_000 }));
  small = together(reports);
}, 300_000);

describe('the scopes of small, each whole', () => {
  test('every invariant holds in all of them', () => {
    expect(reports.map(({ scope, verdict, queue }) => [scope, verdict, queue])).toEqual(
      SMALL.map(({ name }) => [name, 'conforms', 0]),
    );
    expect(small.verdict).toBe('conforms');
  });

  test('take every transition of every chart, so that none has to be named as unreachable', () => {
    expect(small.charts.unreached).toEqual([]);
    expect(small.charts.reached).toHaveLength(202);
  });

  test('take the transitions that are listed, each in the scopes listed with it', async () => {
    const moves = reports.flatMap(({ charts }) => charts.reached);
    const lines = [...new Set(moves)].sort().map((move) => {
      const scopes = reports.filter(({ charts }) => charts.reached.includes(move));
      return `${move} in ${scopes.map(({ scope }) => scope).join(' ')}\n`;
    });
    await expect(lines.join('')).toMatchFileSnapshot('chart-transitions.txt');
  });

  test('open every choice point, and make more than one choice at each', () => {
    expect(small.choices.unreached).toEqual([]);
    const points = small.choices.reached.map((choice) => choice.slice(0, choice.indexOf('=')));
    expect([...new Set(points)].sort()).toEqual(Object.keys(CHOICE_POINTS).toSorted());
    expect(Object.keys(CHOICE_POINTS).filter((point) => points.filter((one) => one === point).length < 2)).toEqual([]);
  });

  test('are needed, each of them: without it something is not reached', () => {
    const idle = SMALL.filter(({ name }) => {
      const { charts, choices } = together(reports.filter(({ scope }) => scope !== name));
      return charts.unreached.length === 0 && choices.reached.length === small.choices.reached.length;
    });
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  test('have one result for each action and one tick in each state, where nothing is open', () => {
    const closed = reports.filter(({ choices }) => choices.reached.length === 0);
    expect(closed.map(({ scope }) => scope)).toEqual(['copies', 'assembled', 'customers']);
    for (const { scope, counts } of closed) {
      const actions = SMALL.find(({ name }) => name === scope)?.actions.length ?? 0;
      expect(counts.transitions).toBe(counts.states * (actions + 1));
    }
  });
});

describe('without parts and read sets', () => {
  test.each(SMALL)('a search that keeps whole worlds finds the same states in $name, level by level', (small) => {
    const levels = reports.find(({ scope }) => scope === small.name)?.counts.levels;
    expect(plainLevels(small, 5).filter((count) => count > 0)).toEqual(levels?.slice(0, 6));
  });
});

describe('the counts in the guide', () => {
  test('are those of tiny and of the scopes of small', async () => {
    const guide = await countsInGuide();
    for (const { scope, counts, charts, choices } of [await explore(tiny, { maxStates: 1_000 }), ...reports]) {
      const numbers = [counts.states, counts.transitions, counts.depth].map(grouped);
      const share = `${charts.reached.length} of ${charts.reached.length + charts.unreached.length}`;
      expect([scope, ...(guide.get(scope) ?? []).slice(0, 4)]).toEqual([scope, ...numbers, share]);
      const open = Object.keys(CHOICE_POINTS).filter((point) => !choices.unreached.includes(point));
      expect([scope, [...(guide.get(scope)?.[4] ?? '').matchAll(/`(\w+)`/g)].map(([, point]) => point).sort()]).toEqual(
        [scope, open.sort()],
      );
    }
  });

  test('are those that medium had when it was seen whole', async () => {
    const states = MEDIUM_LEVELS.reduce((sum, level) => sum + level);
    const numbers = [states, states * (medium.actions.length + 1), MEDIUM_LEVELS.length - 1].map(grouped);
    expect((await countsInGuide()).get('medium')?.slice(0, 3)).toEqual(numbers);
  });

  test('are there for every shipped scope', async () => {
    expect([...(await countsInGuide()).keys()]).toEqual(SCOPES.map(({ name }) => name));
  });
});

/** New worlds at each depth, from world to world by the model's own step. */
function plainLevels(scope: ExploreScope, depth: number): readonly number[] {
  const initial = initialWorld(scope.setup, scope.profile);
  const canonical = new Canonical(scope, initial);
  const known = new Set([canonical.key(initial)]);
  const levels = [1];
  let current = [initial];
  for (let level = 1; level <= depth; level++) {
    const next: World[] = [];
    const find = (world: World) => {
      const key = canonical.key(world);
      if (!known.has(key)) next.push(world);
      known.add(key);
      return true;
    };
    for (const world of current) {
      find({ ...world, nowMs: world.nowMs + scope.tickMs });
      for (const action of scope.actions) {
        forEachResult(
          world,
          stepAt(action, world.nowMs),
          { etag: () => undefined },
          ({ world: after }) => isBeyond(scope, after) || find(after),
        );
      }
    }
    levels.push(next.length);
    current = next;
  }
  return levels;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
