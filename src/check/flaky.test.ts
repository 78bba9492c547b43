import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { checkText } from '../report/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { check } from './check.ts';
import { judgeTrace } from './replay.ts';

const ideal = profileNamed('ideal');
const request = { profile: ideal, runs: 40, seed: 3, maxSteps: 200 };

/** The reference, of which one answer in all is wrong; `sessions` counts how often it is started. */
function wrongOnce(after: number) {
  const right = embeddedSut();
  const seen = { sessions: 0, answers: 0 };
  const sut: Sut = {
    ...right,
    start: async (setup, seed) => {
      seen.sessions += 1;
      const session = await right.start(setup, seed);
      return {
        ...session,
        apply: async (step) => {
          const observation = await session.apply(step);
          if (step.event.op !== 'GetObject' || observation.status !== 200) return observation;
          seen.answers += 1;
          return seen.answers === after ? { ...observation, contentMd5: '0'.repeat(32) } : observation;
        },
      };
    },
  };
  return { sut, seen };
}

describe('what does not fail every time', () => {
  test('says so, and is not run thousands of times to make it shorter', async () => {
    const { sut, seen } = wrongOnce(60);
    const report = await check(request, sut);
    const [found] = report.violations;
    expect(found).toMatchObject({ flaky: { runs: 3, failed: 0 } });
    expect(seen.sessions).toBeLessThanOrEqual(2 * report.runs + 3);
    // It was shortened all the same, as it was seen.
    expect(found!.trace.steps.length).toBeLessThan(found!.foundAtLength);
    expect(judgeTrace(found!.trace, ideal)).toMatchObject({ verdict: 'violates' });
    expect(checkText(report, [])).toContain('not the same every time: run again 3 times, the same steps failed never');
  });

  test('what fails every time is not said to be so', async () => {
    const fault = MUTANTS.find(({ id }) => id === 'data-key-without-salt');
    const [found] = (await check(request, mutantSut(fault!))).violations;
    expect(found?.violation.property).toBe('unique-data-keys');
    expect(found?.flaky).toBeUndefined();
  });

  test('nobody has to have it run again', async () => {
    const { sut, seen } = wrongOnce(60);
    const report = await check({ ...request, confirm: 0, shrink: { sessions: 7 } }, sut);
    expect(report.violations[0]?.flaky).toBeUndefined();
    expect(seen.sessions).toBeLessThanOrEqual(2 * report.runs + 7);
  });
});

describe('a budget', () => {
  const fault = MUTANTS.find(({ id }) => id === 'data-key-without-salt');
  const broken = mutantSut(fault!);

  async function shrunkBy(budget: { readonly sessions?: number; readonly seconds?: number }) {
    const seen = { sessions: 0 };
    const sut: Sut = {
      ...broken,
      start: (setup, seed) => {
        seen.sessions += 1;
        return broken.start(setup, seed);
      },
    };
    const report = await check({ ...request, properties: ['unique-data-keys'], shrink: budget }, sut);
    return { sessions: seen.sessions - report.runs, steps: report.violations[0]?.trace.steps.length ?? 0 };
  }

  test('of sessions is kept, and the shortest trace so far is the answer', async () => {
    const [none, few, plenty] = [
      await shrunkBy({ sessions: 0 }),
      await shrunkBy({ sessions: 20 }),
      await shrunkBy({ sessions: 3_000 }),
    ];
    expect([none.sessions, few.sessions]).toEqual([3, 23]);
    expect(plenty.steps).toBeLessThanOrEqual(few.steps);
    expect(few.steps).toBeLessThan(none.steps);
    expect(await shrunkBy({})).toEqual(plenty);
  });

  test('of seconds is kept', async () => {
    expect((await shrunkBy({ seconds: 0 })).sessions).toBe(0);
  });
});
