import { describe, expect, test } from 'vitest';
import type { ExtraContext } from '../openness/profile.ts';
import { encrypt, get, put } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { RULES } from '../testing/scene.ts';

const AB = { context: { a: 'b' } };
const AC = { context: { a: 'c' } };

function running(...extraContext: readonly ExtraContext[]): ModelRun {
  const run = new ModelRun({ ...IDEAL, extraContext });
  run.take('ann', encrypt('b', RULES.B2));
  return run;
}

describe('extra context of objects with a bucket key (U-12, F-90, D-11)', () => {
  test('left out: one bucket key for all, wrapped with the bucket alone', () => {
    const run = running('left-out');
    expect([put('b/o', AB), put('b/p', AC), put('b/q')].map((event) => run.calls('ann', event))).toEqual([
      ['GenerateDataKey K1 b'],
      [],
      [],
    ]);
    expect([run.calls('bob', get('b/o')), run.calls('bob', get('b/q'))]).toEqual([['Decrypt K1 b'], []]);
  });

  test('partitions: a bucket key for each set of pairs, which KMS sees', () => {
    const run = running('partitions');
    expect(
      [put('b/o', AB), put('b/p', AC), put('b/q'), put('b/r', AB)].map((event) => run.calls('ann', event)),
    ).toEqual([['GenerateDataKey K1 b a=b'], ['GenerateDataKey K1 b a=c'], ['GenerateDataKey K1 b'], []]);
    expect([get('b/o'), get('b/p'), get('b/q'), get('b/r')].map((event) => run.calls('bob', event))).toEqual([
      ['Decrypt K1 b a=b'],
      ['Decrypt K1 b a=c'],
      ['Decrypt K1 b'],
      [],
    ]);
  });

  test('the order in which pairs are sent makes no other partition (F-91)', () => {
    const run = running('partitions');
    run.take('ann', put('b/o', { context: { x: '1', y: '2' } }));
    expect(run.calls('ann', put('b/p', { context: { y: '2', x: '1' } }))).toEqual([]);
  });

  test('open: a write takes either, and a read follows the write it reads (F-91)', () => {
    const run = running('left-out', 'partitions');
    const calls = run.outcomes('ann', put('b/o', AB)).map((outcome) => Object.keys(outcome.kmsCalls[0]?.context ?? {}));
    expect(calls).toEqual([['aws:s3:arn'], ['aws:s3:arn', 'a']]);
    run.take('ann', put('b/o', AB), { extraContext: 'partitions' });
    expect(run.outcomes('bob', get('b/o')).map((outcome) => outcome.kmsCalls[0]?.context)).toEqual([
      { 'aws:s3:arn': 'arn:aws:s3:::b', a: 'b' },
    ]);
  });

  test('without a bucket key the pairs go to KMS on each request, and come back on each read (F-89)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B1));
    expect([put('b/o', AB), get('b/o')].map((event) => run.calls('ann', event))).toEqual([
      ['GenerateDataKey K1 b/o a=b'],
      ['Decrypt K1 b/o a=b'],
    ]);
  });

  test("a pair named aws:s3:arn loses to S3's own", () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B1));
    expect(run.calls('ann', put('b/o', { context: { 'aws:s3:arn': 'mine', a: 'b' } }))).toEqual([
      'GenerateDataKey K1 b/o a=b',
    ]);
  });
});
