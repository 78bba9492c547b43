import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { PROFILES, profileNamed, type Step } from '../../model/index.ts';
import { check } from '../check/check.ts';
import { Judge } from '../check/judge.ts';
import { embeddedFor, embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { conforms } from './conforms.ts';
import { holds } from './holds.ts';
import { toyStore } from './testing/toy-store.ts';

const broken = conforms(toyStore({ isBroken: true }));

test.each(PROFILES)('the reference conforms to $name', async (profile) => {
  await fc.assert(conforms(embeddedFor(profile), { profile, maxSteps: 100 }), { seed: 1, numRuns: 5 });
});

describe('a toy with a mistake', () => {
  test('conforms without it', async () => {
    await fc.assert(conforms(toyStore({ isBroken: false })), { seed: 1, numRuns: 50 });
  });

  test('fails with a story of three steps', async () => {
    const error: unknown = await fc.assert(broken, { seed: 1 }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    if (!(error instanceof Error) || !(error.cause instanceof Error)) return;
    // The counterexample itself is a line of JSON.
    expect(error.message.replace(/^(Counterexample:) .*$/m, '$1 …')).toMatchInlineSnapshot(`
      "Property failed after 5 tests
      { seed: 1, path: "4:7:7:7:7:7:8:8:8:9:9:6:3:8:14:14:14:14", endOnFailure: true }
      Counterexample: …
      Shrunk 17 time(s)

      Hint: Enable verbose mode in order to have the list of all failing values encountered during the run"
    `);
    const [story] = error.cause.message.split('\n  It breaks');
    expect(story).toMatchInlineSnapshot(`
      "errors: Each condition is answered with its status and code.

        trace  of "toy store", seed 18, judged by the profile ideal
        setup  writer = role writer of 111111111111, session s1
               alpha-logs = bucket of 111111111111 with PLAIN a "a"
        KMS    calls were not observed

         1.  0 s  writer  GetObject alpha-logs/a     200
                            content "a"
         2.  0 s  writer  DeleteObject alpha-logs/a  204
         3.  0 s  writer  GetObject alpha-logs/a     200  <-- here
                            content "a"

      Violated: errors, at step 3
        Must hold:  Each condition is answered with its status and code.
        Found:      writer read alpha-logs/a at 0 s and was answered 200, but the object, which step 2
                    deleted, does not exist: 404 NoSuchKey is due (E-30)
      "
    `);
    expect(error.cause.cause).toMatchObject({
      violation: { property: 'errors', stepIndex: 2 },
      trace: { header: { sut: 'toy store', profile: 'ideal' } },
    });
  });

  test.each([1, 2, 3, 4, 5])(
    'shrinks from whatever it is found in, seed %i, and is found again by seed and path',
    async (seed) => {
      const found = await fc.check(broken, { seed });
      expect(found.failed).toBe(true);
      const [trace] = found.counterexample ?? [];
      expect(trace?.steps.map(({ event }) => event.op)).toEqual(['GetObject', 'DeleteObject', 'GetObject']);
      expect(trace?.setup.requesters).toHaveLength(1);
      const again = await fc.check(conforms(toyStore({ isBroken: true })), {
        seed: found.seed,
        path: found.counterexamplePath ?? '',
        endOnFailure: true,
      });
      expect(again.counterexample).toEqual(found.counterexample);
      expect(again.errorInstance).toEqual(found.errorInstance);
    },
  );
});

test('a trace from elsewhere shrinks too, as an example', async () => {
  const long = await fc.check(broken, { seed: 2, endOnFailure: true });
  expect(long.counterexample?.[0].steps.length).toBeGreaterThan(10);
  const { counterexample } = await fc.check(broken, { examples: [long.counterexample!], numRuns: 1 });
  expect(counterexample?.[0].steps).toHaveLength(3);
});

test('a check of it without the mistake asks no more than it can do, in variants of a run neither', async () => {
  const request = { profile: profileNamed('ideal'), runs: 100, seed: 1, maxSteps: 60 };
  const { verdict, violations } = await check(request, toyStore({ isBroken: false }));
  expect(violations.map(({ violation }) => violation.reason)).toEqual([]);
  expect(verdict).toBe('conforms');
});

// Which bucket is left depends on what stood in the setup: old objects may be in another.
test('a check shrinks the same mistake to the same steps', async () => {
  const profile = profileNamed('ideal');
  const { violations } = await check({ profile, runs: 100, seed: 1, maxSteps: 300 }, toyStore({ isBroken: true }));
  const found = await fc.check(broken, { seed: 1 });
  const told = (steps: readonly Step[] | undefined) => steps?.map(({ by, event }) => `${by} ${event.op}`);
  expect(told(violations[0]?.trace.steps.map(({ step }) => step))).toEqual(told(found.counterexample?.[0].steps));
});

test.each([
  ['conforms', conforms(embeddedSut())],
  ['holds', holds('explained', embeddedSut())],
])('%s: a run in which the oracle hits a bound does not count', async (_name, property) => {
  const bound = vi.spyOn(Judge.prototype, 'unknownBecause', 'get').mockReturnValue('a bound');
  try {
    const details = await fc.check(property, { seed: 1, numRuns: 2, maxSkipsPerRun: 3 });
    expect(details).toMatchObject({ failed: true, counterexample: null, numSkips: 7 });
  } finally {
    bound.mockRestore();
  }
});

test('each run has a session of its own, with the seed it was drawn with, which is stopped', async () => {
  const log: string[] = [];
  const right = embeddedSut();
  const logging: Sut = {
    ...right,
    start: async (setup, seed) => {
      const session = await right.start(setup, seed);
      log.push(`start ${seed}`);
      return { ...session, stop: async () => void log.push('stop') };
    },
  };
  const property = conforms(logging, { maxSteps: 5 });
  await fc.assert(property, { seed: 1, numRuns: 3 });
  const seeds = fc.sample(property, { seed: 1, numRuns: 3 }).map(([, seed]) => seed);
  expect(log).toEqual(seeds.flatMap((seed) => [`start ${seed}`, 'stop']));
  expect(new Set(seeds).size).toBe(3);
});

test('whoever else waits has a turn between two runs, a timeout of the test among them', async () => {
  let isHeard = false;
  setImmediate(() => {
    isHeard = true;
  });
  await fc.assert(conforms(embeddedSut(), { maxSteps: 5 }), { seed: 1, numRuns: 2 });
  expect(isHeard).toBe(true);
});
