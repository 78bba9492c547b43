import { afterEach, describe, expect, test, vi } from 'vitest';
import { costRatio, median, timePerUnit } from './timing.ts';

afterEach(() => vi.unstubAllGlobals());

describe('a ratio of costs', () => {
  test('is the median of the rounds that count, each contender first in turn', async () => {
    const order: string[] = [];
    const cost = (name: string, costs: readonly number[]) => async (round: number) => {
      order.push(`${name}${round}`);
      return costs[round] ?? Number.NaN;
    };
    const warmUp = [900, 900, 900];
    const { value, microseconds } = await costRatio(
      cost('a', [...warmUp, 10, 40, 20]),
      cost('b', [1, 1, 1, 10, 10, 10]),
      3,
    );
    // Ratios 1, 4 and 2; as many rounds before them only warm up.
    expect(value).toBe(2);
    expect(microseconds).toEqual([20_000, 10_000]);
    expect(order).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2', 'b3', 'a3', 'a4', 'b4', 'b5', 'a5']);
  });

  test('leaves out what it takes to make a batch ready, and to copy that while it is young', async () => {
    const happened: string[] = [];
    vi.stubGlobal('gc', ({ type }: NodeJS.GCOptions) => happened.push(`${type} collection`));
    const batch = () => {
      happened.push('made');
      return () => happened.push('run');
    };
    await timePerUnit({ batch }, 0);
    expect(happened).toEqual(['made', 'minor collection', 'minor collection', 'run']);
  });

  test('needs a garbage collector that can be called', async () => {
    vi.stubGlobal('gc', undefined);
    await expect(timePerUnit({ batch: () => () => 1 }, 0)).rejects.toThrow('--expose-gc');
  });

  test('of a contender that did nothing is an error', async () => {
    vi.stubGlobal('gc', () => undefined);
    await expect(timePerUnit({ batch: () => () => 0 }, 0)).rejects.toThrow('did nothing');
  });

  test('a median needs something to be the median of', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(() => median([])).toThrow(RangeError);
  });
});
