import { describe, expect, test } from 'vitest';
import { bucketPolicy, encrypt, get, keyPolicy, put } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { homeKey, RULES } from '../testing/scene.ts';

const GDK = ['GenerateDataKey K1 b'];
const DEC = ['Decrypt K1 b'];

/**
 * Calls of a write and a read by another requester after `ann` warmed herself, with bucket keys that are unwrapped
 * where they can be.
 */
function callsAfterAnn(by: string, requesterMode: 'session' | 'rolePolicy'): readonly (readonly string[])[] {
  const run = new ModelRun({ ...IDEAL, requesterMode });
  run.take('ann', encrypt('b', RULES.B2));
  run.take('ann', put('b/o'));
  return [run.calls(by, get('b/o')), run.calls(by, put('b/p'))];
}

describe('who is served from whose bucket key', () => {
  test.each([
    ['herself', 'ann', [], []],
    ['another session of the role: by the rule of today the same requester (F-95)', 'ann-again', [], []],
    ['the role with a scoping policy: a requester of its own (F-95, SC-28)', 'ann-scoped', DEC, GDK],
    ['another role: a requester of its own (F-95, F-97)', 'bob', DEC, GDK],
  ] as const)('today, %s', (_who, by, read, write) => {
    expect(callsAfterAnn(by, 'rolePolicy')).toEqual([read, write]);
  });

  test.each([
    ['herself', 'ann', [], []],
    ['another session of the role: a requester of its own (F-96)', 'ann-again', DEC, GDK],
    ['the role with a scoping policy', 'ann-scoped', DEC, GDK],
    ['another role', 'bob', DEC, GDK],
  ] as const)('until 2023, %s', (_who, by, read, write) => {
    expect(callsAfterAnn(by, 'session')).toEqual([read, write]);
  });

  test('ten sessions of a role cost one bucket key today, and ten until 2023 (SC-16)', () => {
    const counts = (['rolePolicy', 'session'] as const).map((requesterMode) => {
      const run = new ModelRun({ ...IDEAL, requesterMode });
      run.take('ann', encrypt('b', RULES.B2));
      return ['ann', 'ann-again', 'ann', 'ann-again'].flatMap((by) => run.calls(by, put('b/o'))).length;
    });
    expect(counts).toEqual([1, 2]);
  });

  test("another account's principal is let in by bucket and key policy, and pays its own way (F-102)", () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', { ...RULES.B2, KMSMasterKeyID: homeKey('K1') }));
    run.take('ann', bucketPolicy('b', { effect: 'Allow', principal: '*', actions: ['s3:*'] }));
    run.take('ann', keyPolicy('K1', { effect: 'Allow', principal: '*', actions: ['kms:*'] }));
    run.take('ann', put('b/o'));
    expect([run.calls('eve', get('b/o')), run.calls('eve', get('b/o'))]).toEqual([DEC, []]);
  });

  test('a requester without KMS permission never rides on the warm key of another (F-97)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B2));
    run.take('ann', put('b/o'));
    run.take(
      'ann',
      keyPolicy('K1', { effect: 'Allow', principal: 'arn:aws:iam::111111111111:role/ann', actions: ['kms:*'] }),
    );
    expect([run.answer('bob', get('b/o')), run.answer('bob', put('b/p')), run.answer('ann-again', get('b/o'))]).toEqual(
      ['403 AccessDenied', '403 AccessDenied', '200'],
    );
  });
});
