import { expect, test } from 'vitest';
import { requirement } from '../requirements/index.ts';
import { refusalOf } from './kms-errors.ts';

test.each([
  ['AccessDeniedException', 403, 'AccessDenied', 'E-01'],
  ['DisabledException', 400, 'KMS.DisabledException', 'E-05'],
  ['KMSInvalidStateException', 400, 'KMS.KMSInvalidStateException', 'E-06'],
  ['NotFoundException', 400, 'KMS.NotFoundException', 'E-07'],
  ['ThrottlingException', 503, 'SlowDown', 'E-11'],
] as const)('%s of KMS is %i %s of S3 (%s)', (result, status, code, id) => {
  const refusal = refusalOf(result);
  expect(refusal).toMatchObject({ status, code });
  expect(refusal.because).toContain(id);
  expect(refusal.because.filter((cited) => requirement(cited) === undefined)).toEqual([]);
});
