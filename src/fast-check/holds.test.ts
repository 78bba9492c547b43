import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { propertyIds } from '../check/choose.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { holds } from './holds.ts';

function mutant(id: string): Sut {
  const found = MUTANTS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no mutant ${id}`);
  return mutantSut(found);
}

/** The reference, seen without one of the parts of what it shows. */
function without(part: 'internals' | 'kmsCalls'): Sut {
  const right = embeddedSut();
  return {
    ...right,
    name: 'black box',
    start: async (setup, seed) => {
      const session = await right.start(setup, seed);
      const { apply } = session;
      return { ...session, apply: async (step) => ({ ...(await apply(step)), [part]: undefined }) };
    },
  };
}

test.each(propertyIds())('%s holds of the reference', async (id) => {
  await fc.assert(holds(id, embeddedSut(), { maxSteps: 200 }), { seed: 2, numRuns: 2 });
});

describe('a mistake is found by the property that is about it', () => {
  test.each([
    ['unique-data-keys', 'data-key-without-salt'],
    ['bounded-writes', 'cache-expires-at-once'],
    ['bounded-reads', 'cache-expires-at-once'],
    ['decryptable', 'failed-write-truncates'],
    ['time-shift', 'cache-expires-on-the-clock'],
  ])('%s finds %s', async (id, fault) => {
    const { failed, counterexample, errorInstance } = await fc.check(holds(id, mutant(fault), { maxSteps: 100 }), {
      seed: 2,
    });
    expect(failed).toBe(true);
    expect(counterexample?.[0].steps.length).toBeLessThanOrEqual(5);
    expect(errorInstance).toMatchObject({ cause: { violation: { property: id } } });
  });
});

describe('nothing judged is no success', () => {
  test('runs without the case that the property exists for do not count', async () => {
    const readsOnly: Sut = { ...embeddedSut(), supports: ['PutObject', 'GetObject'] };
    const details = await fc.check(holds('replica-type', readsOnly), { seed: 1, numRuns: 1, maxSkipsPerRun: 20 });
    expect(details).toMatchObject({ failed: true, counterexample: null, numSkips: 21 });
  });

  test.each([
    ['unique-data-keys', 'internals', 'unique-data-keys needs to see inside (`internals`); black box shows none'],
    [
      'bounded-writes',
      'kmsCalls',
      'bounded-writes needs to see KMS calls (`kmsCalls`, empty where there were none); black box shows none',
    ],
  ] as const)('%s says at once that it needs %s', async (id, part, message) => {
    const details = await fc.check(holds(id, without(part)), { seed: 1 });
    expect(details.numRuns).toBeLessThan(5);
    expect(details.errorInstance).toMatchObject({ message });
  });

  test('what answers are enough for is not asked to show more', async () => {
    await fc.assert(holds('decryptable', without('kmsCalls')), { seed: 1, numRuns: 2 });
  });

  test('a property is known, and has something to compare under the profile', () => {
    expect(() => holds('unique-datakeys', embeddedSut())).toThrow(
      new RangeError('there is no property "unique-datakeys"'),
    );
    const profile = profileNamed('aws');
    expect(() => holds('dominance', embeddedSut(), { profile })).toThrow(
      new RangeError('dominance cannot be judged under the profile aws'),
    );
  });
});
