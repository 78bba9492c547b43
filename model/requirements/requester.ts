import type { Claim } from './requirement.ts';

/** Who counts as one requester, and whose identity KMS sees. */
export const requester: readonly Claim[] = [
  {
    id: 'F-95',
    confidence: 'documented',
    source: 'UG:bucket-key; BLOG-RH',
    text: 'Every requester makes S3 fetch the bucket key at least once. Another role, another account or another scoping policy is another requester; another session of the same role with the same scoping policy is not.',
  },
  {
    id: 'F-96',
    confidence: 'documented',
    source: 'UG23:bucket-key',
    text: 'Until after June 2023 each IAM session was a requester of its own, so ten instances of one role meant at least ten bucket keys.',
  },
  {
    id: 'F-97',
    confidence: 'documented',
    source: 'UG:bucket-key',
    text: 'Each requester fetches the bucket key by itself so that its access to the KMS key leaves a trace in CloudTrail. Hence nobody without permission at KMS is ever served from the cached key of somebody else.',
  },
  {
    id: 'F-98',
    confidence: 'implied',
    source: 'GH:unitycatalog/unitycatalog#1774; GH:apache/polaris#1424; GH:trinodb/trino#28609',
    text: 'Engines that hand out credentials with a scoping policy for each table make many requesters and save little; and the scoping policy itself has to allow the KMS actions.',
  },
  {
    id: 'F-99',
    confidence: 'unknown',
    source: 'absence',
    text: 'What makes a requester of IAM users, the root user, federated users, services or access points is not said. The model takes account, principal and scoping policy.',
  },
  {
    id: 'F-100',
    confidence: 'measured',
    source: 'UG:UsingKMSEncryption; third-party',
    text: 'The KMS call carries the identity of the caller, forwarded by S3, with `kms:ViaService` naming S3 in the region. The S3 service itself needs no permission for ordinary requests.',
  },
  {
    id: 'F-101',
    confidence: 'measured',
    source: 'GH:ryanto/next-s3-upload#115; GH:housing-data-coalition/oca#17',
    text: 'Anonymous callers can neither read nor write KMS objects: 400 `InvalidArgument`, with or without a bucket key.',
  },
  {
    id: 'F-102',
    confidence: 'documented',
    source: 'UG23:bucket-encryption; KMS23:key-policies',
    text: 'Access from another account needs the key policy of the owner and the IAM policy of the caller, and never works with `aws/s3`. Each account is a requester of its own.',
  },
];
