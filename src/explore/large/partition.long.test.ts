import { describe, expect, test } from 'vitest';
import type { Exploration } from '../exploration.ts';
import { explore } from '../explore.ts';
import { copies } from '../scopes/copies.ts';
import { SMALL } from '../scopes/index.ts';
import { tiny } from '../scopes/tiny.ts';
import { opensForTheLate } from '../testing/faults.ts';
import { PLANTED } from '../testing/planted.ts';
import { exploreLarge } from './explore-large.ts';
import type { LargeOptions } from './options.ts';

const UNBOUNDED = { maxStates: 1_000_000 };

/**
 * All that a report says of a scope, but what its states take, how they are told apart, and which action has found
 * which of them.
 */
function seen({ bytes: _bytes, collisionProbability: _probability, actions, ...rest }: Exploration) {
  return { ...rest, actions: actions?.map(({ newStates: _new, ...counts }) => counts) };
}

async function large(scope: typeof tiny, how: Partial<LargeOptions>) {
  const report = await exploreLarge(scope, { ...UNBOUNDED, ...how });
  expect(report.bytes).toBeGreaterThan(0);
  expect(report.collisionProbability === 0).toBe(how.exact === true);
  return seen(report);
}

describe('what is explored by hashes is what the plain search finds, state for state', () => {
  test.each(SMALL)('$name', async (scope) => {
    expect(await large(scope, {})).toEqual(seen(await explore(scope, UNBOUNDED)));
  });

  test.each([
    ['in one partition', {}],
    ['in two partitions', { partitions: 2 }],
    ['in three partitions', { partitions: 3 }],
    ['whole, not as hashes', { exact: true }],
  ])('tiny and copies, %s', async (_, how) => {
    for (const scope of [tiny, copies]) expect(await large(scope, how)).toEqual(seen(await explore(scope, UNBOUNDED)));
  });
});

describe('a violation is the same', () => {
  test.each(PLANTED)('$id, by a story of the same length', async ({ scope, act }) => {
    const [plain, hashed] = await Promise.all([
      explore(scope, { ...UNBOUNDED, act }),
      exploreLarge(scope, { ...UNBOUNDED, act }),
    ]);
    expect(hashed.found?.violation.property).toBe(plain.found?.violation.property);
    expect(hashed.found?.trace.steps.length).toBe(plain.found?.trace.steps.length);
    // With one bucket no actions are grouped, so that they come in the same order.
    if (scope === tiny) expect(hashed.found).toEqual(plain.found);
  });

  test('in any number of partitions, its path crossing from one to the other', async () => {
    const { found } = await explore(tiny, { ...UNBOUNDED, act: opensForTheLate });
    for (const partitions of [2, 3]) {
      const divided = await exploreLarge(tiny, { ...UNBOUNDED, partitions, act: opensForTheLate });
      expect(divided.found?.violation.property).toBe(found?.violation.property);
      expect(divided.found?.trace.steps.length).toBe(found?.trace.steps.length);
    }
  });
});
