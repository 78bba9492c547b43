import { describe, expect, test } from 'vitest';
import { profileNamed } from '../openness/profiles.ts';
import { TEST_BODY } from '../testing/scene.ts';
import { etagsOf, isMd5Etag, isMultipartEtag, isOpaqueEtag, keptEtag } from './etag.ts';

describe('ETag classes', () => {
  test.each([
    ['plain', 'md5', 'nothing'],
    ['sseS3', 'none', 'nothing'],
    ['sseS3', 'md5', 'md5'],
    ['sseKms', 'opaque', 'opaque'],
    ['sseKmsBucketKey', 'opaque', 'opaque'],
    ['dsseKms', 'opaque', 'opaque'],
  ] as const)(
    'a replica of an object that is %s, its ETag %s, keeps of it: %s (F-64, F-78)',
    (state, etagClass, keeps) => {
      expect(keptEtag({ state, etagClass })).toBe(keeps);
    },
  );

  const OTHERWISE = {
    ...profileNamed('ideal'),
    aes256Etag: ['opaque'],
    kmsEtag: ['opaque', 'md5'],
    dsseEtag: ['md5'],
  } as const;

  test.each([
    ['sseS3', 'md5', OTHERWISE.aes256Etag],
    ['plain', 'md5', ['md5']],
    ['sseKms', 'opaque', OTHERWISE.kmsEtag],
    ['dsseKms', 'opaque', OTHERWISE.dsseEtag],
  ] as const)('of an object that is %s, its ETag %s, it can be what the profile says: %s', (state, etagClass, can) => {
    expect(etagsOf({ state, etagClass }, OTHERWISE)).toEqual(can);
  });

  test('under a customer key, and of parts, no profile has it otherwise (F-81, F-83)', () => {
    const all = { ...OTHERWISE, aes256Etag: ['md5'], kmsEtag: ['md5'] } as const;
    expect(etagsOf({ state: 'sseC', etagClass: 'opaque' }, all)).toEqual(['opaque']);
    expect(etagsOf({ state: 'sseS3', etagClass: 'multipart' }, all)).toEqual(['opaque']);
  });

  test('that an update kept is that of AES256, or that of what was there in the clear (F-85)', () => {
    const updated = { state: 'sseKms', etagClass: 'md5' } as const;
    expect(etagsOf(updated, OTHERWISE)).toEqual(['md5', 'opaque']);
    expect(etagsOf(updated, { ...OTHERWISE, aes256Etag: ['md5'] })).toEqual(['md5']);
    expect(isMd5Etag(updated, OTHERWISE)).toBe(false);
    expect(isMd5Etag(updated, { ...OTHERWISE, aes256Etag: ['md5'] })).toBe(true);
  });

  test.each([
    ['any 32 lower-case hex digits', '8c4f00a5000000000000000000000000', true],
    ['not the MD5 of the content (F-81, SC-20)', TEST_BODY.md5, false],
    ['not the MD5 in capitals, which no ETag has (F-80)', TEST_BODY.md5.toUpperCase(), false],
    ['not the ETag of a multipart upload (F-83)', '93a0cb8ec20934211e19adabef9a6407-1', false],
    ['not 31 digits', '8c4f00a500000000000000000000000', false],
    ['not 33 digits', '8c4f00a50000000000000000000000000', false],
    ['not quoted', '"8c4f00a5000000000000000000000000"', false],
    ['not followed by a line end', '8c4f00a5000000000000000000000000\n', false],
    ['not other characters', 'zc4f00a5000000000000000000000000', false],
    ['not nothing', '', false],
  ])('an opaque one is %s', (_what, etag, opaque) => {
    expect(isOpaqueEtag(etag, TEST_BODY.md5)).toBe(opaque);
  });

  const PARTS = '93a0cb8ec20934211e19adabef9a6407';

  test.each([
    ['of parts (F-83)', `${PARTS}-12`, undefined, true],
    ['of as many parts as it says', `${PARTS}-12`, 12, true],
    ['not of another number', `${PARTS}-12`, 11, false],
    ['of parts, as long as nobody has seen it', '*-2', 2, true],
    ['not of no parts', `${PARTS}-0`, undefined, false],
    ['not of parts without their number', PARTS, undefined, false],
    ['not of parts with more behind it', `${PARTS}-12-3`, undefined, false],
  ])('one is %s', (_what, etag, parts, made) => {
    expect(isMultipartEtag(etag, parts)).toBe(made);
  });
});
