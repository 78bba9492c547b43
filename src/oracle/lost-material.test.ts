import { describe, expect, test } from 'vitest';
import { HOUR_MS, type Setup } from '../../model/index.ts';
import { get, put } from '../../model/testing/events.ts';
import { AWS } from '../../model/testing/model-run.ts';
import { homeKey, SCENE } from '../../model/testing/scene.ts';
import { DEFAULT_BOUNDS } from './bounds.ts';
import { call, OracleRun, read, seen, seenRefusal, TAG, wroteKms } from './testing/oracle-run.ts';

const CODE = 'KMS.KMSInvalidStateException';
const RESULT = 'KMSInvalidStateException';
const PUT = put('b/o', { sse: 'aws:kms', kmsKeyId: homeKey('K1') });
const WROTE = wroteKms('K1', TAG, call('GenerateDataKey', 'ann', 'b/o'));
const UNREADABLE = seenRefusal(400, CODE, call('Decrypt', 'ann', 'b/o', { result: RESULT }));

/** A run in which K1 has served for an hour. */
function served(unknown?: Setup['unknown']): OracleRun {
  const run = new OracleRun(AWS, DEFAULT_BOUNDS, { ...SCENE, ...(unknown && { unknown }) });
  return run.given('ann', PUT, WROTE).wait(HOUR_MS).given('ann', PUT, WROTE).wait(HOUR_MS);
}

describe('a KMS key that has served and is pending import all at once (F-211)', () => {
  test('is wrong where all is known from the beginning', () => {
    expect(served().see('ann', get('b/o'), UNREADABLE)).toBe('violates');
  });

  test.each([['everything'], [{ kmsKeys: ['K1'] }]] as const)(
    'may have lost its material where %j is unknown',
    (past) => {
      const run = served(past);
      expect(run.see('ann', get('b/o'), UNREADABLE)).toBe('unknown');
      expect(run.oracle.unknownBecause).toBe(
        'step 3: a KMS key that was there before the trace may have imported material, which may have expired (F-211)',
      );
    },
  );

  test('may have where its calls were not seen, or KMS itself has told so', () => {
    const past = { kmsKeys: ['K1'] };
    expect(served(past).see('ann', get('b/o'), { status: 400, code: CODE })).toBe('unknown');
    const disable = { op: 'DisableKey', keyId: 'K1' } as const;
    expect(served(past).see('ann', disable, seenRefusal(400, RESULT))).toBe('unknown');
  });

  test('has not where another key is the one of which nothing is known', () => {
    const past = { kmsKeys: ['K2'] };
    expect(served(past).see('ann', get('b/o'), UNREADABLE)).toBe('violates');
    const disable = { op: 'DisableKey', keyId: 'K1' } as const;
    expect(served(past).see('ann', disable, seenRefusal(400, RESULT))).toBe('violates');
  });

  test('explains no other answer', () => {
    const other = 'DisabledException';
    const refused = seenRefusal(400, `KMS.${other}`, call('Decrypt', 'ann', 'b/o', { result: other }));
    expect(served('everything').see('ann', get('b/o'), refused)).toBe('violates');
    expect(served('everything').see('ann', get('b/o'), read(WROTE, call('Decrypt', 'ann', 'b/o')))).toBe('conforms');
    expect(served('everything').see('ann', { op: 'EnableKey', keyId: 'K1' }, seen(200))).toBe('conforms');
  });
});
