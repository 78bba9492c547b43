import type { Claim } from './requirement.ts';

/** What the logs of KMS and S3 show. */
export const cloudtrail: readonly Claim[] = [
  {
    id: 'F-137',
    confidence: 'documented',
    source: 'UG:bucket-key; POC; GH:METR/hawk#1392',
    text: 'KMS events show the encryption context, so with bucket keys they name the bucket and no longer the object.',
  },
  {
    id: 'F-138',
    confidence: 'documented',
    source: 'UG:bucket-key',
    text: 'There is one KMS event for each KMS call, not for each S3 request: warm requests leave none. Who needs to audit single objects needs S3 data events.',
  },
  {
    id: 'F-139',
    confidence: 'measured',
    source: 'third-party',
    text: 'A KMS event carries the identity of the S3 caller and says that S3 forwarded it; the answer of GenerateDataKey is not logged.',
  },
  {
    id: 'F-140',
    confidence: 'documented',
    source: 'UG23:bucket-encryption-tracking',
    text: 'S3 data events tell which kind of encryption was applied and whether by default or by header. Bucket keys are not told apart there.',
  },
  {
    id: 'F-141',
    confidence: 'documented',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html',
    text: 'For a trail whose encrypted logs go to a bucket with bucket keys, CloudTrail asks for `kms:Decrypt` besides `kms:GenerateDataKey`.',
  },
];
