import { describe, expect, test } from 'vitest';
import { perform } from '../../model/index.ts';
import { explore } from './explore.ts';
import { MISSED } from './testing/missed.ts';

const BOUND = { maxStates: 50_000 };

describe('a mistake that was once missed', () => {
  test.each(MISSED)('is found, by a shortest story: $what', async ({ id, scope, act, steps }) => {
    const { verdict, found } = await explore(scope, { ...BOUND, act });
    expect([verdict, found?.violation.property]).toEqual(['violates', id]);
    expect(found?.trace.steps).toHaveLength(steps);
    expect(found?.violation.stepIndex).toBe(steps - 1);
  });

  test('is none of the scope: without it all is well', async () => {
    for (const scope of new Set(MISSED.map((one) => one.scope))) {
      const { verdict } = await explore(scope, { ...BOUND, act: perform });
      expect([scope.name, verdict]).toEqual([scope.name, 'conforms']);
    }
  });
});
