import { describe, expect, test } from 'vitest';
import { perform } from '../../../model/index.ts';
import { ANSWERED } from '../invariants.ts';
import { SHIPPED } from '../questions/judges.ts';
import { ownInvariant, ownQuestion } from '../questions/question.ts';
import { SCOPES } from '../scopes/index.ts';
import { tiny } from '../scopes/tiny.ts';
import { forgetsWhoObtained } from '../testing/faults.ts';
import { simulate } from './simulate.ts';

const SHORT = { seed: 1, runs: 20, depth: 60 };

describe('random walks', () => {
  test.each(SCOPES)('find nothing in $name, and never say that it conforms', async (scope) => {
    const { found, verdict, walks, steps, states, monitors } = await simulate(scope, SHORT);
    expect(found).toBeUndefined();
    expect([verdict, walks]).toEqual(['unknown', 20]);
    // A walk ends where the scope has no room for what an event makes.
    expect(steps).toBeGreaterThan(1_000);
    expect(steps).toBeLessThanOrEqual(1_200);
    expect(states).toBeGreaterThan(1);
    expect(monitors.length > 0).toBe(scope.monitored);
  });

  test('see states of the scope, but not all of them', async () => {
    const { states, actions = [] } = await simulate(tiny, { seed: 1, runs: 100, depth: 100 });
    expect(states).toBeGreaterThan(100);
    expect(states).toBeLessThan(260);
    expect(actions.filter(({ served }) => served === 0)).toEqual([]);
  });

  test('are the same from the same seed, and others from another', async () => {
    const first = await simulate(tiny, SHORT);
    expect(await simulate(tiny, SHORT)).toEqual(first);
    expect((await simulate(tiny, { ...SHORT, seed: 2 })).actions).not.toEqual(first.actions);
  });

  test('account for every action', async () => {
    const { actions = [], steps, states } = await simulate(tiny, SHORT);
    const taken = actions.reduce((sum, { served, refused }) => sum + served + refused, 0);
    expect(taken).toBeLessThan(steps);
    expect(taken).toBeGreaterThan((steps * tiny.actions.length) / (tiny.actions.length + 2));
    for (const { served, refused, unchanged, newStates = 0 } of actions)
      expect(unchanged + newStates).toBeLessThanOrEqual(served + refused);
    expect(actions.reduce((sum, { newStates = 0 }) => sum + newStates, 0)).toBeLessThan(states);
  });

  test('end with an interruption, which says how far they got', async () => {
    const interruption = new AbortController();
    const { verdict, walks, steps } = await simulate(tiny, {
      ...SHORT,
      signal: interruption.signal,
      onProgress: (progress) => progress.walks === 3 && interruption.abort(),
    });
    expect([verdict, walks, steps]).toEqual(['unknown', 3, 180]);
  });
});

describe('a violation', () => {
  test('of an invariant ends the walks, and is told with the way to it', async () => {
    const options = { ...SHORT, act: forgetsWhoObtained };
    const { verdict, found, walks, steps } = await simulate(tiny, options);
    expect([verdict, found?.violation.property]).toEqual(['violates', 'every-requester-pays']);
    expect(found?.violation.stepIndex).toBe((found?.trace.steps.length ?? 0) - 1);
    expect(walks).toBeLessThan(20);
    expect(steps).toBeLessThanOrEqual(walks * 60);
    expect((await simulate(tiny, options)).found).toEqual(found);
  });

  test('that only the monitors can see is theirs', async () => {
    const hides: typeof perform = (draft, input, chooser) => {
      const outcome = perform(draft, input, chooser);
      return input.event.op === 'GetObject' ? { ...outcome, bucketKeyEnabled: null } : outcome;
    };
    const { found } = await simulate(tiny, { ...SHORT, act: hides });
    expect(found?.violation.property).toBe('config-is-not-retroactive');
    expect((await simulate({ ...tiny, monitored: false }, { ...SHORT, act: hides })).verdict).toBe('unknown');
  });

  test('may be a step that breaks down', async () => {
    const breaks: typeof perform = (draft, input, chooser) => {
      if (input.event.op === 'EvictBucketKeys') throw new Error('no such transition');
      return perform(draft, input, chooser);
    };
    const { verdict, found } = await simulate(tiny, { ...SHORT, act: breaks });
    expect([verdict, found?.violation.property]).toEqual(['violates', ANSWERED.id]);
    expect(found?.violation.reason).toBe('the step has no answer: no such transition');
    expect(found?.trace.steps.at(-1)?.step).toMatchObject({ by: null, event: { op: 'EvictBucketKeys' } });
    const times = found?.trace.steps.map(({ step: { atMs } }) => atMs) ?? [];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe('what somebody asks for', () => {
  const isServed = ownQuestion('served', ({ step, outcome }) => step.by === 'bob' && outcome.status === 200);
  const isNever = ownQuestion('never', () => false);

  test('is told with a way there', async () => {
    const { answers, verdict } = await simulate(tiny, {
      ...SHORT,
      judges: { ...SHIPPED, questions: [isServed, isNever] },
    });
    expect(verdict).toBe('unknown');
    expect(answers.map(({ name }) => name)).toEqual(['served', 'never']);
    expect(answers[0]?.told?.trace.steps.at(-1)?.step.by).toBe('bob');
    expect(answers[1]?.told).toBeUndefined();
  });

  test('or held', async () => {
    const mine = ownInvariant('mine', ({ step }) => step.event.op !== 'EvictBucketKeys');
    const { found } = await simulate(tiny, { ...SHORT, judges: { invariants: [mine], questions: [] } });
    expect([found?.violation.property, found?.trace.steps.at(-1)?.step.event.op]).toEqual([
      'own:mine',
      'EvictBucketKeys',
    ]);
  });

  test('must not break down: that is no fault of the model', async () => {
    const broken = ownInvariant('broken', () => {
      throw new Error('oops');
    });
    await expect(simulate(tiny, { ...SHORT, judges: { invariants: [broken], questions: [] } })).rejects.toThrow(
      /broken: it threw oops/,
    );
  });
});
