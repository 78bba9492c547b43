import { describe, expect, test } from 'vitest';
import { hunt } from './hunt.ts';
import { type Mutant, partsWith } from './mutant.ts';
import { MUTANTS } from './mutants/index.ts';
import { witness } from './witness-steps.ts';

const BOUNDS = { seed: 2026, traces: 300, maxSteps: 300 };

/** What random traces cannot or can hardly meet, so that only the witness shows it. */
const BEYOND_RANDOM: ReadonlyMap<string, string> = new Map([
  ['cache-emptied-at-midnight', 'both uses of a bucket key have to lie within five minutes around a midnight'],
]);

/** Mutants that are at home under no profile are hunted under one whose windows are alike, or differ, in turn. */
const HUNTED = MUTANTS.map((mutant, index): Mutant => {
  const inTurn = index % 2 === 0 ? 'ideal' : 'strict';
  return { ...mutant, profile: mutant.profile ?? inTurn };
}).filter(({ id }) => !BEYOND_RANDOM.has(id));

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
