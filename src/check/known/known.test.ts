import { describe, expect, test } from 'vitest';
import { type Observation, profileNamed, type Step } from '../../../model/index.ts';
import { checkJson } from '../../report/check-json.ts';
import { checkText } from '../../report/index.ts';
import type { Sut } from '../../suts/sut.ts';
import { check } from '../check.ts';
import type { CheckReport } from '../check-report.ts';
import { judgeTrace } from '../replay.ts';
import { answering } from '../testing/answering.ts';
import type { KnownDeviation } from './known-deviation.ts';
import { checkedKnown } from './parse-known.ts';

const ideal = profileNamed('ideal');
const request = { profile: ideal, runs: 25, seed: 11, maxSteps: 60 };

/** The reference, with some answers as another server has them. */
function other(change: (step: Step, seen: Observation) => Observation): Sut {
  return { ...answering(async (step, ask) => change(step, await ask())), name: 'another server' };
}

/** HEAD shows no flag, and writes say MD5 for the ETag under KMS. */
const twoFaults = other((step, seen) => {
  if (step.event.op === 'HeadObject' && seen.bucketKeyEnabled === true) return { ...seen, bucketKeyEnabled: null };
  if (step.event.op === 'PutObject' && seen.sse === 'aws:kms') return { ...seen, etag: step.event.body.md5 };
  return seen;
});

const flag: KnownDeviation = {
  id: 'head-flag',
  operation: 'HeadObject',
  part: 'bucketKeyEnabled',
  expected: 'true',
  observed: 'absent',
  reason: 'the header is left out',
  issue: 'https://example.org/issues/7',
};
const etag: KnownDeviation = { id: 'put-etag', operation: 'PutObject', part: 'etag', reason: 'ETag = MD5' };

function deviations({ known = [] }: CheckReport): readonly KnownDeviation[] {
  return known.map(({ deviation }) => deviation);
}

describe('a deviation that is known', () => {
  test('is excused and told apart, with its shortest trace, and the rest is judged', async () => {
    const report = await check({ ...request, known: [flag, etag] }, twoFaults);
    expect(report).toMatchObject({ verdict: 'conforms', runs: 25, violations: [] });
    const [first, second] = report.known ?? [];
    expect(first).toMatchObject({ deviation: flag, isStale: false, isExpired: false });
    expect(first!.times).toBeGreaterThan(1);
    expect(second!.times).toBeGreaterThan(20);
    // Judged by whoever does not know, the trace shows just this.
    const { violation } = judgeTrace(first!.trace!, ideal);
    expect(violation).toMatchObject({
      stepIndex: first!.trace!.steps.length - 1,
      parts: [{ part: 'bucketKeyEnabled' }],
    });
    const text = checkText(report, []);
    expect(text).toContain('2 known deviations, apart from the verdict:');
    expect(text).toMatch(/ x head-flag: HeadObject bucketKeyEnabled: true expected, absent observed\. the header/);
    expect(JSON.parse(checkJson(report, [])).known[1]).toMatchObject({ id: 'put-etag', isStale: false });
  });

  test('excuses no other operation, part or value, and what is found besides is shrunk', async () => {
    for (const [id, known] of [
      ['the other fault', [flag]],
      ['another operation', [flag, { ...etag, operation: 'CopyObject' as const }]],
      ['another part', [flag, { ...etag, part: 'sse' }]],
      ['another value', [etag, { ...flag, expected: 'false' }]],
      ['another property', [flag, { ...etag, property: 'errors' }]],
    ] as const) {
      const { verdict, violations } = await check({ ...request, known }, twoFaults);
      expect([id, verdict]).toEqual([id, 'violates']);
      expect(violations[0]!.trace.steps.length).toBeLessThan(6);
    }
  });

  test('does not hide another fault of the same step', async () => {
    const worse = other((step, seen) =>
      step.event.op === 'PutObject' && seen.sse === 'aws:kms'
        ? { ...seen, etag: step.event.body.md5, kmsKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/other' }
        : seen,
    );
    const { violations } = await check({ ...request, known: [etag] }, worse);
    expect(violations[0]?.violation.reason).toContain('/other');
    expect(violations[0]?.violation.parts.map(({ part }) => part)).not.toContain('etag');
  });

  test('may be another status: what was refused is left out, what was done ends the run', async () => {
    const refused = other((step, seen) =>
      step.event.op === 'GetBucketEncryption' && seen.status === 200 ? { status: 405, code: 'MethodNotAllowed' } : seen,
    );
    const known = [{ id: 'rule', operation: 'GetBucketEncryption', part: 'status', reason: 'not there' }] as const;
    const report = await check({ ...request, known }, refused);
    expect(report.violations.map(({ violation }) => violation.reason)).toEqual([]);
    const served = other((step, seen) =>
      step.event.op === 'PutBucketEncryption' && seen.status === 400 ? { status: 200 } : seen,
    );
    const lax = [
      { id: 'rule', operation: 'PutBucketEncryption', part: 'status', reason: 'it takes any rule' },
    ] as const;
    const cut = await check({ ...request, known: lax }, served);
    expect(cut).toMatchObject({ verdict: 'conforms' });
    const { steps } = await check(
      { ...request, known: lax },
      other((_, seen) => seen),
    );
    expect(cut.steps).toBeLessThan(steps);
  });

  test('is left out of the trace of another fault, which fails every time all the same', async () => {
    const refused = other((step, seen) => {
      if (step.event.op === 'GetObject' && seen.status === 404) return { status: 418, code: 'Teapot' };
      return seen.bucketKeyEnabled === true ? { ...seen, bucketKeyEnabled: null } : seen;
    });
    const known = [{ id: 'teapot', operation: 'GetObject', part: 'status', reason: 'it is one' }] as const;
    let times = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const { violations, known: met } = await check({ ...request, seed, known }, refused);
      times += met![0]!.times;
      expect(violations).toHaveLength(1);
      expect(violations[0]).not.toHaveProperty('flaky');
    }
    expect(times).toBeGreaterThan(0);
  });

  test('may be of a property, which is not judged any more then', async () => {
    const reused = other((_, seen) =>
      seen.internals?.dataKey === undefined ? seen : { ...seen, internals: { ...seen.internals, dataKey: 'always' } },
    );
    const first = await check({ ...request, learnKnown: true }, reused);
    expect(first.violations).toEqual([]);
    // A run ends with what is learnt of it, so that a second time may learn more.
    const found = await check({ ...request, learnKnown: true, known: deviations(first) }, reused);
    const known = deviations(found);
    expect(known).toContainEqual(expect.objectContaining({ property: 'unique-data-keys' }));
    const { violations } = await check({ ...request, known }, reused);
    expect(violations.map(({ violation }) => violation.reason)).toEqual([]);
    expect(await check(request, reused)).toMatchObject({ verdict: 'violates' });
  });

  test('is stale where it was never met, unless runs are missing', async () => {
    const known = [flag, { ...etag, operation: 'HeadObject', id: 'never' }] as const;
    const all = await check(
      { ...request, known },
      other((step, seen) => twoFaultsHead(step, seen)),
    );
    expect(all.known!.map(({ isStale }) => isStale)).toEqual([false, true]);
    expect(checkText(all, [])).toContain('stale: never was not met; it is to be taken out.');
    const none = await check({ ...request, seconds: 0, known }, twoFaults);
    expect(none.known!.map(({ isStale }) => isStale)).toEqual([false, false]);
  });

  test('is not excused once it has expired', async () => {
    const later = await check({ ...request, known: [flag, { ...etag, expires: '2999-12-31' }] }, twoFaults);
    expect(later.verdict).toBe('conforms');
    const over = await check({ ...request, known: [flag, { ...etag, expires: '2001-01-01' }] }, twoFaults);
    expect(over).toMatchObject({ verdict: 'violates' });
    expect(over.known![1]).toMatchObject({ isExpired: true, times: 0 });
  });
});

function twoFaultsHead(step: Step, seen: Observation): Observation {
  return step.event.op === 'HeadObject' && seen.bucketKeyEnabled === true ? { ...seen, bucketKeyEnabled: null } : seen;
}

describe('what is found can be taken for known', () => {
  test('so that one check finds all there is, and the next knows it', async () => {
    const report = await check({ ...request, learnKnown: true }, twoFaults);
    expect(report).toMatchObject({ verdict: 'conforms', runs: 25, violations: [] });
    const learnt = report.known!.map(({ deviation }) => deviation);
    expect(learnt.map(({ operation, part }) => [operation, part])).toEqual(
      expect.arrayContaining([
        ['PutObject', 'etag'],
        ['HeadObject', 'bucketKeyEnabled'],
      ]),
    );
    expect(learnt.every(({ reason }) => reason.length > 0)).toBe(true);
    expect(new Set(learnt.map(({ id }) => id)).size).toBe(learnt.length);
    const again = await check({ ...request, known: checkedKnown(JSON.parse(JSON.stringify(learnt))) }, twoFaults);
    expect(again).toMatchObject({ verdict: 'conforms' });
    expect(again.known!.filter(({ isStale }) => isStale)).toEqual([]);
  });

  test('another code under the same status is one of the code, and the rest is judged', async () => {
    const coded = other((_, seen) => (seen.code === 'NoSuchKey' ? { ...seen, code: 'NoSuchObject' } : seen));
    const report = await check({ ...request, learnKnown: true }, coded);
    expect(report).toMatchObject({ verdict: 'conforms', runs: 25 });
    expect(report.known!.map(({ deviation: { part, expected, observed } }) => [part, expected, observed])).toEqual(
      report.known!.map(() => ['code', 'NoSuchKey', 'NoSuchObject']),
    );
    expect(report.known!.length).toBeGreaterThan(0);
    expect(report.known![0]).toMatchObject({ isNew: true, requirements: expect.arrayContaining([expect.any(String)]) });
  });

  test('but for what gives no answer', async () => {
    const silent = other((step, seen) => (step.event.op === 'CopyObject' ? (undefined as never) : seen));
    expect(await check({ ...request, learnKnown: true }, silent)).toMatchObject({
      verdict: 'violates',
      violations: [{ violation: { property: 'system-answers' } }],
    });
  });
});

describe('known deviations that are written down', () => {
  test.each<[unknown, string]>([
    [{}, 'expected array'],
    [[{ ...flag, opertion: 'x' }], 'unknown field "opertion"'],
    [[{ ...flag, operation: 'HeadObjekt' }], '0: there is no operation "HeadObjekt" (did you mean HeadObject?)'],
    [[{ ...flag, property: 'eror' }], '0: there is no property "eror" (did you mean errors?)'],
    [[flag, flag], '1: there is another one called "head-flag"'],
    [[{ id: 'x', operation: 'PutObject', reason: 'y' }], '0: it has neither part nor property'],
    [[{ id: 'x', operation: 'PutObject', property: 'errors', expected: '1', reason: 'y' }], 'go with a part'],
    [[{ ...flag, expires: 'soon' }], '0.expires: not a date such as 2027-03-31'],
    [[{ ...flag, reason: '' }], '0.reason'],
    [Array.from({ length: 1_001 }, (_, i) => ({ ...flag, id: `${i}` })), 'expected array to have <=1000 items'],
  ])('%j are refused', (given, problem) => {
    expect(() => checkedKnown(given)).toThrow(problem);
    expect(() => checkedKnown(given)).toThrow(RangeError);
  });

  test('`__proto__` is a name like any other', () => {
    const given: unknown = JSON.parse('[{"id":"__proto__","operation":"PutObject","part":"__proto__","reason":"r"}]');
    expect(checkedKnown(given)[0]).toMatchObject({ part: '__proto__' });
    expect(() =>
      checkedKnown(JSON.parse('[{"__proto__":{},"id":"a","operation":"PutObject","part":"p","reason":"r"}]')),
    ).not.toThrow(TypeError);
  });
});
