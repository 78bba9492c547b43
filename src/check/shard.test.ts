import { describe, expect, test } from 'vitest';
import { numberOfRun, runsInShard, WHOLE } from './shard.ts';

describe('shards', () => {
  test.each([
    [10, 3],
    [2, 5],
    [1, 1],
    [12, 4],
  ])('%i runs in %i shards: each run is in one of them, and in one only', (runs, of) => {
    const numbers = Array.from({ length: of }, (_, i) => ({ index: i + 1, of })).flatMap((shard) =>
      Array.from({ length: runsInShard(runs, shard) }, (_, place) => numberOfRun(place, shard)),
    );
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: runs }, (_, i) => i));
  });

  test('an undivided check has all runs, under their own numbers', () => {
    expect([runsInShard(7, WHOLE), numberOfRun(5, WHOLE)]).toEqual([7, 5]);
  });
});
