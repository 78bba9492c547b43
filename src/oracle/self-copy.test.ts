import { describe, expect, test } from 'vitest';
import { copy, get, put } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { OracleRun, seen, seenRefusal, wroteS3 } from './testing/oracle-run.ts';

describe('a copy onto itself (F-51, E-26)', () => {
  const refused = seenRefusal(400, 'InvalidRequest');
  test.each([
    ['that replaces metadata is carried out', ['metadata'], wroteS3(), 'conforms'],
    ['that replaces metadata is not refused', ['metadata'], refused, 'violates'],
    ['that changes nothing is refused', [], refused, 'conforms'],
    ['that changes nothing is not carried out', [], wroteS3(), 'violates'],
  ] as const)('%s', (_, changes, observation, verdict) => {
    const run = new OracleRun(IDEAL).given('ann', put('b/o'), wroteS3());
    expect(run.see('ann', { ...copy('b/o', 'b/o'), changes }, observation)).toBe(verdict);
  });
});

describe('a copy that is answered 200 with an error inside (F-56)', () => {
  const failed = { ...seen(200), code: 'InternalError' };

  test('may happen at any time, and nothing need have been done', () => {
    const run = new OracleRun(AWS).given('ann', put('b/o'), wroteS3());
    expect(run.see('ann', copy('b/o', 'b/p'), failed)).toBe('conforms');
    expect(run.see('ann', get('b/p'), seenRefusal(404, 'NoSuchKey'))).toBe('conforms');
  });

  test('is as wrong as the error where that has no reason', () => {
    const refused = { ...failed, code: 'NoSuchBucket' };
    const run = new OracleRun(AWS).given('ann', put('b/o'), wroteS3());
    expect(run.see('ann', copy('b/o', 'b/p'), refused)).toBe('violates');
  });
});
