import { claims } from './claims.ts';

/** Logs. */
export const cloudtrail = claims(`
F-137 | documented | UG:bucket-key; POC; GH:METR/hawk#1392 | KMS events show the context, so with bucket keys they name
  the bucket and no object.
F-138 | documented | UG:bucket-key | There is an event for each KMS call, not for each request; auditing objects takes
  S3 data events.
F-139 | measured | third-party | A KMS event carries the S3 caller, forwarded by S3; GenerateDataKey logs no answer.
F-140 | documented | UG23:bucket-encryption-tracking | S3 data events tell the encryption and whether it came by default
  or header, nothing of bucket keys.
F-141 | documented |
  https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html | CloudTrail
  needs Decrypt besides GenerateDataKey to log into a bucket with bucket keys.
F-171 | documented, background | KMSAPI:GetKeyLastUsage | GetKeyLastUsage tells the last use of a key; one used through
  warm bucket keys alone can look idle.
F-195 | documented |
  https://aws.amazon.com/about-aws/whats-new/2025/06/aws-cloudtrail-logging-amazon-s3-deleteobjects-api | Of a
  DeleteObjects CloudTrail has, since June 2025, an event DeleteObject for each of its keys beside the one for the
  request, which names no key.
`);
