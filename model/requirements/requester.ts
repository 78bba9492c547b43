import { claims } from './claims.ts';

/** Requesters. */
export const requester = claims(`
F-95 | documented | UG:bucket-key; BLOG-RH | A bucket key is fetched at least once for each requester. Another role,
  account or scoping policy is another requester, another session is not.
F-96 | documented | UG23:bucket-key | Until after June 2023 each session was a requester, with bucket keys of its own.
F-97 | documented | UG:bucket-key | Each requester leaves its own trace in CloudTrail, so nobody without KMS permission
  rides on another's cached key.
F-98 | implied | GH:unitycatalog/unitycatalog#1774; GH:apache/polaris#1424; GH:trinodb/trino#28609 | A scoping policy
  for each table makes many requesters and little saving; and the policy itself must allow KMS.
F-99 | unknown | absence | IAM users, root, federated users, tags, services and access points are not spelt out; we take
  account, principal and scoping policy.
F-100 | measured | UG:UsingKMSEncryption; third-party | The KMS call carries the caller's identity, forwarded by S3; the
  service itself needs no permission for ordinary requests.
F-101 | measured | GH:ryanto/next-s3-upload#115; GH:housing-data-coalition/oca#17 | Anonymous callers can neither read
  nor write KMS objects: 400 InvalidArgument.
F-102 | documented | UG23:bucket-encryption; KMS23:key-policies | Another account needs the owner's key policy and its
  own IAM policy, and cannot use aws/s3; it is a requester of its own.
F-174 | implied, background | absence | No account-level default for encryption and no lifetime is published in 2026.
`);
