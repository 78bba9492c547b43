import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { get, put } from '../../model/testing/events.ts';
import { SCENE } from '../../model/testing/scene.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { judgeSteps, type StepsJudgement } from '../check/judge-steps.ts';
import { judgeJson, judgeText } from './judge-report.ts';

const restart = (atMs: number, status: number): ObservedStep => ({
  step: { atMs, by: null, event: { op: 'RestartHosts' } },
  observation: { status },
});

const judgement: StepsJudgement = {
  verdict: 'conforms',
  profile: 'ideal',
  transientErrors: 0,
  rawFields: 0,
  otherKmsCalls: 0,
  steps: 5_000_000,
  events: [],
  kms: { operations: [], rows: [], others: 0, bucketKeyCalls: 0, bucketKeyRequests: 0, emptied: 0 },
  properties: [{ id: 'errors', title: 'Errors are those of S3.', verdict: 'holds', checked: 9, exercised: 8 }],
  last: {
    header: {
      bucketkeyTrace: 1,
      profile: 'ideal',
      sut: 'recorder',
      seed: 3,
      setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
    },
    steps: [restart(998, 200), restart(999, 500)],
  },
  lastIndices: [4_999_998, 4_999_999],
};
const violation = {
  property: 'errors',
  title: 'Errors are those of S3.',
  requirements: [],
  stepIndex: 4_999_999,
  reason: 'A restart failed.',
  parts: [],
  nearest: [],
};

describe('a judged trace', () => {
  test('tells how many fields of answers nobody looked at', () => {
    expect(judgeText({ ...judgement, rawFields: 1 })).toContain(
      '\n1 field of answers was not looked at.\nverdict: conforms',
    );
    expect(judgeText({ ...judgement, rawFields: 1200 })).toContain('\n1,200 fields of answers were not looked at.\n');
    expect(judgeText(judgement)).not.toContain('looked at');
    expect(JSON.parse(judgeJson({ ...judgement, rawFields: 3 }))).toMatchObject({ rawFields: 3 });
  });

  test('names the fewest requests that overlapped and have no order', async () => {
    const steps: readonly ObservedStep[] = [
      { step: { atMs: 0, by: 'ann', event: put('c/long') }, observation: { status: 200 }, endMs: 100 },
      { step: { atMs: 10, by: 'ann', event: put('c/x') }, observation: { status: 200 }, endMs: 20 },
      { step: { atMs: 30, by: 'ann', event: get('c/x') }, observation: { status: 404 }, endMs: 40 },
    ];
    const stream = { header: { ...judgement.last.header, setup: SCENE }, steps: ReadableStream.from(steps) };
    const judged = await judgeSteps(stream, { profile: profileNamed('ideal') });
    expect(judgeText(judged).replaceAll(/\s+/g, ' ')).toContain(
      'Found: 3 requests overlapped, and in no order does the model explain PutObject (step 2) and GetObject ' +
        '(step 3), whatever became of the others.',
    );
    expect(JSON.parse(judgeJson(judged))).toMatchObject({ violation: { stepIndex: 2, core: [1, 2] } });
  });

  test('tells how many KMS calls were of no recorded request', () => {
    expect(judgeText({ ...judgement, otherKmsCalls: 1 })).toContain(
      '\n1 KMS call of no recorded request not judged.\n',
    );
    expect(judgeText(judgement)).not.toContain('no recorded request');
    expect(JSON.parse(judgeJson({ ...judgement, otherKmsCalls: 2 }))).toMatchObject({ otherKmsCalls: 2 });
  });

  test('conforms: what each property came to, and how far it was judged', () => {
    expect(judgeText(judgement)).toMatchInlineSnapshot(`
      "property  verdict  checked  exercised  what must hold
      errors    holds          9          8  Errors are those of S3.

      5,000,000 steps judged.
      verdict: conforms (recorder, profile ideal)
      "
    `);
  });

  test('violates at a late step: the last steps, with how many came before', () => {
    expect(judgeText({ ...judgement, verdict: 'violates', violation })).toMatchInlineSnapshot(`
      "  trace  of recorder, seed 3, judged by the profile ideal
        KMS    calls were not observed

              4,999,998 earlier steps left out
      4,999,999.  0.998 s    RestartHosts  200
      5,000,000.  0.999 s    RestartHosts  500  <-- here

      Violated: errors, at step 5000000
        Must hold:  Errors are those of S3.
        Found:      A restart failed.

      5,000,000 steps judged.
      verdict: violates errors at step 5,000,000 (recorder, profile ideal)
      "
    `);
  });

  test('of steps that are not one after another, how many are left out between', () => {
    const steps = [restart(1, 200), restart(2, 200), restart(998, 200), restart(999, 500)];
    const gaps = { ...judgement, last: { ...judgement.last, steps }, lastIndices: [0, 1, 314, 4_999_999] };
    const lines = judgeText({ ...gaps, verdict: 'violates', violation }).split('\n');
    expect(lines.slice(3, 9)).toEqual([
      '   1.  0.001 s    RestartHosts  200',
      '   2.  0.002 s    RestartHosts  200',
      '        … 312 steps …',
      ' 315.  0.998 s    RestartHosts  200',
      '        … 4,999,684 steps …',
      '5,000,000.  0.999 s    RestartHosts  500  <-- here',
    ]);
    expect(JSON.parse(judgeJson(gaps)).lastSteps.map(({ stepIndex }: { stepIndex: number }) => stepIndex)).toEqual([
      0, 1, 314, 4_999_999,
    ]);
  });

  test('how often open points decided, where somebody asked for it', () => {
    const point = { point: 'served', requirement: 'U-05', asked: 40, decided: 12 };
    const options = [
      { option: 'Use', steps: 10 },
      { option: 'Restart', steps: 2 },
    ];
    const one = { ...judgement, points: [{ ...point, options }] };
    expect(judgeText(one)).toContain(
      '\nOpen points that decided, of steps asked: served (U-05) 12 of 40 (Use 10, Restart 2)\n',
    );
    expect(JSON.parse(judgeJson(one)).points).toEqual(one.points);
    const undecided = { ...point, decided: 0, options: [] };
    const many = { ...judgement, points: [...Array.from({ length: 7 }, () => ({ ...point, options })), undecided] };
    expect(judgeText(many).replaceAll(/\s+/g, ' ')).toContain('2 more; 1 asked and never decided 5,000,000 steps');
    expect(judgeText({ ...judgement, points: [] })).toContain('\nOpen points that decided, of steps asked: none\n');
    expect(judgeText(judgement)).not.toContain('Open points');
    expect(judgeJson(judgement)).not.toContain('points');
  });

  test('unknown names the bound', () => {
    const text = judgeText({
      ...judgement,
      verdict: 'unknown',
      unknownBecause: 'step 7: more than 256 candidate worlds',
    });
    expect(text).toMatch(/\nverdict: unknown, step 7: more than 256 candidate worlds \(recorder, profile ideal\)\n$/);
  });

  test('as JSON, the same in every case', () => {
    const { last, lastIndices, ...rest } = judgement;
    expect(JSON.parse(judgeJson(judgement))).toEqual({
      ...rest,
      unknownBecause: null,
      sut: 'recorder',
      violation: null,
      lastSteps: last.steps.map((seen, place) => ({ stepIndex: lastIndices[place], ...seen })),
    });
    expect(JSON.parse(judgeJson({ ...judgement, verdict: 'violates', violation }))).toMatchObject({
      verdict: 'violates',
      violation,
    });
  });
});
