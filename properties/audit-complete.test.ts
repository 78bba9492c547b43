import { describe, expect, test } from 'vitest';
import { auditComplete } from './audit-complete.ts';
import { lastJudgement, perObject, refused, Scene, violation, withBucketKey } from './testing/scene.ts';

const start = () => new Scene().put(0, 'writer', 'b1/a', perObject('k1', 'GenerateDataKey b1/a k1'));

describe('audit-complete', () => {
  test('a call is recorded once, with its requester, its key and its result', () => {
    expect(lastJudgement(auditComplete, start().get(1, 'reader', 'b1/a', perObject('k1', 'Decrypt b1/a k1')))).toBe(
      'exercised',
    );
    const refusal = refused(400, 'KMS.DisabledException', 'Decrypt b1/a k1 DisabledException');
    expect(lastJudgement(auditComplete, start().get(1, 'reader', 'b1/a', refusal))).toBe('exercised');
  });

  test('a call in the name of somebody else is refused', () => {
    const scene = start().get(1, 'reader', 'b1/a', { ...perObject('k1', 'Decrypt b1/a k1'), callsBy: 'writer' });
    expect(violation(auditComplete, scene)).toBe(
      'reader read b1/a at 1 s, but its Decrypt is recorded as a call by writer instead of reader',
    );
  });

  test('a replication calls in the name of its role', () => {
    const scene = (by: string) =>
      start()
        .replicate(1)
        .add(
          2,
          null,
          { op: 'ReplicateObject', bucket: 'b1', key: 'a' },
          { replicationStatus: 'FAILED', calls: ['Decrypt b1/a k1'], callsBy: by },
        );
    expect(lastJudgement(auditComplete, scene('admin'))).toBe('exercised');
    expect(violation(auditComplete, scene('writer'))).toContain('instead of admin');
  });

  test('a refusal by KMS without a record of it is refused', () => {
    const scene = start().get(1, 'reader', 'b1/a', refused(400, 'KMS.DisabledException'));
    expect(violation(auditComplete, scene)).toContain('no KMS call with the result DisabledException is recorded');
  });

  test('the wrong key, the same call twice and a failure that did no harm are refused', () => {
    expect(violation(auditComplete, start().get(1, 'reader', 'b1/a', perObject('k1', 'Decrypt b1/a k2')))).toContain(
      'under …:key/k2 instead of …:key/k1',
    );
    expect(
      violation(auditComplete, start().get(1, 'reader', 'b1/a', perObject('k1', 'Decrypt b1/a k1', 'Decrypt b1/a k1'))),
    ).toContain('recorded twice');
    expect(
      violation(auditComplete, start().get(1, 'reader', 'b1/a', perObject('k1', 'Decrypt b1/a k1 DisabledException'))),
    ).toContain('that failed: Decrypt with DisabledException');
  });

  test('no object is named where there is a bucket key', () => {
    const scene = new Scene().put(0, 'writer', 'b1/a', withBucketKey('k1', 'GenerateDataKey b1/a k1'));
    expect(violation(auditComplete, scene)).toContain('names the object b1/a although it has a bucket key');
  });
});
