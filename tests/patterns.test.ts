import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patternMatches } from '../model/rules/pattern.ts';
import { matchesPattern } from '../properties/ledger/condition.ts';
import { REFERENCE_PARTS } from '../src/reference/index.ts';

// Three were written apart from each other, each in its own way.
test('model, properties and reference agree on what a condition matches', () => {
  const value = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
  const seen = { matches: 0, differs: 0 };
  fc.assert(
    fc.property(pattern, value, (pattern, value) => {
      const matches = patternMatches(pattern, value);
      seen[matches ? 'matches' : 'differs'] += 1;
      expect([matchesPattern(pattern, value), REFERENCE_PARTS.kms.contextMatches(pattern, value)]).toEqual([
        matches,
        matches,
      ]);
    }),
    { seed: 94, numRuns: 20_000 },
  );
  expect(Math.min(seen.matches, seen.differs)).toBeGreaterThan(2_000);
});
