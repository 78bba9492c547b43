import { describe, expect, test } from 'vitest';
import { explore } from '../explore.ts';

import { copies } from '../scopes/copies.ts';
import { delays } from '../scopes/delays.ts';
import { refusals } from '../scopes/refusals.ts';
import { statesToCome } from './states-to-come.ts';

describe('states to come', () => {
  test.each([copies, delays, refusals])(
    '$name: told as soon as depths get smaller, to a factor of 2 while a hundredth is left',
    async (scope) => {
      const { counts } = await explore({ ...scope, monitored: false }, { maxStates: 1_000_000 });
      const { levels, states } = counts;
      const widest = levels.indexOf(Math.max(...levels));
      for (let depth = 0; depth <= widest; depth++) expect(statesToCome(levels.slice(0, depth + 1))).toBeUndefined();
      let seen = levels.slice(0, widest + 1).reduce((sum, level) => sum + level, 0);
      let told = 0;
      for (let depth = widest + 1; states - seen - (levels[depth] ?? 0) > states / 100; depth++) {
        seen += levels[depth] ?? 0;
        const ratio = (statesToCome(levels.slice(0, depth + 1)) ?? 0) / (states - seen);
        expect(ratio).toBeGreaterThan(1 / 2);
        expect(ratio).toBeLessThan(2);
        told++;
      }
      expect(told).toBeGreaterThan(2);
    },
  );

  test('ends whatever the depths are like', () => {
    expect(statesToCome([])).toBeUndefined();
    expect(statesToCome([1, 9])).toBeUndefined();
    expect(statesToCome([1, 9, 9])).toBeUndefined();
    expect(statesToCome([1, 1_000_000, 1])).toBe(0);
    expect(statesToCome([2_000_000, 1_000_000, 999_999])).toBeLessThan(100_000_000);
  });
});
