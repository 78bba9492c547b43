import { describe, expect, test } from 'vitest';
import { countedText, durationText } from './quantity-text.ts';

describe('durationText', () => {
  test.each([
    [0, '0 s'],
    [1, '0.001 s'],
    [59_999, '59.999 s'],
    [60_000, '1 min'],
    [299_999, '4 min 59.999 s'],
    [300_000, '5 min'],
    [3_600_000, '1 h'],
    [86_400_000 + 5_500, '1 d 5.5 s'],
    [365 * 86_400_000, '365 d'],
    [Number.MAX_SAFE_INTEGER, '104249991 d 8 h 59 min 0.991 s'],
  ])('%d ms is exact to the millisecond: on which side of a lifetime a step lies must show', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('countedText', () => {
  test('has one form for one and another for the rest', () => {
    expect([0, 1, 2, 12_345].map((count) => countedText(count, 'run'))).toEqual([
      '0 runs',
      '1 run',
      '2 runs',
      '12,345 runs',
    ]);
  });
});
