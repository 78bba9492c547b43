import { describe, expect, test } from 'vitest';
import { atLeast, atMost, exactly, resultOf, rounded, says } from './figures.ts';

describe('a figure holds only when it is as expected', () => {
  test('a count must be met exactly', () => {
    expect(exactly('calls', 4, 'calls', 4)).toEqual({
      name: 'calls',
      value: 4,
      unit: 'calls',
      expected: '4',
      holds: true,
    });
    expect(exactly('calls', 3, 'calls', 4).holds).toBe(false);
    expect(exactly('calls', Number.NaN, 'calls', 4).holds).toBe(false);
  });

  test('a bound itself is within the bound', () => {
    expect([4, 5].map((value) => atMost('calls', value, 'calls', 4).holds)).toEqual([true, false]);
    expect([4, 3].map((value) => atLeast('calls', value, 'calls', 4).holds)).toEqual([true, false]);
    expect(atMost('calls', 4, 'calls', 4).expected).toBe('at most 4');
    expect(atLeast('calls', 4, 'calls', 4).expected).toBe('at least 4');
  });

  test('words must be the same words', () => {
    expect(says('verdict', 'conforms', 'conforms').holds).toBe(true);
    expect(says('verdict', 'unknown', 'conforms').holds).toBe(false);
  });
});

test('one figure that does not hold makes the whole scenario differ', () => {
  const good = exactly('a', 1, 'calls', 1);
  expect(resultOf('x', [good, good], ['note'])).toEqual({
    name: 'x',
    verdict: 'as-expected',
    figures: [good, good],
    notes: ['note'],
  });
  expect(resultOf('x', [good, exactly('b', 1, 'calls', 2)], []).verdict).toBe('differs');
});

test('rounding takes away the noise of binary fractions, not digits that were asked for', () => {
  expect(rounded(97.33333333333334, 3)).toBe(97.333);
  expect(rounded((288 * 0.03) / 10_000, 6)).toBe(0.000864);
});
