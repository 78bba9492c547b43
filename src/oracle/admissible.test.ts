import { expect, test } from 'vitest';
import { encrypt, get, head, put } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { RULES } from '../../model/testing/scene.ts';
import { call, OracleRun, seen, TAG, wroteKms } from './testing/oracle-run.ts';

/** What a HeadObject may answer that decrypts or not, of an object without bucket key. */
function ofHead(headDecrypts: readonly boolean[], most: number) {
  const { oracle } = new OracleRun({ ...IDEAL, headDecrypts })
    .given('ann', encrypt('b', RULES.B1), seen(200))
    .given('ann', put('b/o'), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')));
  const { outcomes, isComplete } = oracle.admissible({ atMs: 0, by: 'ann', event: head('b/o') }, most);
  return { calls: outcomes.map(({ kmsCalls }) => kmsCalls.map(({ operation }) => operation)), isComplete };
}

test('every outcome that some choice leads to, in the order of the model', () => {
  expect(ofHead([false, true], 10)).toEqual({ calls: [[], ['Decrypt']], isComplete: true });
  expect(ofHead([true], 10)).toEqual({ calls: [['Decrypt']], isComplete: true });
});

test('as many as were asked for are all, if there are no more', () => {
  expect(ofHead([false, true], 2)).toEqual({ calls: [[], ['Decrypt']], isComplete: true });
  expect(ofHead([false, true], 1)).toEqual({ calls: [[]], isComplete: false });
});

test('an outcome that several worlds have, or several choices, is told once and is no more than one', () => {
  const two = new OracleRun({ ...IDEAL, caches: 2 }).given('ann', encrypt('b', RULES.B2), seen(200));
  for (const key of ['x', 'y', 'z']) two.wait(1_000).given('ann', put(`b/${key}`), { status: 200 });
  expect(two.oracle.frontier.length).toBeGreaterThan(1);
  const { outcomes, isComplete } = two.oracle.admissible({ atMs: two.atMs, by: 'bob', event: head('b/none') }, 1);
  expect(outcomes).toMatchObject([{ status: 404, because: ['E-30'] }]);
  expect(isComplete).toBe(true);
});

test('an outcome that has several reasons is told with the first that the model comes to (E-15, E-16)', () => {
  const trial = new OracleRun(AWS)
    .given('ann', encrypt('b', RULES.B1), seen(200))
    .given('ann', put('b/o'), wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o')));
  const event = get('b/o', { sse: 'aws:kms' });
  const { outcomes } = trial.oracle.admissible({ atMs: trial.atMs, by: 'anyone', event }, 100);
  const refused = outcomes.filter(({ code }) => code === 'InvalidArgument');
  expect(refused.map(({ because }) => because)).toEqual([['E-16', 'F-34', 'F-101']]);
});
