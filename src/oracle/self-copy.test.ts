import { describe, expect, test } from 'vitest';
import { copy, put } from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { OracleRun, seenRefusal, wroteS3 } from './testing/oracle-run.ts';

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
