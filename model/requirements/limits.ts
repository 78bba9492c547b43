import { claims } from './claims.ts';

/** Inventory, batch jobs, limits, neighbours. */
export const limits = claims(`
F-153 | documented | UG23:storage-inventory; UG23:configure-inventory; UG23:batch-ops-copy-example-bucket-key | S3
  Inventory lists the flag of each version as ENABLED or DISABLED, DISABLED also where there is no KMS key.
F-154 | documented | UG23:batch-ops-copy-example-bucket-key | Batch Copy takes the destination's default; in place it
  makes a new object, date and ETag; above 5 GB it fails, and old versions stay.
F-155 | documented | UG23:batch-ops-iam-role-policies; GH:ministryofjustice/analytical-platform#10598 | A job's role is
  one requester, and needs Decrypt at the source and GenerateDataKey at the destination.
F-156 | documented | UG23:batch-ops | Manifests and reports may be under KMS; Batch Copy cannot copy SSE-C objects.
F-157 | implied, background | UG:bucket-key | Bucket keys bring no limits of their own; those of S3 stay.
F-158 | implied, background | UG:bucket-key | A bucket key is no KMS resource: no ARN, alias, tag, listing or deletion.
  It lives in S3, in its bucket's region.
F-159 | measured, background | GH:localstack/localstack#7782; GH:localstack/localstack#8422 | Emulators are no evidence:
  one falls back to the bucket's key, cannot switch the flag off and ignores key state; others cache nothing.
F-169 | documented, background | https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html | Object
  annotations (2026) are encrypted as their object and refused on SSE-C; of KMS calls and bucket keys nothing is said.
F-170 | documented, background | UG:s3-tables-kms-encryption; API:MetadataTableEncryptionConfiguration | S3 Tables
  always use table-level keys for a limited time; S3 Vectors and Metadata tables have settings of their own.
F-173 | documented, background | API:CopyObject | Objects may have 50 TB; a single PUT or COPY still 5 GB.
`);
