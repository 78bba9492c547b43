import { expect, test } from 'vitest';
import { requirement } from '../requirements/index.ts';
import { refusalOf } from './kms-errors.ts';

test.each([
  ['AccessDeniedException', 'GenerateDataKey', 403, 'AccessDenied', 'E-01'],
  ['AccessDeniedException', 'Encrypt', 403, 'AccessDenied', 'E-01'],
  ['AccessDeniedException', 'Decrypt', 403, 'AccessDenied', 'E-02'],
  ['DisabledException', 'Decrypt', 400, 'KMS.DisabledException', 'E-05'],
  ['KMSInvalidStateException', 'GenerateDataKey', 400, 'KMS.KMSInvalidStateException', 'E-06'],
  ['NotFoundException', 'Decrypt', 400, 'KMS.NotFoundException', 'E-07'],
  ['ThrottlingException', 'GenerateDataKey', 503, 'SlowDown', 'E-11'],
  ['unreachable', 'Decrypt', 503, '*', 'U-32'],
  ['DependencyTimeoutException', 'GenerateDataKey', 503, '*', 'U-32'],
  ['KMSInternalException', 'Encrypt', 503, '*', 'U-32'],
] as const)('%s of KMS to %s is %i %s of S3 (%s), and cites no other error', (result, operation, status, code, id) => {
  const refusal = refusalOf(result, operation);
  expect(refusal).toMatchObject({ status, code });
  expect(refusal.because.filter((cited) => /^[EU]-/.test(cited))).toEqual([id]);
  expect(refusal.because.filter((cited) => requirement(cited) === undefined)).toEqual([]);
});
