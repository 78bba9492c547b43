import { describe, expect, test } from 'vitest';
import { hunt } from './hunt.ts';
import { MUTANTS } from './mutants/index.ts';

const BOUNDS = { seed: 2026, traces: 300, maxSteps: 100 };

describe('random traces', () => {
  test.each(MUTANTS)('find $id, which nobody told them of', async (mutant) => {
    const { violation } = await hunt(mutant, BOUNDS);
    expect(violation).toBeDefined();
  });

  test('equal seeds hunt alike', async () => {
    const mutant = MUTANTS.find(({ id }) => id === 'cache-lifetime-slides');
    if (mutant === undefined) throw new Error('no such mutant');
    expect(await hunt(mutant, BOUNDS)).toEqual(await hunt(mutant, BOUNDS));
  });

  test('a hunt ends at its bound, empty-handed', async () => {
    const mutant = MUTANTS.find(({ id }) => id === 'cache-lifetime-slides');
    if (mutant === undefined) throw new Error('no such mutant');
    expect(await hunt(mutant, { seed: 1, traces: 3, maxSteps: 1 })).toEqual({ mutant: mutant.id, traces: 3, violation: undefined });
  });
});
