import type { Claim } from './requirement.ts';

/** S3 Inventory and Batch Operations. */
export const inventory: readonly Claim[] = [
  {
    id: 'F-153',
    confidence: 'documented',
    source: 'UG23:storage-inventory; UG23:configure-inventory; UG23:batch-ops-copy-example-bucket-key',
    text: 'S3 Inventory can list the flag of each object version as ENABLED or DISABLED, the latter also for objects that are not under KMS. The first list takes up to two days.',
  },
  {
    id: 'F-154',
    confidence: 'documented',
    source: 'UG23:batch-ops-copy-example-bucket-key',
    text: 'A batch copy without a key takes the default of the destination, flag included. In place it makes a new object with a new date and ETag, fails above 5 GB, and leaves old versions as they were.',
  },
  {
    id: 'F-155',
    confidence: 'documented',
    source: 'UG23:batch-ops-iam-role-policies; GH:ministryofjustice/analytical-platform#10598',
    text: 'A batch job calls with its own role, which is one requester and needs the KMS permissions of both sides.',
  },
  {
    id: 'F-156',
    confidence: 'documented',
    source: 'UG23:batch-ops',
    text: 'Manifests and reports of batch jobs may be KMS-encrypted themselves. SSE-C objects cannot be copied by a batch.',
  },
];
