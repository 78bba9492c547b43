import { describe, expect, test } from 'vitest';
import { type Profile, profileNamed } from '../../model/index.ts';
import { bucketPolicy, put } from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { SCENE } from '../../model/testing/scene.ts';
import { call, OracleRun, seen, seenRefusal } from './testing/oracle-run.ts';

describe('the rule of a bucket from before the trace', () => {
  const denied = { key: 'K1', result: 'AccessDeniedException' } as const;
  /** eve writes into b, the second time with KMS being asked for what is no ARN. */
  const second = (profile: Profile, keyArn: string) => {
    const run = new OracleRun(profile, undefined, { ...SCENE, unknown: { buckets: ['b'] } });
    run
      .given('ann', bucketPolicy('b', { effect: 'Allow', principal: '*', actions: ['s3:*'] }), seen(204))
      .wait(3_600_000);
    run.given('eve', put('b/k'), seenRefusal(403, 'AccessDenied', call('GenerateDataKey', 'eve', 'b', denied)));
    const unknown = { ...call('GenerateDataKey', 'eve', 'b', { result: 'NotFoundException' }), keyArn };
    return run.see('eve', put('b/k'), seenRefusal(400, 'KMS.NotFoundException', unknown));
  };

  test('may name a bare id, which is that of another key the next time, where whose it is is open (F-10)', () => {
    expect(second(profileNamed('aws'), 'K1')).toBe('conforms');
    expect(second(IDEAL, 'K1')).toBe('violates');
  });
});
