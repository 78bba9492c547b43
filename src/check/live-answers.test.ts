import { describe, expect, test } from 'vitest';
import { type EventName, profileNamed } from '../../model/index.ts';
import { checkText } from '../report/index.ts';
import { embeddedFor, embeddedSut } from '../suts/embedded.ts';
import type { Sut, SutAnswer } from '../suts/sut.ts';
import { check } from './check.ts';
import { replayTrace } from './replay.ts';
import { answering } from './testing/answering.ts';

const ideal = profileNamed('ideal');
const request = { profile: ideal, runs: 30, seed: 4, maxSteps: 60 };

/** The reference, with something else for an answer now and then, and what it was asked. */
function noting(...[change, right]: Parameters<typeof answering>) {
  const asked: EventName[] = [];
  const sut = answering((step, ask) => {
    asked.push(step.event.op);
    return change(step, ask);
  }, right);
  return { sut, asked };
}

describe('an operation that is not supported', () => {
  const without = (...ops: readonly EventName[]) =>
    noting(async (step, ask) => (ops.includes(step.event.op) ? { unsupported: '501 NotImplemented' } : ask()));

  test('is asked once, is no violation, and the rest is judged', async () => {
    const { sut, asked } = without('CopyObject', 'ReplicateObject');
    const report = await check(request, sut);
    expect(report).toMatchObject({ verdict: 'conforms', runs: 30 });
    expect(asked.filter((op) => op === 'CopyObject')).toHaveLength(1);
    expect(report.events.map(({ event }) => event)).not.toContain('CopyObject');
    expect(report.system).toMatchObject({ transientAnswers: 0, declined: [] });
    expect(report.system?.unsupported).toContainEqual({ operation: 'CopyObject', reason: '501 NotImplemented' });
    expect(report.properties.find(({ id }) => id === 'replication-settles')).toMatchObject({
      verdict: 'not-exercised',
      because: 'not-supported',
    });
    const text = checkText(report, []);
    expect(text).toMatch(/^replication-settles +not-supported /m);
    expect(text).toContain('not supported, and not asked again: ');
    expect(text.replace(/\s+/g, ' ')).toContain('CopyObject (501 NotImplemented)');
  });

  test('leaves a fault to be found, shrunk and replayed in what is left', async () => {
    const { sut } = noting(async (step, ask) => {
      if (step.event.op === 'PutBucketEncryption') return { unsupported: 'no such API' };
      const seen = await ask();
      return step.event.op === 'GetObject' && seen.status === 200 ? { ...seen, contentMd5: '0'.repeat(32) } : seen;
    });
    const { violations } = await check(request, sut);
    expect(violations).toMatchObject([{ violation: { property: 'decryptable' } }]);
    expect(violations[0]?.trace.steps.length).toBeLessThanOrEqual(2);
    expect(await replayTrace(violations[0]!.trace, ideal, sut)).toMatchObject({ verdict: 'violates' });
  });

  test('has to say why', async () => {
    const { sut } = noting(async () => ({ unsupported: true }) as unknown as SutAnswer);
    const { violations } = await check(request, sut);
    expect(violations[0]?.violation.reason).toContain('unsupported: not a text that says why');
  });
});

describe('an error of the moment', () => {
  /** Every so many requests the answer is lost, whether or not the request was carried out. */
  const losing = (every: number, isDone: boolean) => {
    let count = 0;
    return noting(async (step, ask) => {
      count += 1;
      if (step.by === null || !('bucket' in step.event) || count % every !== 0) return ask();
      if (isDone) await ask();
      return { transient: { status: 503 } };
    });
  };

  test.each([true, false])('is no violation, and is asked again as a step of its own (done: %s)', async (isDone) => {
    const { sut, asked } = losing(9, isDone);
    const report = await check(request, sut);
    expect(report.violations.map(({ violation }) => violation.reason)).toEqual([]);
    expect(report.system?.transientAnswers).toBeGreaterThan(20);
    expect(report.steps).toBeGreaterThan(100);
    expect(asked.length).toBeGreaterThanOrEqual(report.steps);
    expect(checkText(report, [])).toContain('errors of the moment; what was asked was asked again');
  });

  test('is asked three times at the most', async () => {
    const { sut, asked } = noting(async (step, ask) =>
      step.event.op === 'PutObject' ? { transient: { status: 503, code: 'SlowDown' } } : ask(),
    );
    const report = await check({ ...request, runs: 5 }, sut);
    const puts = asked.filter((op) => op === 'PutObject').length;
    expect(puts).toBeGreaterThan(0);
    expect(puts % 3).toBe(0);
    // Nothing but errors for an answer settles nothing, and accuses nobody.
    expect(report.verdict).not.toBe('violates');
  });

  test('hides no fault of another step', async () => {
    let count = 0;
    const { sut } = noting(async (step, ask) => {
      count += 1;
      if (count % 20 === 0 && step.event.op === 'PutObject') return { transient: { status: 500 } };
      const seen = await ask();
      return step.event.op === 'GetObject' && seen.status === 200 ? { ...seen, bucketKeyEnabled: true } : seen;
    });
    expect(await check(request, sut)).toMatchObject({ verdict: 'violates' });
  });
});

describe('a setup that the system declines', () => {
  const declining = (isDeclined: (count: number) => boolean): Sut => {
    const right = embeddedFor(ideal);
    let count = 0;
    return {
      ...right,
      start: async (setup, seed) => {
        count += 1;
        return isDeclined(count) ? { declined: 'no bucket left in the pool' } : right.start(setup, seed);
      },
    };
  };

  test('is counted and told, and the others are judged', async () => {
    const report = await check(
      { ...request, properties: ['explained'] },
      declining((count) => count % 3 === 0),
    );
    expect(report).toMatchObject({ verdict: 'conforms', runs: 30 });
    expect(report.system?.declined).toEqual([{ reason: 'no bucket left in the pool', runs: 10 }]);
    expect(checkText(report, [])).toContain('10 of 30 setups declined: no bucket left in the pool');
  });

  test('is no success where it is every one', async () => {
    const report = await check(
      request,
      declining(() => true),
    );
    expect(report).toMatchObject({
      verdict: 'unknown',
      incomplete: 'the system declined the setup of every run',
      steps: 0,
    });
  });
});

test('what a system does not show is told as that, and not as passed', async () => {
  const right = embeddedSut();
  const sut: Sut = {
    ...right,
    shows: ['status', 'code', 'etag', 'contentMd5'],
    start: async (setup, seed) => {
      const session = await right.start(setup, seed);
      return {
        ...session,
        apply: async (step) => {
          const { status, code, etag, contentMd5 } = await session.apply(step);
          return { status, code: code ?? null, etag: etag ?? null, contentMd5: contentMd5 ?? null };
        },
      };
    },
  };
  const report = await check({ ...request, runs: 5 }, sut);
  const because = (id: string) => report.properties.find((one) => one.id === id)?.because;
  expect([because('bounded-writes'), because('unique-nonces'), because('etag-class')]).toEqual([
    'not-observable',
    'not-observable',
    undefined,
  ]);
});
