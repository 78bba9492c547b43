import { claims } from './claims.ts';

/** Policies. */
export const policy = claims(`
F-143 | documented | UG23:UsingKMSEncryption | Conditions on encryption headers test the request: a write without them
  is denied though the bucket would encrypt. Whether a key id condition accepts a matching bucket key is not settled.
F-144 | implied, background | absence | No condition key is for the flag: a policy can neither force nor forbid it.
F-145 | documented | UG:replication-config-for-kms-objects | kms:ViaService works the same with and without bucket keys.
F-146 | measured | UG:UsingKMSEncryption; third-party | Allowing the S3 service in a key policy does not help ordinary
  requests: the caller needs the permission.
F-162 | documented | UG:access-control-block-public-access | Buckets made since April 2023 block public access: a policy
  that makes one public is refused (E-47).
F-172 | documented | UG:UsingKMSEncryption; UG:replication-config-for-kms-objects; API:UpdateObjectEncryption |
  Cross-account writers should hold kms:Encrypt too. A replica key is a key or alias ARN, its role needs
  s3:GetObjectVersionForReplication, and UpdateObjectEncryption refuses alias ARNs.
F-184 | documented | API:PutBucketPolicy; API:PutBucketEncryption; API:PutBucketReplication;
  UG:access-control-auth-workflow-bucket-operation | What a bucket policy allows and denies holds for requests that
  configure the bucket, and for its owner's own principals. Only the policy itself is replaced by the owner's account
  alone (E-54), whose root user may whatever it says.
F-186 | documented |
  https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html;
  https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
  | All tests of a condition must hold: one of the values matches, or none where the operator is negated. What is
  missing matches nothing. Of several values ForAllValues asks for all, ForAnyValue for one that is there.
F-187 | documented | https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html |
  A Deny of any policy wins. Within an account the resource policy or IAM allows, in a key policy an account stands for
  IAM; across accounts both must. A session may do what its scoping policy allows as well.
`);
