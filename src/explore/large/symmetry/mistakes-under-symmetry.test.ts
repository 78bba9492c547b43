import { expect, test } from 'vitest';
import type { Exploration } from '../../exploration.ts';
import type { ExploreScope } from '../../scope.ts';
import { copies } from '../../scopes/copies.ts';
import { multipart } from '../../scopes/multipart.ts';
import { updatesScope } from '../../scopes/updates.ts';
import { PLANTED } from '../../testing/planted.ts';
import { exploreLarge } from '../explore-large.ts';

/** Actions and ticks on the way to what was found. */
function stepsTo({ found }: Exploration, { tickMs }: ExploreScope): number {
  const steps = found?.trace.steps ?? [];
  return steps.length + (steps.at(-1)?.step.atMs ?? 0) / tickMs;
}

/** Scopes that treat no two names alike. */
const ALL_DIFFER: readonly ExploreScope[] = [copies, multipart, updatesScope];

test.each(PLANTED)('$id fails as early where states that differ only in names are one', async ({ id, scope, act }) => {
  const [plain, reduced] = await Promise.all(
    [false, true].map((symmetry) => exploreLarge(scope, { maxStates: 20_000, act, symmetry })),
  );
  if (plain === undefined || reduced === undefined) throw new Error('there are two explorations');
  expect(reduced.found?.violation.property).toBe(id);
  expect(stepsTo(reduced, scope)).toBe(stepsTo(plain, scope));
  expect(reduced.symmetries).toBe(ALL_DIFFER.includes(scope) ? 1 : 2);
});
