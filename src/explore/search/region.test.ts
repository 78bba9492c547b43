import { describe, expect, test } from 'vitest';
import { explore } from '../explore.ts';
import { copies } from '../scopes/copies.ts';
import { tiny } from '../scopes/tiny.ts';
import { opensForTheLate } from '../testing/faults.ts';

const UNBOUNDED = { maxStates: 1_000_000 };

describe.each([tiny, copies])('$name, however its states are kept and divided', (scope) => {
  test.each([
    ['in two regions', { regions: 2 }],
    ['in three regions', { regions: 3 }],
    ['whole, not as fingerprints', { exact: true }],
  ])('%s: the same states, transitions, depths, coverage', async (_, how) => {
    const { bytes: _bytes, collisionProbability: _probability, ...expected } = await explore(scope, UNBOUNDED);
    const { bytes, collisionProbability, ...seen } = await explore(scope, { ...UNBOUNDED, ...how });
    expect(seen).toEqual(expected);
    expect(bytes).toBeGreaterThan(0);
    expect(collisionProbability === 0).toBe('exact' in how);
  });
});

test('a violation is found at the same depth in any number of regions, its path crossing from one to the other', async () => {
  const { found } = await explore(tiny, { ...UNBOUNDED, act: opensForTheLate });
  for (const regions of [2, 3]) {
    const divided = await explore(tiny, { ...UNBOUNDED, regions, act: opensForTheLate });
    expect(divided.found?.violation.property).toBe(found?.violation.property);
    expect(divided.found?.trace.steps.length).toBe(found?.trace.steps.length);
  }
});
