import { describe, expect, test } from 'vitest';
import { profileNamed, type Setup, type Step } from '../../model/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut, SutAnswer } from '../suts/sut.ts';
import { check } from './check.ts';
import { replayTrace } from './replay.ts';
import { runTrace } from './run-trace.ts';

const aws = profileNamed('aws-at-once');
const ideal = profileNamed('ideal');
const request = { profile: ideal, runs: 8, seed: 1, maxSteps: 40 };

interface Told {
  /** How long each request takes by the clock of the system, in milliseconds, the last of them all others too. */
  readonly takesMs?: number | readonly number[];
  readonly clock?: Extract<Sut['clock'], object>;
  readonly options?: Parameters<typeof embeddedSut>[0];
}

/** The reference as a server with a clock of its own, on which every request takes a while. */
function server({ takesMs = 0, clock = { kind: 'wall', longestPauseMs: 5 }, options = {} }: Told = {}) {
  const right = embeddedSut(options);
  let nowMs = 1_800_000_000_000;
  const asked: number[] = [];
  const sut: Sut = {
    ...right,
    name: 'server',
    clock,
    start: async (setup, seed) => {
      const session = await right.start(setup, seed);
      const beganMs = nowMs;
      let lastMs = performance.now();
      return {
        ...session,
        apply: async (step): Promise<SutAnswer> => {
          nowMs += performance.now() - lastMs;
          lastMs = performance.now();
          asked.push(performance.now());
          const startMs = nowMs;
          nowMs += typeof takesMs === 'number' ? takesMs : (takesMs[asked.length - 1] ?? takesMs.at(-1) ?? 0);
          // It looks at its keys when the request is nearly over.
          const observation = await session.apply({ ...step, atMs: Math.round(nowMs - beganMs) });
          return { observation, startMs, endMs: nowMs };
        },
      };
    },
  };
  return { sut, asked };
}

const account = '111111111111';
const setup: Setup = {
  requesters: [{ name: 'app', account, principal: 'app', session: 's1' }],
  kmsKeys: [{ id: 'k1', account }],
  aliases: [],
  buckets: [{ name: 'b1', account, plainObjects: [] }],
};
const rule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;
const body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
const steps = (...pausesMs: readonly number[]): readonly Step[] => {
  let atMs = 0;
  const write = { op: 'PutObject', bucket: 'b1', key: 'x', body, headers: {} } as const;
  return [
    { atMs, by: 'app', event: { op: 'PutBucketEncryption', bucket: 'b1', rules: [rule] } },
    ...pausesMs.map((pauseMs) => {
      atMs += pauseMs;
      return { atMs, by: 'app', event: write };
    }),
  ];
};
const bench = (sut: Sut) => ({ sut, seed: 1, profile: ideal, properties: [], oracle: true });

describe('by a clock on the wall', () => {
  test('a pause takes as long as it says, and never longer than the longest', async () => {
    const { sut, asked } = server({ clock: { kind: 'wall', longestPauseMs: 60 } });
    await runTrace(bench(sut), setup, steps(0, 40, 100_000));
    const gaps = asked.slice(1).map((at, i) => at - asked[i]!);
    expect(gaps[1]).toBeGreaterThanOrEqual(38);
    expect(gaps[2]).toBeGreaterThanOrEqual(58);
    expect(gaps[2]).toBeLessThan(5_000);
  });

  test('a pause that takes longer than an answer may is no hang', async () => {
    const { sut } = server({ clock: { kind: 'wall', longestPauseMs: 150 } });
    const { trace, violation } = await runTrace({ ...bench(sut), stepTimeoutMs: 50 }, setup, steps(0, 150, 150));
    expect([trace.steps.length, violation]).toEqual([4, undefined]);
  });

  test('steps are recorded at the time at which they were', async () => {
    const { sut } = server({ takesMs: 1_000 });
    const { trace } = await runTrace(bench(sut), setup, steps(0, 0, 0));
    const times = trace.steps.map(({ step }) => step.atMs);
    expect(times[0]).toBeLessThan(200);
    for (const [i, atMs] of times.slice(1).entries()) {
      expect(atMs - times[i]!).toBeGreaterThanOrEqual(999);
      expect(Number.isInteger(atMs)).toBe(true);
    }
  });

  test('without times of its own it is judged by ours, and a clock set back goes on', async () => {
    let startMs = 5_000;
    const timeless: Sut = {
      ...server().sut,
      start: async () => ({ apply: async () => ({ status: 200 }), stop: async () => {} }),
    };
    const back: Sut = {
      ...timeless,
      start: async () => ({
        apply: async () => {
          startMs -= 500;
          return { observation: { status: 200 }, startMs };
        },
        stop: async () => {},
      }),
    };
    for (const sut of [timeless, back]) {
      const { trace } = await runTrace(bench(sut), setup, steps(0, 0));
      const times = trace.steps.map(({ step }) => step.atMs);
      expect(times).toHaveLength(3);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  test.each([
    ['exact', ideal, {}],
    ['open', aws, { caches: 2, coldWrite: 'unwrap' }],
  ] as const)(
    'a system that conforms is not accused, be its requests as slow as they like (%s)',
    async (_, profile, options) => {
      for (const takesMs of [0, 700, 90_000]) {
        const { sut } = server({ takesMs, options });
        const report = await check({ ...request, profile }, sut);
        expect(report.violations.map(({ violation }) => violation.reason)).toEqual([]);
        expect(report.steps).toBeGreaterThan(50);
      }
    },
  );

  test('a fault is found, shrunk within few sessions, and replayed', async () => {
    const { sut } = server({ options: { etags: { 'aws:kms': 'md5' } as never } });
    const report = await check({ ...request, shrink: { sessions: 50 } }, sut);
    expect(report.verdict).toBe('violates');
    expect(report.violations[0]?.flaky).toBeUndefined();
    expect(report.violations[0]!.trace.steps.length).toBeLessThan(12);
    expect(await replayTrace(report.violations[0]!.trace, ideal, sut)).toMatchObject({ verdict: 'violates' });
  });

  test('an age is known no better than a request is long', async () => {
    const clock = { kind: 'wall', longestPauseMs: 400, cacheLifetimeMs: 600, generationLifetimeMs: 600 } as const;
    const options = { cacheLifetimeMs: 600, generationLifetimeMs: 600 };
    // The bucket key is made at the end of a request of half a second, and is 200 ms old when it is used again.
    const { sut } = server({ clock, options, takesMs: [0, 500, 0] });
    const { trace, violation } = await runTrace(bench(sut), setup, steps(0, 200));
    expect(trace.steps.map(({ observation }) => observation.kmsCalls?.length)).toEqual([0, 1, 0]);
    expect(trace.steps[2]!.step.atMs - trace.steps[1]!.step.atMs).toBeGreaterThan(650);
    expect(violation).toBeUndefined();
  });

  test('lifetimes that it was told are what it is held to', async () => {
    const clock = { kind: 'wall', longestPauseMs: 400, cacheLifetimeMs: 300, generationLifetimeMs: 300 } as const;
    const short = { cacheLifetimeMs: 300, generationLifetimeMs: 300 };
    const right = await runTrace(bench(server({ clock, options: short }).sut), setup, steps(0, 0, 500));
    expect(right.violation).toBeUndefined();
    expect(right.trace.steps.map(({ observation }) => observation.kmsCalls?.length)).toEqual([0, 1, 0, 1]);
    const wrong = await runTrace(bench(server({ clock }).sut), setup, steps(0, 0, 500, 0));
    expect(wrong.violation?.stepIndex).toBe(3);
  });

  test('two runs are not compared, and that is said', async () => {
    const { sut } = server();
    const report = await check({ ...request, properties: ['time-shift', 'explained'] }, sut);
    expect(report.properties.find(({ id }) => id === 'time-shift')).toMatchObject({
      verdict: 'not-exercised',
      because: 'not-observable',
    });
  });

  test('whoever waits no longer has the request aborted, and the system stopped', async () => {
    const interruption = new AbortController();
    let isAborted = false;
    let isStopped = false;
    const sut: Sut = {
      ...server().sut,
      start: async () => ({
        apply: (_step, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              isAborted = true;
              reject(new Error('aborted'));
            });
            interruption.abort();
          }),
        stop: async () => {
          // It takes longer to clear away than anybody waits for what is in memory.
          await new Promise((resolve) => setTimeout(resolve, 1_200));
          isStopped = true;
        },
      }),
    };
    const report = await check({ ...request, signal: interruption.signal }, sut);
    expect(report).toMatchObject({ verdict: 'unknown', violations: [] });
    expect([isAborted, isStopped]).toEqual([true, true]);
  });
});

test('a hung request is aborted when it is given up', async () => {
  let isAborted = false;
  const sut: Sut = {
    ...embeddedSut(),
    start: async () => ({
      apply: (_step, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            isAborted = true;
          });
        }),
      stop: async () => {},
    }),
  };
  const report = await check({ ...request, runs: 1, stepTimeoutMs: 20 }, sut);
  expect(report.violations[0]?.violation.property).toBe('system-answers');
  expect(isAborted).toBe(true);
});

test('a time that was not asked for is a mistake', async () => {
  const sut: Sut = {
    ...embeddedSut(),
    start: async () => ({ apply: async () => ({ observation: { status: 200 }, startMs: 1 }), stop: async () => {} }),
  };
  const { violations } = await check({ ...request, runs: 1 }, sut);
  expect(violations[0]?.violation.reason).toContain('it has a time, and the clock is virtual');
});

test('a bucket that is made for a setup may block public policies, as new ones do (F-162), or not', async () => {
  const statements = [{ effect: 'Allow', principal: '*', actions: ['s3:*'] }] as const;
  const asked: Step = { atMs: 0, by: 'app', event: { op: 'PutBucketPolicy', bucket: 'b1', statements } };
  const verdictOn = async (status: number, sut: Sut) => {
    const code = status === 403 ? { code: 'AccessDenied' } : {};
    const refusing: Sut = {
      ...sut,
      start: async (given, seed) => {
        const session = await sut.start(given, seed);
        return { ...session, apply: async () => ({ status, ...code }), stop: async () => {} };
      },
    };
    const bench = { sut: refusing, profile: ideal, seed: 1, properties: PROPERTIES, oracle: true };
    return (await runTrace(bench, setup, [asked])).violation?.property;
  };
  expect([await verdictOn(403, server().sut), await verdictOn(204, server().sut)]).toEqual([undefined, undefined]);
  expect(await verdictOn(400, server().sut)).toBeDefined();
  // Whoever can bring about what the setup says has to.
  expect(await verdictOn(403, embeddedSut())).toBe('errors');
});
