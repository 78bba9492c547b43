import { describe, expect, test } from 'vitest';
import { costRatio, median, timePerUnit } from './timing.ts';

describe('a ratio of costs', () => {
  test('is the median of the rounds that count, each contender first in turn', async () => {
    const order: string[] = [];
    const cost = (name: string, costs: readonly number[]) => async (round: number) => {
      order.push(`${name}${round}`);
      return costs[round] ?? Number.NaN;
    };
    const { value, microseconds } = await costRatio(cost('a', [900, 10, 40, 20]), cost('b', [1, 10, 10, 10]), 3);
    // Ratios 1, 4 and 2; the first round only warms up.
    expect(value).toBe(2);
    expect(microseconds).toEqual([20_000, 10_000]);
    expect(order).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2', 'b3', 'a3']);
  });

  test('of a contender that did nothing is an error', async () => {
    await expect(timePerUnit({ batch: () => () => 0 }, 0)).rejects.toThrow('did nothing');
  });

  test('a median needs something to be the median of', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(() => median([])).toThrow(RangeError);
  });
});
