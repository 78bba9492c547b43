import { expect, test } from 'vitest';
import { patternMatches } from './pattern.ts';

// Quadratic, each of these would be some 10^11 comparisons.
const LONG = 1_000_000;
test.each([
  ['many stars', `${'a*'.repeat(LONG)}b`, 'a'.repeat(LONG)],
  ['a piece that fails at its beginning', `*b${'a'.repeat(LONG / 2)}*`, 'a'.repeat(LONG)],
  ['a piece that fails in the middle', `*${'a'.repeat(LONG / 4)}b${'a'.repeat(LONG / 4)}*`, 'a'.repeat(LONG)],
  ['a piece that fails at its end', `*${'a'.repeat(LONG / 2)}b*`, 'a'.repeat(LONG)],
  ['many pieces that almost fit', `*${`${'a'.repeat(200)}b*`.repeat(200)}`, 'a'.repeat(LONG)],
])(
  'a hostile pattern costs no more than its length: %s',
  (_what, pattern, value) => {
    expect(patternMatches(pattern, value)).toBe(false);
  },
  10_000,
);
