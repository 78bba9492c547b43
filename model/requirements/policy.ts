import type { Claim } from './requirement.ts';

/** Policies that look at encryption. */
export const policy: readonly Claim[] = [
  {
    id: 'F-143',
    confidence: 'documented',
    source: 'UG23:UsingKMSEncryption',
    text: 'Bucket policy conditions on encryption look at the headers of the request, so a denial of missing headers refuses uploads that the bucket default would have encrypted as wanted. For the key id AWS also speaks of the key in effect, which leaves that case unsettled.',
  },
  {
    id: 'F-144',
    confidence: 'implied',
    source: 'absence',
    text: 'No condition key tests the bucket-key flag: a policy can neither demand nor forbid it.',
  },
  {
    id: 'F-145',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects',
    text: 'Conditions on `kms:ViaService` work the same with and without bucket keys.',
  },
  {
    id: 'F-146',
    confidence: 'measured',
    source: 'inference',
    text: 'Allowing the S3 service principal in the key policy, as is sometimes advised, does nothing for ordinary requests: the caller needs the permission (F-100).',
  },
];
