import { describe, expect, test } from 'vitest';
import { encrypt, get, head, put, update } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { homeKey, RULES, SCENE, TEST_BODY } from '../../model/testing/scene.ts';
import { call, OracleRun, read, seen, seenRefusal, TAG, wroteS3 } from './testing/oracle-run.ts';

const UNDER_KEY = { customerKey: 'c1' } as const;
const OTHER_KEY = { customerKey: 'c2' } as const;
/** A write under a customer key: its headers are not those of S3's own encryption. */
const WROTE = seen(200, { etag: TAG });
const STRICT_AWS = { ...AWS, transientErrors: false };

function written(): OracleRun {
  const run = new OracleRun(STRICT_AWS);
  run.given('ann', encrypt('b', { ...RULES.B2, BlockedEncryptionTypes: ['NONE'] }), seen(200));
  return run.given('ann', put('b/o', UNDER_KEY), WROTE);
}

describe('a write with a customer key', () => {
  test.each([
    ['shows no algorithm and an opaque ETag', WROTE, 'conforms'],
    ['is not under AES256', wroteS3(), 'violates'],
    ['has no MD5 for an ETag', { ...WROTE, etag: TEST_BODY.md5 }, 'violates'],
    ['makes no KMS call', { ...WROTE, kmsCalls: [call('GenerateDataKey', 'ann', 'b/o')] }, 'violates'],
    ['may be blocked where nobody has said it', seenRefusal(403, 'AccessDenied'), 'conforms'],
    ['is not refused otherwise', seenRefusal(400, 'InvalidRequest'), 'violates'],
  ] as const)('%s', (_, observation, verdict) => {
    expect(new OracleRun(STRICT_AWS).see('ann', put('b/o', UNDER_KEY), observation)).toBe(verdict);
  });

  test('is not taken where the bucket blocks it', () => {
    const blocked = encrypt('b', { ...RULES.B2, BlockedEncryptionTypes: ['SSE-C'] });
    const run = new OracleRun({ ...STRICT_AWS, ruleDelayMs: 0 }).given('ann', blocked, seen(200));
    expect(run.see('ann', put('b/o', UNDER_KEY), WROTE)).toBe('violates');
  });
});

describe('a read of what is under a customer key', () => {
  test.each([
    ['with its key', get('b/o', UNDER_KEY), read(WROTE), 'conforms'],
    ['with its key, refused', get('b/o', UNDER_KEY), seenRefusal(403, 'AccessDenied'), 'violates'],
    ['without', get('b/o'), seenRefusal(400, 'InvalidRequest'), 'conforms'],
    ['without, served', get('b/o'), read(WROTE), 'violates'],
    ['with another', get('b/o', OTHER_KEY), seenRefusal(403, 'AccessDenied'), 'conforms'],
    ['with another, served', get('b/o', OTHER_KEY), read(WROTE), 'violates'],
    ['of its headers without', head('b/o'), { ...seen(400), code: null }, 'conforms'],
    ['of its headers without, served', head('b/o'), WROTE, 'violates'],
    ['an update of it', update('b/o', homeKey('K1')), seenRefusal(400, 'InvalidRequest'), 'conforms'],
    ['an update of it that succeeds', update('b/o', homeKey('K1')), seen(200), 'violates'],
  ] as const)('%s', (_, event, observation, verdict) => {
    expect(written().see('ann', event, observation)).toBe(verdict);
  });
});

describe('an object from before the trace', () => {
  const past = () => new OracleRun(IDEAL, undefined, { ...SCENE, unknown: { objects: [{ bucket: 'b', key: 'o' }] } });

  test('may be under a customer key, which is learnt from the read that it serves', () => {
    const run = past().given('ann', get('b/o', UNDER_KEY), read(WROTE));
    expect(run.see('ann', get('b/o', OTHER_KEY), seenRefusal(403, 'AccessDenied'))).toBe('conforms');
    expect(run.see('ann', get('b/o'), read(WROTE))).toBe('violates');
  });

  test('that was read without a key is under none', () => {
    const run = past().given('ann', get('b/o'), read(wroteS3()));
    expect(run.see('ann', get('b/o', UNDER_KEY), read(WROTE))).toBe('violates');
  });
});
