import { createHash } from 'node:crypto';
import { test as fcTest } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EVENT_NAMES,
  FIRST_OPTION,
  initialWorld,
  profileNamed,
  type Setup,
  type Step,
  step as takeStep,
} from '../../model/index.ts';
import type { GeneratedTrace } from '../../properties/arbitraries/index.ts';
import { check } from '../check/check.ts';
import { observe } from '../check/run-trace.ts';
import { seedOfRun } from '../check/seed-of-run.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { classifyTrace } from './classify-trace.ts';
import { operations, traces } from './traces.ts';

const IDEAL = profileNamed('ideal');
const profile = IDEAL;

const setup: Setup = {
  requesters: [
    { name: 'app', account: '111111111111', principal: 'app', session: 's1' },
    { name: 'admin', account: '111111111111', principal: 'admin', session: 's1' },
  ],
  kmsKeys: [{ id: 'k1', account: '111111111111' }],
  aliases: [],
  buckets: [{ name: 'data', account: '111111111111', plainObjects: [] }],
};

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function told({ atMs, by, event }: Step): string {
  return `${atMs} ${by ?? '-'} ${event.op}`;
}

describe('seed 1 is pinned: a change here changes what every recorded seed means', () => {
  test('for traces', () => {
    const short = fc.sample(traces({ maxSteps: 12 }), { seed: 1, numRuns: 3 });
    expect(short.map(({ steps }) => steps.map(told))).toMatchInlineSnapshot(`
      [
        [
          "0 replicator PutObject",
        ],
        [
          "1668 admin GetObject",
          "2301 writer-2 GetObject",
        ],
        [
          "1065 admin GetObject",
        ],
      ]
    `);
    expect(digest(fc.sample(traces(), { seed: 1, numRuns: 20 }))).toMatchInlineSnapshot(
      `"a09110e40e836f59c8637280cbebba3760ecde0f203ab6500cde43feb9274f87"`,
    );
  });

  test('for operations', () => {
    const steps = fc.sample(operations({ setup }), { seed: 1, numRuns: 200 });
    expect(steps.slice(0, 2).map(told)).toMatchInlineSnapshot(`
      [
        "0 app GetKeyRotationStatus",
        "0 admin EnableKey",
      ]
    `);
    expect(digest(steps)).toMatchInlineSnapshot(`"5fe35d6e96c33fd7b82e6c12f733c24afe781ca49b5142a1566c945e69cb087d"`);
  });
});

/** Steps without the names that a system gives, which a check puts in their place. */
function unnamed(steps: readonly Step[]): unknown {
  return JSON.parse(JSON.stringify(steps).replace(/"(if(None)?Match|(source)?[vV]ersionId)":"[^"]*"/g, '"$1":""'));
}

test('a check runs the traces that are sampled with the seeds of its runs', async () => {
  const run: Step[] = [];
  const right = embeddedSut();
  const recording: Sut = {
    ...right,
    start: async (given, seed) => {
      const session = await right.start(given, seed);
      const apply = (step: Step) => {
        run.push(step);
        return session.apply(step);
      };
      return { ...session, apply };
    },
  };
  await check({ profile, runs: 2, seed: 1, maxSteps: 30, properties: ['explained'] }, recording);
  const sampled = [0, 1].flatMap((number) =>
    fc.sample(traces({ maxSteps: 30 }), { seed: seedOfRun(1, number), numRuns: 1 }),
  );
  expect(unnamed(run)).toEqual(unnamed(sampled.flatMap(({ steps }) => steps)));
});

describe('statistics', () => {
  test('say how long traces are and what is in them', () => {
    const lines: string[] = [];
    fc.statistics(traces(), classifyTrace, { seed: 1, numRuns: 200, logger: (line) => lines.push(line) });
    const labels = lines.map((line) => line.replace(/\.\..*$/, ''));
    expect(labels).toEqual(expect.arrayContaining(['10 to 99 steps', '100 steps or more', ...EVENT_NAMES]));
  });

  test('a trace has one length, and each of its operations once', () => {
    const event = { op: 'GetObject', bucket: 'data', key: 'a' } as const;
    const steps = Array.from({ length: 9 }, () => ({ atMs: 0, by: 'app', event }));
    expect(classifyTrace({ setup, steps })).toEqual(['fewer than 10 steps', 'GetObject']);
    expect(classifyTrace({ setup, steps: [...steps, ...steps.slice(0, 1)] })[0]).toBe('10 to 99 steps');
    expect(classifyTrace({ setup, steps: Array.from({ length: 100 }, () => steps).flat() })[0]).toBe(
      '100 steps or more',
    );
  });
});

describe('single operations', () => {
  const sampled = fc.sample(operations({ setup }), { seed: 1, numRuns: 2_200 });

  test('are all there are, each about as often', () => {
    const counts = EVENT_NAMES.map((name) => sampled.filter(({ event }) => event.op === name).length);
    expect(Math.min(...counts)).toBeGreaterThan(30);
    expect(Math.max(...counts)).toBeLessThan(120);
  });

  test('succeed in the fresh world about half of the time', () => {
    const world = initialWorld(setup, profile);
    const succeeding = sampled.filter((step) => takeStep(world, step, FIRST_OPTION).outcome.status < 400);
    expect(succeeding.length / sampled.length).toBeGreaterThan(0.3);
    expect(succeeding.length / sampled.length).toBeLessThan(0.8);
  });

  test('are only those that a system supports', () => {
    const some = fc.sample(operations({ setup, supports: ['PutObject', 'HeadObject'] }), { seed: 1, numRuns: 50 });
    expect(new Set(some.map(({ event }) => event.op))).toEqual(new Set(['PutObject', 'HeadObject']));
    expect(() => operations({ setup, supports: [] })).toThrow(RangeError);
    expect(() => operations({ setup: { ...setup, requesters: [] } })).toThrow(RangeError);
  });

  test('strung together they are steps a world takes, and shrink to few and simple ones', () => {
    const nothingIsRead = fc.property(fc.array(operations({ setup }), { maxLength: 40, size: 'max' }), (steps) => {
      let world = initialWorld(setup, profile);
      const answers = steps.map((step) => {
        const result = takeStep(world, step, FIRST_OPTION);
        world = result.world;
        return { step, status: result.outcome.status };
      });
      return !answers.some(({ step, status }) => step.event.op === 'GetObject' && status === 200);
    });
    const { failed, counterexample } = fc.check(nothingIsRead, { seed: 1, numRuns: 2_000 });
    expect(failed).toBe(true);
    expect(counterexample?.[0].map(({ by, event }) => ({ by, event }))).toMatchInlineSnapshot(`
      [
        {
          "by": "app",
          "event": {
            "body": {
              "md5": "0cc175b9c0f1b6a831c399e269772661",
              "text": "a",
            },
            "bucket": "data",
            "headers": {},
            "key": "a",
            "op": "PutObject",
          },
        },
        {
          "by": "app",
          "event": {
            "bucket": "data",
            "key": "a",
            "op": "GetObject",
          },
        },
      ]
    `);
  });
});

describe('with @fast-check/vitest', () => {
  const sameBytes = async ({ setup, steps }: GeneratedTrace, seed: number): Promise<void> => {
    const bench = { sut: embeddedSut(), seed };
    expect(await observe(bench, setup, steps)).toEqual(await observe(bench, setup, steps));
  };

  fcTest.prop([traces({ maxSteps: 40 }), fc.nat()], { seed: 1, numRuns: 20 })(
    'equal seeds are answered alike',
    sameBytes,
  );
});
