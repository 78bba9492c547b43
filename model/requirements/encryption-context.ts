import type { Claim } from './requirement.ts';

/** The encryption context S3 presents to KMS. */
export const encryptionContext: readonly Claim[] = [
  {
    id: 'F-88',
    confidence: 'documented',
    source: 'UG:UsingKMSEncryption; POC; GH:slashdevops/idp-scim-sync#540',
    text: 'S3 always presents the pair `aws:s3:arn` to KMS: the ARN of the object without a bucket key, the bare ARN of the bucket with one.',
  },
  {
    id: 'F-89',
    confidence: 'documented',
    source: 'API:PutObject; UG:UsingKMSEncryption',
    text: 'Callers may add pairs when they write, with or without a bucket key, as base64 of a JSON object of strings. S3 appends its own pair, keeps the extra ones with the object and presents them again on later reads.',
  },
  {
    id: 'F-90',
    confidence: 'unknown',
    source: 'KMSAPI:Decrypt; UG:UsingKMSEncryption',
    text: 'How extra pairs go together with a shared bucket key is not said. Since KMS insists on the identical context, either they stay out of it or each distinct set of pairs has its own bucket key.',
  },
  {
    id: 'F-91',
    confidence: 'documented',
    source: 'KMSAPI:Decrypt',
    text: 'KMS refuses to decrypt with another context than the one the key was generated with: `InvalidCiphertextException`.',
  },
  {
    id: 'F-92',
    confidence: 'measured',
    source: 'https://www.mail-archive.com/common-issues@hadoop.apache.org/msg299928.html',
    text: 'A context header that is not base64 of a JSON object is refused with 400; which code comes with it was not recorded.',
  },
  {
    id: 'F-93',
    confidence: 'documented',
    source: 'API:PutObject; UG:UsingDSSEncryption',
    text: 'Directory buckets accept no context but the default one. DSSE objects always have the ARN of the object as context.',
  },
  {
    id: 'F-94',
    confidence: 'documented',
    source: 'UG:bucket-key; GH:ministryofjustice/modernisation-platform#13396',
    text: 'A policy condition on the object ARN, or on the bucket ARN with `/*`, does not match requests for objects with a bucket key. While both kinds of objects exist a policy has to list both forms.',
  },
];
