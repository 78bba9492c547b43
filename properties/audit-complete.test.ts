import { describe, expect, test } from 'vitest';
import { auditComplete } from './audit-complete.ts';
import {
  lastJudgement,
  ObservedTrace,
  shownRefusal,
  violation,
  withBucketKey,
  withoutBucketKey,
} from './testing/observed-trace.ts';

const start = () => new ObservedTrace().put(0, 'ann', 'b/a', withoutBucketKey('K1', 'GenerateDataKey b/a K1'));

describe('audit-complete', () => {
  test('a call is recorded once, with its requester, its key and its result', () => {
    expect(lastJudgement(auditComplete, start().get(1, 'bob', 'b/a', withoutBucketKey('K1', 'Decrypt b/a K1')))).toBe(
      'exercised',
    );
    const refusal = shownRefusal(400, 'KMS.DisabledException', 'Decrypt b/a K1 DisabledException');
    expect(lastJudgement(auditComplete, start().get(1, 'bob', 'b/a', refusal))).toBe('exercised');
  });

  test('a call in the name of somebody else is refused', () => {
    const scene = start().get(1, 'bob', 'b/a', { ...withoutBucketKey('K1', 'Decrypt b/a K1'), callsBy: 'ann' });
    expect(violation(auditComplete, scene)).toBe(
      'bob read b/a at 1 s, but its Decrypt is recorded as a call by ann instead of bob',
    );
  });

  test('a replication calls in the name of its role', () => {
    const scene = (by: string) =>
      start()
        .replicate(1)
        .add(
          2,
          null,
          { op: 'ReplicateObject', bucket: 'b', key: 'a' },
          { replicationStatus: 'FAILED', calls: ['Decrypt b/a K1'], callsBy: by },
        );
    expect(lastJudgement(auditComplete, scene('admin'))).toBe('exercised');
    expect(violation(auditComplete, scene('ann'))).toContain('instead of admin');
  });

  test('a refusal by KMS without a record of it is refused', () => {
    const scene = start().get(1, 'bob', 'b/a', shownRefusal(400, 'KMS.DisabledException'));
    expect(violation(auditComplete, scene)).toContain('no KMS call with the result DisabledException is recorded');
  });

  test('the wrong key, the same call twice and a failure that did no harm are refused', () => {
    expect(violation(auditComplete, start().get(1, 'bob', 'b/a', withoutBucketKey('K1', 'Decrypt b/a K2')))).toContain(
      'under …:key/K2 instead of …:key/K1',
    );
    expect(
      violation(
        auditComplete,
        start().get(1, 'bob', 'b/a', withoutBucketKey('K1', 'Decrypt b/a K1', 'Decrypt b/a K1')),
      ),
    ).toContain('recorded twice');
    expect(
      violation(
        auditComplete,
        start().get(1, 'bob', 'b/a', withoutBucketKey('K1', 'Decrypt b/a K1 DisabledException')),
      ),
    ).toContain('that failed: Decrypt with DisabledException');
  });

  test('no object is named where there is a bucket key', () => {
    const scene = new ObservedTrace().put(0, 'ann', 'b/a', withBucketKey('K1', 'GenerateDataKey b/a K1'));
    expect(violation(auditComplete, scene)).toContain('names the object b/a although it has a bucket key');
  });
});
