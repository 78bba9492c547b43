import { describe, expect, test } from 'vitest';
import { type EncryptionHeaders, MINUTE_MS, type Profile, type Setup } from '../../model/index.ts';
import { encrypt, get, put } from '../../model/testing/events.ts';
import { AWS } from '../../model/testing/model-run.ts';
import { RULES, SCENE, TEST_BODY } from '../../model/testing/scene.ts';
import { call, OracleRun, read, seen, TAG, TAG2, TAG3, wroteBk, wroteKms, wroteS3 } from './testing/oracle-run.ts';

const ok = seen(200);
const gdk = call('GenerateDataKey', 'ann', 'b');

/** A trace by a profile that differs from aws, in a bucket with bucket keys. */
function running(differs: Partial<Profile>, setup: Setup = SCENE): OracleRun {
  return new OracleRun({ ...AWS, ...differs }, undefined, setup)
    .given('ann', encrypt('b', RULES.B2), ok)
    .wait(20 * MINUTE_MS);
}

describe('a limit of uses (U-26)', () => {
  const twice = () =>
    running({ usesPerBucketKey: 2 })
      .given('ann', put('b/1'), wroteBk('K1', TAG, gdk))
      .given('ann', put('b/2'), wroteBk('K1', TAG2));

  test('a write beyond it is refused without a call and admitted with one', () => {
    expect(twice().see('ann', put('b/3'), wroteBk('K1', TAG3))).toBe('violates');
    expect(twice().see('ann', put('b/3'), wroteBk('K1', TAG3, gdk))).toBe('conforms');
  });

  test('does not count reads', () => {
    expect(twice().see('ann', get('b/1'), read(wroteBk('K1', TAG)))).toBe('conforms');
  });
});

describe('an idle time (U-02)', () => {
  const idle = (differs: Partial<Profile> = {}) =>
    running({ idleTime: { minMs: 0, maxMs: MINUTE_MS }, ...differs }).given('ann', put('b/1'), wroteBk('K1', TAG, gdk));
  const warm = (run: OracleRun) => run.see('ann', put('b/2'), wroteBk('K1', TAG2));

  test('who is served after it has been refused it, however young the bucket key', () => {
    expect(warm(idle().wait(MINUTE_MS - 1))).toBe('conforms');
    expect(warm(idle().wait(MINUTE_MS))).toBe('violates');
  });

  test('each use begins it anew, but not the lifetime', () => {
    const used = (differs: Partial<Profile>) =>
      idle(differs)
        .wait(MINUTE_MS - 1)
        .given('ann', get('b/1'), read(wroteBk('K1', TAG)))
        .wait(MINUTE_MS - 1);
    expect(warm(used({}))).toBe('conforms');
    expect(warm(used({ cacheLifetime: { minMs: 0, maxMs: MINUTE_MS + 5 } }))).toBe('violates');
  });
});

describe('KMS called in the name of the service', () => {
  const shared = () => running({ requesterMode: 'service' }, { ...SCENE, service: 'bob' });
  const byService = call('GenerateDataKey', 'bob', 'b');

  test('no call carries the name of who asks', () => {
    expect(shared().see('ann', put('b/1'), wroteBk('K1', TAG, byService))).toBe('conforms');
    expect(shared().see('ann', put('b/1'), wroteBk('K1', TAG, gdk))).toBe('violates');
  });

  test('one call serves all', () => {
    const run = shared().given('ann', put('b/1'), wroteBk('K1', TAG, byService));
    expect(run.see('bob', put('b/2'), wroteBk('K1', TAG2))).toBe('conforms');
  });
});

describe('the class of an ETag (F-80, F-81, F-84)', () => {
  const KMS: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false };
  const ofObject = call('GenerateDataKey', 'ann', 'b/o');
  const see = (differs: Partial<Profile>, headers: EncryptionHeaders, etag: string) => {
    const answer = headers === KMS ? wroteKms('K1', etag, ofObject) : { ...wroteS3(), etag };
    return running(differs).see('ann', put('b/o', headers), answer);
  };
  const S3: EncryptionHeaders = { sse: 'AES256' };

  test.each([
    [{ aes256Etag: ['md5'] }, S3, true, false],
    [{ aes256Etag: ['opaque'] }, S3, false, true],
    [{ aes256Etag: ['md5', 'opaque'] }, S3, true, true],
    [{ kmsEtag: ['md5'] }, KMS, true, false],
    [{ kmsEtag: ['opaque'] }, KMS, false, true],
    [{ kmsEtag: ['md5', 'opaque'] }, KMS, true, true],
  ] as const)('%j', (differs, headers, md5, opaque) => {
    const conforms = [TEST_BODY.md5, TAG].map((etag) => see(differs, headers, etag) === 'conforms');
    expect(conforms).toEqual([md5, opaque]);
  });
});
