import { describe, expect, test } from 'vitest';
import { begin, complete, conditional, get, head, part, put } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import type { GetObject } from '../vocabulary/events/object-events.ts';

const KMS = { sse: 'aws:kms', kmsKeyId: 'K1' } as const;
const EMPTY = { text: '', md5: 'd41d8cd98f00b204e9800998ecf8427e' };

/** A read of some of an object. */
function some(asked: Pick<GetObject, 'range' | 'partNumber'>, op: 'GetObject' | 'HeadObject' = 'GetObject'): GetObject {
  return { ...(op === 'GetObject' ? get('b/k') : head('b/k')), ...asked } as GetObject;
}

describe('reads of some of an object (F-44, K-11)', () => {
  test.each([
    [{ range: 'bytes=0-0' }, 206],
    [{ range: 'bytes=5-' }, 206],
    [{ range: 'bytes=-5' }, 206],
    [{ range: 'bytes=5-4' }, 200],
    [{ range: 'bytes=0-0,2-3' }, 200],
    [{ range: 'none' }, 200],
    [{ partNumber: 1 }, 206],
    [{ partNumber: 2 }, 416],
    [{ partNumber: 0 }, 400],
    [{ partNumber: 10_001 }, 400],
    [{ range: 'bytes=0-0', partNumber: 1 }, 400],
  ])('%o is answered %i, and costs what a whole read does', (asked, status) => {
    const run = new ModelRun(IDEAL);
    run.take('ann', put('b/k', KMS));
    const read = run.take('ann', some(asked));
    expect([read.status, read.kmsCalls.length]).toEqual([status, status < 400 ? 1 : 0]);
    expect(run.take('ann', some(asked, 'HeadObject'))).toMatchObject({ status, code: null, kmsCalls: [] });
    expect(read.contentMd5 === '*').toBe(status === 206);
  });

  test('an object made of parts has as many', () => {
    const run = new ModelRun(IDEAL);
    run.take('ann', begin('b/k'));
    for (const number of [1, 2]) run.take('ann', part('b/k', number));
    run.take('ann', complete('b/k', [1, 2]));
    const statuses = [1, 2, 3].map((partNumber) => run.take('ann', some({ partNumber })).status);
    expect(statuses).toEqual([206, 206, 416]);
  });

  test('no range is within an empty object', () => {
    const run = new ModelRun(IDEAL);
    run.take('ann', put('b/k', {}, EMPTY));
    expect(run.take('ann', some({ range: 'bytes=0-0' }))).toMatchObject({ status: 416, code: 'InvalidRange' });
    expect([1, 2].map((partNumber) => run.take('ann', some({ partNumber })).status)).toEqual([206, 416]);
  });

  test('a condition comes first, and KMS may be asked before a range is seen not to be there (U-34)', () => {
    const run = new ModelRun({ ...IDEAL, conditionCalls: ['all'], rangeFits: [false] });
    run.take('ann', put('b/k', KMS));
    expect(run.take('ann', some({ range: 'bytes=9-' }))).toMatchObject({ status: 416, kmsCalls: [{ result: 'ok' }] });
    expect(run.take('ann', conditional(some({ range: 'bytes=9-' }), { ifNoneMatch: '*' })).status).toBe(304);
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    expect(run.take('ann', some({ range: 'bytes=9-' }))).toMatchObject({ status: 400, code: 'KMS.DisabledException' });
  });
});
