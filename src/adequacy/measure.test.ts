import { describe, expect, test } from 'vitest';
import { CASES } from '../explore/testing/mistakes.ts';
import { type Kill, type Measured, measure } from './measure.ts';
import { measureModel } from './measure-model.ts';
import { partsWith } from './mutant.ts';
import { MUTANTS } from './mutants/index.ts';
import { medianStretch, missed, mutantsText, weaknesses } from './mutate-text.ts';

const BOUNDS = { seeds: [1], runs: 30, maxSteps: 300 };

function named(id: string) {
  const found = MUTANTS.find((mutant) => mutant.id === id);
  if (found === undefined) throw new Error(`no mutant ${id}`);
  return found;
}

function kill(seed: number, runs: number, steps: number): Kill {
  return { seed, runs, steps, properties: ['explained'] };
}

function measured(mutant: string, optimum: number, ...kills: readonly Kill[]): Measured {
  return { mutant, profile: 'ideal', seeds: 2, kills, optimum };
}

describe('measuring a mutant', () => {
  test('is found, and no trace is shorter than the shortest known', async () => {
    const mutant = named('cache-ignores-kms-key');
    const { kills, optimum } = await measure(mutant, BOUNDS);
    expect(kills.map(({ seed }) => seed)).toEqual([1]);
    expect(optimum).toBeLessThanOrEqual(mutant.witness.steps.length);
    expect(Math.min(...kills.map(({ steps }) => steps))).toBeGreaterThanOrEqual(optimum);
  });

  test('what is no fault is not found', async () => {
    const faultless = { ...named('cache-ignores-kms-key'), parts: partsWith({}) };
    expect((await measure(faultless, { ...BOUNDS, runs: 5 })).kills).toEqual([]);
  });

  test('a mistake in the model that only answers show is told to be found by a monitor', async () => {
    const shown = CASES.find(({ what }) => what === 'reads show SSE-S3');
    if (shown === undefined) throw new Error('no such mistake');
    expect(await measureModel(shown)).toMatchObject({
      property: 'config-is-not-retroactive: the monitor alone',
      steps: undefined,
    });
  });
});

describe('what is told of it', () => {
  const strong = measured('strong', 2, kill(1, 3, 2), kill(2, 5, 2));
  const rare = measured('rare', 2, kill(1, 101, 2), kill(2, 300, 2));
  const long = measured('long', 2, kill(1, 1, 3), kill(2, 1, 3));
  const half = measured('half', 2, kill(1, 1, 2));
  const none = measured('none', 2);

  test('weak is what is missed, rare or left long; a strong one is not named', () => {
    expect(weaknesses([strong, rare, long, half, none])).toEqual([
      'rare: takes 101 runs',
      'long: shrunk to 3 steps where 2 are enough',
      'half: missed from 1 of 2 seeds',
      'none: missed from 2 of 2 seeds',
    ]);
  });

  test('missed is what no seed finds, but for what random traces can hardly meet', () => {
    expect(missed([strong, half, none, measured('cache-emptied-at-midnight', 3)])).toEqual(['none']);
  });

  test('how much longer than needed shrunk traces are', () => {
    expect(medianStretch([strong])).toBe(1);
    expect(medianStretch([long])).toBe(1.5);
  });

  test('the table has a row for each', () => {
    expect(mutantsText([rare, none])).toEqual([
      'mutant  found         runs  steps  found first by',
      'rare      2/2  101-101-300  2 (2)  explained',
      'none      0/2            -  - (2)',
    ]);
  });
});
