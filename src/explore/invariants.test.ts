import { expect, test } from 'vitest';
import { PROPERTIES } from '../../properties/properties.ts';
import type { Exploration } from './exploration.ts';
import { explore } from './explore.ts';
import { INVARIANTS } from './invariants.ts';
import type { ExploreScope } from './scope.ts';
import { copies } from './scopes/copies.ts';
import { PLANTED } from './testing/planted.ts';

test('every invariant of a property is judged', () => {
  const having = PROPERTIES.filter(({ invariant }) => invariant !== undefined);
  expect(having).toHaveLength(12);
  expect(INVARIANTS.map(({ id }) => id).toSorted()).toEqual(having.map(({ id }) => id).toSorted());
});

test('a mistake is planted for each invariant', () => {
  expect(PLANTED.map(({ id }) => id)).toEqual(INVARIANTS.map(({ id }) => id));
});

test.each(PLANTED)('$id can fail: exploration finds a mistake planted for it', async ({ id, scope, act }) => {
  const { found, unknownBecause } = await explore(scope, { maxStates: 20_000, act });
  expect(unknownBecause).toBeUndefined();
  expect(found?.violation.property).toBe(id);
});

/** Actions and ticks on the way to what was found. */
function stepsTo({ found }: Exploration, { tickMs }: ExploreScope): number {
  const steps = found?.trace.steps ?? [];
  return steps.length + (steps.at(-1)?.step.atMs ?? 0) / tickMs;
}

test.each(PLANTED)('$id fails as early where states that differ only in names are one', async ({ id, scope, act }) => {
  const [plain, reduced] = await Promise.all(
    [false, true].map((symmetry) => explore(scope, { maxStates: 20_000, act, symmetry })),
  );
  if (plain === undefined || reduced === undefined) throw new Error('there are two explorations');
  expect(reduced.found?.violation.property).toBe(id);
  expect(stepsTo(reduced, scope)).toBe(stepsTo(plain, scope));
  // `copies` treats no two names alike.
  expect(reduced.symmetries).toBe(scope === copies ? 1 : 2);
});
