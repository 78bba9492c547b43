import { describe, expect, test } from 'vitest';
import { BEYOND_RANDOM, hunt, hunted } from './hunt.ts';
import { type Mutant, partsWith } from './mutant.ts';
import { MUTANTS } from './mutants/index.ts';
import { witness } from './witness-steps.ts';

const BOUNDS = { seed: 2026, traces: 1_000, maxSteps: 300 };

/** Every mutant under the profile it is hunted under, but for those that random traces can hardly meet. */
const HUNTED = MUTANTS.map(hunted).filter(({ id }) => !BEYOND_RANDOM.has(id));

describe('random traces', () => {
  test.each(HUNTED)('find $id under $profile', async (mutant) => {
    const { violation } = await hunt(mutant, BOUNDS);
    expect(violation).toBeDefined();
  });

  test('find nothing where nothing is wrong', async () => {
    const faultless: Mutant = {
      id: 'none',
      title: '',
      requirements: [],
      killedBy: [],
      parts: partsWith({}),
      witness: witness(),
    };
    expect(await hunt(faultless, { ...BOUNDS, traces: 100 })).toEqual({
      mutant: 'none',
      traces: 100,
      violation: undefined,
    });
  });

  test('equal seeds hunt alike', async () => {
    const mutant = MUTANTS.find(({ id }) => id === 'cache-lifetime-slides');
    if (mutant === undefined) throw new Error('no such mutant');
    expect(await hunt(mutant, BOUNDS)).toEqual(await hunt(mutant, BOUNDS));
  });

  test('a hunt ends at its bound, empty-handed', async () => {
    const mutant = MUTANTS.find(({ id }) => id === 'cache-lifetime-slides');
    if (mutant === undefined) throw new Error('no such mutant');
    expect(await hunt(mutant, { seed: 1, traces: 3, maxSteps: 1 })).toEqual({
      mutant: mutant.id,
      traces: 3,
      violation: undefined,
    });
  });
});
