import { afterEach, expect, test, vi } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import type { Sut } from '../suts/sut.ts';
import { check } from './check.ts';
import { STEP_TIMEOUT_MS } from './hang.ts';

afterEach(() => vi.useRealTimers());

const request = { profile: profileNamed('ideal'), runs: 3, seed: 1, maxSteps: 20 };

function hangsAt(hanging: 'start' | 'apply' | 'stop'): Sut {
  const never = () => new Promise<never>(() => {});
  return {
    name: 'a system that hangs',
    supports: ['GetObject', 'PutObject'],
    start: async () => {
      if (hanging === 'start') return never();
      return {
        apply: async () => (hanging === 'apply' ? never() : { status: 404, code: 'NoSuchBucket' }),
        stop: async () => (hanging === 'stop' ? never() : undefined),
      };
    },
  };
}

test.each([
  ['start', /tried to \w+ .* at \d+ s and got no answer: the system did not start: no answer within 0\.02 s$/],
  ['apply', /tried to \w+ .* at \d+ s and got no answer: the system gave no answer within 0\.02 s$/],
] as const)('a system that hangs in %s is a violation, shrunk, told as what it is', async (hanging, reason) => {
  const report = await check({ ...request, stepTimeoutMs: 20 }, hangsAt(hanging));
  expect(report).toMatchObject({ verdict: 'violates', violations: [{ violation: { property: 'system-answers' } }] });
  expect(report.violations[0]?.violation.reason).toMatch(reason);
  expect(report.violations[0]?.trace.steps).toHaveLength(1);
});

test('without a word an answer may take a minute, and shrinking what takes as long no longer than two', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] });
  const ended = check(request, hangsAt('apply'));
  let isOver = false;
  ended.finally(() => {
    isOver = true;
  });
  let waitedMs = 0;
  for (; !isOver && waitedMs < 100 * STEP_TIMEOUT_MS; waitedMs += STEP_TIMEOUT_MS / 2) {
    await vi.advanceTimersByTimeAsync(STEP_TIMEOUT_MS / 2);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect((await ended).violations[0]?.violation.reason).toContain('no answer within 60 s');
  expect(waitedMs).toBeGreaterThan(STEP_TIMEOUT_MS);
  expect(waitedMs).toBeLessThan(5 * STEP_TIMEOUT_MS);
});

test('a system that answers and does not stop ends the check, with its name', async () => {
  await expect(check({ ...request, stepTimeoutMs: 20, properties: ['errors'] }, hangsAt('stop'))).rejects.toThrow(
    /^a system that hangs answered and did not stop: no answer within 0\.02 s$/,
  );
});
