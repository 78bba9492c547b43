import { describe, expect, test } from 'vitest';
import { get, ofVersion, put, update, versioning } from '../../model/testing/events.ts';
import { AWS } from '../../model/testing/model-run.ts';
import { homeKey, TEST_BODY } from '../../model/testing/scene.ts';
import { call, OracleRun, read, seen, seenRefusal, wroteKms, wroteS3 } from './testing/oracle-run.ts';

/** Two versions of an object, `v1` and `v2`, both encrypted by S3. */
function twoVersions(): OracleRun {
  return new OracleRun(AWS)
    .given('ann', versioning('b', 'Enabled'), seen(200))
    .wait(20 * 60_000)
    .given('ann', put('b/o'), { ...wroteS3(), versionId: 'v1' })
    .given('ann', put('b/o'), { ...wroteS3(), versionId: 'v2' });
}

const UPDATE = ofVersion(update('b/o', homeKey('K1')), 'v1');
const PLAINLY = { ...read(wroteS3()), versionId: 'v1' };
const UNDER_KMS = {
  ...read(wroteKms('K1', TEST_BODY.md5), call('Decrypt', 'ann', 'b/o')),
  versionId: 'v1',
};

describe('an update of a version that is named', () => {
  test('is seen of that version, and of no other', () => {
    const done = () => twoVersions().given('ann', UPDATE, seen(200, { kmsCalls: [call('Encrypt', 'ann', 'b/o')] }));
    expect(done().see('ann', ofVersion(get('b/o'), 'v1'), UNDER_KMS)).toBe('conforms');
    expect(done().see('ann', ofVersion(get('b/o'), 'v1'), PLAINLY)).toBe('violates');
    expect(done().see('ann', get('b/o'), { ...PLAINLY, versionId: 'v2' })).toBe('conforms');
  });

  test('may have happened or not, where it was answered 500 (F-160)', () => {
    const lost = () =>
      twoVersions().given('ann', UPDATE, seenRefusal(500, 'InternalError', call('Encrypt', 'ann', 'b/o')));
    expect(lost().see('ann', ofVersion(get('b/o'), 'v1'), UNDER_KMS)).toBe('conforms');
    expect(lost().see('ann', ofVersion(get('b/o'), 'v1'), PLAINLY)).toBe('conforms');
    expect(lost().see('ann', get('b/o'), { ...UNDER_KMS, versionId: 'v2' })).toBe('violates');
  });
});
