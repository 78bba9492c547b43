import { setImmediate as untilNobodyGoesOn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { check } from './check.ts';
import { answering } from './testing/answering.ts';
import { UsedUpError } from './used-up-error.ts';

const ideal = profileNamed('ideal');
const request = { profile: ideal, runs: 24, seed: 3, maxSteps: 40 };

/**
 * The reference behind a network on which nothing is quick and nothing is in the way: each answer takes a tick, and all
 * who wait at a time wait for the same one. It counts ticks, and not seconds.
 */
function slow(system: Sut) {
  const seen = { ticks: 0, atOnce: 0, sessions: 0, open: 0 };
  let tick: Promise<void> | undefined;
  let waiting = 0;
  const answered = async (): Promise<void> => {
    waiting += 1;
    tick ??= (async () => {
      // Whoever can go on without an answer has done so by then.
      for (let turns = 0; turns < 20; turns += 1) await untilNobodyGoesOn();
      seen.ticks += 1;
      seen.atOnce = Math.max(seen.atOnce, waiting);
      waiting = 0;
      tick = undefined;
    })();
    await tick;
  };
  const sut: Sut = {
    ...system,
    start: async (setup, seed) => {
      seen.sessions += 1;
      seen.open += 1;
      const session = await system.start(setup, seed);
      if ('declined' in session) return session;
      return {
        apply: async (step, options) => {
          await answered();
          return session.apply(step, options);
        },
        stop: async () => {
          seen.open -= 1;
        },
      };
    },
  };
  return { sut, seen };
}

/** The ETag is another one than the content has. */
function wrongEtags(): Sut {
  return answering(async (step, ask) => {
    const seen = await ask();
    return step.event.op === 'PutObject' && seen.status === 200 ? { ...seen, etag: 'f'.repeat(32) } : seen;
  });
}

describe('several runs at once', () => {
  test('wait a fraction of the time, and come to the same', async () => {
    const [alone, four] = [slow(embeddedSut()), slow(embeddedSut())];
    const one = await check({ ...request, properties: ['decryptable'] }, alone.sut);
    const many = await check({ ...request, properties: ['decryptable'], concurrency: 4 }, four.sut);
    expect(many).toEqual(one);
    expect([alone.seen.atOnce, four.seen.atOnce]).toEqual([1, 4]);
    expect(alone.seen.ticks / four.seen.ticks).toBeGreaterThan(2);
  });

  test('find the same, and what is known is met as often: runs that are made again count once', async () => {
    const learning = { ...request, learnKnown: true, confirm: 0, shrink: { sessions: 20 } };
    const one = await check(learning, wrongEtags());
    const { sut, seen } = slow(wrongEtags());
    const many = await check({ ...learning, concurrency: 4 }, sut);
    expect(one.known?.map(({ times }) => times > 1)).toContain(true);
    expect(many).toEqual(one);
    // Not because nothing was made again.
    expect(seen.sessions).toBeGreaterThan(one.runs + 20);
    expect(seen.open).toBe(0);
  });

  test('decline their setups as often', async () => {
    const right = embeddedSut();
    const shy = (): Sut => ({
      ...right,
      start: async (setup, seed) => (seed % 3 === 0 ? { declined: 'not today' } : right.start(setup, seed)),
    });
    const one = await check(request, shy());
    expect(one.system?.declined).toHaveLength(1);
    expect(await check({ ...request, concurrency: 5 }, slow(shy()).sut)).toEqual(one);
  });

  test.each([0, 65, 1.5, Number.NaN])('%d at once are refused', async (concurrency) => {
    await expect(check({ ...request, concurrency }, embeddedSut())).rejects.toThrow(/concurrency takes a whole number/);
  });
});

test('a check whose budget is used up says which, and never conforms', async () => {
  const budget = new AbortController();
  const right = embeddedSut();
  let sessions = 0;
  const sut: Sut = {
    ...right,
    start: (setup, seed) => {
      sessions += 1;
      if (sessions === 5) budget.abort(new UsedUpError('the 9 requests of --max-requests'));
      return right.start(setup, seed);
    },
  };
  const report = await check({ ...request, properties: ['decryptable'], signal: budget.signal }, sut);
  expect(report.verdict).toBe('unknown');
  expect(report.incomplete).toMatch(/^the 9 requests of --max-requests were used up after [345] of 24 runs$/);
});

test('a signal that many runs listen to at a time is no leak to warn of', async () => {
  const warnings: string[] = [];
  const note = ({ name }: Error) => warnings.push(name);
  process.on('warning', note);
  const sut: Sut = { ...slow(embeddedSut()).sut, clock: { kind: 'wall', longestPauseMs: 1 } };
  const { signal } = new AbortController();
  const profile = profileNamed('aws-at-once');
  const { verdict } = await check({ ...request, profile, signal, concurrency: 16, maxSteps: 10 }, sut);
  await untilNobodyGoesOn();
  process.off('warning', note);
  expect([verdict, warnings]).toEqual(['conforms', []]);
});
