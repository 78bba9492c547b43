import { expect, test } from 'vitest';
import { explore } from './explore.ts';
import { tiny } from './scopes/tiny.ts';
import { forgetsWhoObtained } from './testing/faults.ts';
import { together } from './together.ts';

const [whole, cut, broken] = await Promise.all([
  explore(tiny, { maxStates: 1_000 }),
  explore(tiny, { maxStates: 5 }),
  explore(tiny, { maxStates: 1_000, act: forgetsWhoObtained }),
]);

test('explorations together are as bad as the worst of them, whatever the order', () => {
  expect(together([whole, whole]).verdict).toBe('conforms');
  expect([together([whole, cut]).verdict, together([cut, whole]).verdict]).toEqual(['unknown', 'unknown']);
  expect([together([cut, broken, whole]).verdict, together([broken, cut]).verdict]).toEqual(['violates', 'violates']);
});

test('explorations together have reached what any has, and not reached what none has', () => {
  const { charts, states } = together([cut, whole]);
  expect(cut.charts.unreached.length).toBeGreaterThan(whole.charts.unreached.length);
  expect(charts.unreached).toEqual(whole.charts.unreached);
  expect(charts.reached).toEqual([...whole.charts.reached].sort());
  expect(states).toBe(265);
});
