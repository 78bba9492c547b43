import { describe, expect, test } from 'vitest';
import { type Event, MINUTE_MS, type Profile } from '../../model/index.ts';
import { keyPolicy, put } from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { HOME_ACCOUNT, homeKey } from '../../model/testing/scene.ts';
import { call, OracleRun, seen, seenRefusal } from './testing/oracle-run.ts';

const REMEMBERS: Profile = { ...IDEAL, remembersRefusal: [false, true], kmsDelayMs: 2 * MINUTE_MS };
const UNDER_K1 = { sse: 'aws:kms', kmsKeyId: homeKey('K1'), bucketKeyEnabled: false } as const;
const ALLOWED = { effect: 'Allow', principal: `arn:aws:iam::${HOME_ACCOUNT}:root`, actions: ['kms:*'] } as const;
const BOB = `arn:aws:iam::${HOME_ACCOUNT}:role/bob`;
const REFUSED = call('GenerateDataKey', 'bob', 'b/k', { result: 'AccessDeniedException' });

/** KMS has refused bob, and then it is throttled, or S3 cannot reach it. */
function refusedBefore(profile: Profile, trouble: Event): OracleRun {
  const denied = { effect: 'Deny', principal: BOB, actions: ['kms:GenerateDataKey'] } as const;
  return new OracleRun(profile)
    .given('admin', keyPolicy('K1', ALLOWED, denied), seen(200))
    .wait(3 * MINUTE_MS)
    .given('bob', put('b/k', UNDER_K1), seenRefusal(403, 'AccessDenied', REFUSED))
    .given('', trouble, seen(200));
}

describe.each([
  ['is throttled', { op: 'ThrottleKms', on: true }],
  ['cannot be reached', { op: 'InterruptKms', on: true }],
] as const)('while KMS %s', (_what, trouble) => {
  test('a refusal that is remembered is answered without a call, where that is open (U-23)', () => {
    const again = put('b/k', UNDER_K1);
    expect(refusedBefore(REMEMBERS, trouble).see('bob', again, seenRefusal(403, 'AccessDenied'))).toBe('conforms');
    expect(refusedBefore(IDEAL, trouble).see('bob', again, seenRefusal(403, 'AccessDenied'))).toBe('violates');
  });

  test('KMS itself refuses nobody', () => {
    const byKms = seenRefusal(403, 'AccessDenied', REFUSED);
    expect(refusedBefore(REMEMBERS, trouble).see('bob', put('b/k', UNDER_K1), byKms)).toBe('violates');
  });

  test('who was never refused is served or not as KMS is', () => {
    const ofAnn = seenRefusal(403, 'AccessDenied');
    expect(refusedBefore(REMEMBERS, trouble).see('ann', put('b/k', UNDER_K1), ofAnn)).toBe('violates');
  });
});
