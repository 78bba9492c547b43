import { describe, expect, test } from 'vitest';
import { kmsCostUsd, reductionPercent } from './cost.ts';

describe('what KMS calls cost (F-133, F-135)', () => {
  test.each([
    ['1,000,000 PUTs a day without bucket keys', 1_000_000, 3.0],
    ['a day of one call each 300 s', 86_400 / 300, 0.000864],
    ['49,000,000 PUTs a month, as reported', 49_000_000, 147],
    ['nothing', 0, 0],
  ])('%s: %i calls, %d USD', (_what, calls, usd) => {
    expect(kmsCostUsd(calls)).toBeCloseTo(usd, 9);
  });
});

describe('what is saved', () => {
  test.each([
    ['the recorded run: 4 calls instead of 150 (F-109)', 150, 4, 97.33],
    ['288 calls instead of 1,000,000', 1_000_000, 288, 99.97],
    ['nothing saved', 10, 10, 0],
    ['nothing to save (D-19)', 0, 0, 0],
    ['a bucket key that costs more', 1, 2, -100],
  ])('%s', (_what, without, withKeys, percent) => {
    expect(reductionPercent(without, withKeys)).toBeCloseTo(percent, 2);
  });
});
