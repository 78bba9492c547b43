import { expect, test } from 'vitest';
import { put } from '../../model/testing/events.ts';
import { AWS } from '../../model/testing/model-run.ts';
import { OracleRun, seenRefusal } from './testing/oracle-run.ts';

// A header that says nothing by itself may be refused (U-14), a requester of another account is denied (F-46), and AWS
// does not say which of the two is told (U-30).
test.each([
  ['denied', seenRefusal(403, 'AccessDenied'), 'conforms'],
  ['refused for its header', seenRefusal(400, 'InvalidArgument'), 'conforms'],
  ['told that something is missing', seenRefusal(404, 'NoSuchKey'), 'violates'],
] as const)('a write by who may not, with a header that is refused, is %s', (_, observation, verdict) => {
  const profile = { ...AWS, inertHeader: ['refused'] as const, transientErrors: false };
  expect(new OracleRun(profile).see('eve', put('b/o', { bucketKeyEnabled: true }), observation)).toBe(verdict);
});
