import { describe, expect, test } from 'vitest';
import { exploreJson, exploreText } from '../../report/explore-report.ts';
import { explore } from '../explore.ts';
import { tiny } from '../scopes/tiny.ts';
import { exploreLarge } from './explore-large.ts';

const UNBOUNDED = { maxStates: 1_000_000 };

describe('coverage by action', () => {
  test('is the same by hash, in any number of partitions, which say nothing of new states', async () => {
    const plain = (await explore(tiny, UNBOUNDED)).actions?.map(({ newStates: _, ...rest }) => rest);
    for (const how of [{}, { partitions: 2 }, { partitions: 3 }, { exact: true }]) {
      const report = await exploreLarge(tiny, { ...UNBOUNDED, ...how });
      expect(report.actions).toEqual(plain);
      expect(JSON.parse(exploreJson(report)).actions[0]).toMatchObject({ served: 260, newStates: null });
    }
  });

  test('is left out where symmetries take one action for another', async () => {
    const report = await exploreLarge(tiny, { ...UNBOUNDED, symmetry: true });
    expect(report.symmetries).toBe(2);
    expect(report.actions).toBeUndefined();
    expect(JSON.parse(exploreJson(report))).toMatchObject({ actions: null });
    expect(exploreText(report)).not.toMatch(/never served/);
  });
});
