import { claims } from './claims.ts';

/** Encryption context. */
export const encryptionContext = claims(`
F-88 | documented | UG:UsingKMSEncryption; POC; GH:slashdevops/idp-scim-sync#540 | S3 always adds aws:s3:arn: the ARN of
  the object, or with a bucket key the bare ARN of the bucket.
F-89 | documented | API:PutObject; UG:UsingKMSEncryption | Writers may add pairs, with or without a bucket key, as
  base64 of a JSON object of strings; S3 stores them, adds its own, and sends them on later reads.
F-90 | unknown | KMSAPI:Decrypt; UG:UsingKMSEncryption | How extra pairs share a bucket key is not said: either they
  stay out of its context, or each set has a bucket key of its own.
F-91 | documented | KMSAPI:Decrypt | Decrypt with another context than at the making: InvalidCiphertextException.
F-92 | measured | https://www.mail-archive.com/common-issues@hadoop.apache.org/msg299928.html | A malformed context
  header: 400, its code unrecorded.
F-93 | documented | API:PutObject; UG:UsingDSSEncryption | Directory buckets take no context but the default; DSSE
  always presents the ARN of the object.
F-94 | documented | UG:bucket-key; GH:ministryofjustice/modernisation-platform#13396;
  https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html | A condition on
  the object ARN or on bucket/* matches no request for an object with a bucket key; during a migration both forms are
  needed. In one, * stands for any run of characters and ? for any one.
`);
