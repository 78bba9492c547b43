import { expect, test } from 'vitest';
import { millionADay } from './million-a-day.ts';
import { valuesOf } from './testing/values.ts';

test('a million calls and USD 3.00 without bucket keys, 288 calls and USD 0.000864 with them', async () => {
  const result = await millionADay.run({ seed: 1 });
  expect(valuesOf(result)).toEqual([
    ['calls without bucket keys', 1_000_000],
    ['price without bucket keys', 3],
    ['calls with bucket keys', 288],
    ['price with bucket keys', 0.000864],
    ['reduction', 99.9712],
  ]);
  expect(result.verdict).toBe('as-expected');
});

test('it can be ended on the way', async () => {
  const controller = new AbortController();
  const run = millionADay.run({ seed: 1, signal: controller.signal });
  setTimeout(() => controller.abort(new Error('enough')), 50);
  await expect(run).rejects.toThrow('enough');
});
