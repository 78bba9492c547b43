import { claims } from './claims.ts';

/** What people met in practice, and what the model must predict; the confidence is that of the report. */
export const scenarios = claims(`
SC-01 | measured | GH:slashdevops/idp-scim-sync#540 | A policy pinned to object ARNs, a bucket with bucket keys: Decrypt
  is denied when cold; the condition must name the bucket.
SC-02 | measured | GH:ministryofjustice/modernisation-platform#13396 | GenerateDataKey allowed on object paths only: a
  write with a bucket key is denied; a transition needs both forms.
SC-03 | measured | GH:fdmsantos/terraform-aws-kinesis-firehose#26 | A delivery role pinned to bucket/* delivers nothing:
  the bare bucket ARN does not match.
SC-04 | measured | GH:aws-ia/terraform-aws-control_tower_account_factory#639 | Bucket keys go on while the replication
  role is pinned to objects: new objects end FAILED, older ones still pass at the source.
SC-05 | documented | GH:awsdocs/amazon-s3-userguide#116 | No /* belongs into the condition: only the bare ARN matches.
SC-06 | measured | GH:awslabs/landing-zone-accelerator-on-aws#1144 | Without bucket keys Decrypt at the source and
  Encrypt at the destination end COMPLETED.
SC-07 | measured | GH:ministryofjustice/modernisation-platform#13498 | A replication role without KMS permission: writes
  200, no replica, status FAILED.
SC-08 | measured | GH:cloud-custodian/cloud-custodian#6536 | If cold writes verify, a writer without Decrypt fails cold
  and succeeds warm, which looks flaky.
SC-09 | measured | GH:ministryofjustice/modernisation-platform#10122 | A console upload under a foreign key is denied
  until Decrypt is allowed: it is multipart.
SC-10 | measured | GH:aws/aws-cdk#8947; GH:aws/aws-cli#4251 | Without Decrypt a multipart upload is created, and a part
  or the completion is answered 403.
SC-11 | measured | GH:boto/s3transfer#355; GH:boto/s3transfer#228 | A client library refuses the flag: nothing is sent,
  the bucket decides.
SC-12 | measured | GH:aws/aws-cdk#30183; GH:ColeMurray/background-agents#1797; GH:ansible-collections/amazon.aws#2735 |
  An AES256 bucket with the flag on: 200 and no effect, though tools refuse it.
SC-13 | measured | GH:hashicorp/terraform-provider-aws#47320; GH:hashicorp/terraform-provider-aws#24254;
  GH:aws-controllers-k8s/community#2870 | Tools see an endless difference: a rule comes back with false and blocked
  types nobody set.
SC-14 | measured | GH:LBHackney-IT/Data-Platform#2319 | Bucket keys are on and the bill stays: old objects cost a call
  each until copied or updated.
SC-15 | measured | https://dev.to/aws-builders/reducing-kms-costs-with-s3-bucket-encryption-2hi8 | 80 % saved, not 99 %:
  objects without bucket key are left, and each requester times each bucket key.
SC-16 | documented | BLOG-RH | Clusters of one role saved little: calls grow with sessions if these are requesters.
SC-17 | measured | GH:aws-samples/cql-replicator#92 | Over the KMS quota cold requests and those without bucket key are
  answered 503 SlowDown; warm ones go on.
SC-18 | folklore | GH:itsmostafa/aws-agent-skills#20 | KMS is said to allow hundreds of S3 requests a second; the quota
  is far higher, and bucket keys uncouple calls from requests.
SC-19 | measured | GH:housing-data-coalition/oca#17; GH:ryanto/next-s3-upload#115; GH:BookStackApp/BookStack#4209 |
  Public pictures under KMS: 400 InvalidArgument, with bucket keys too.
SC-20 | measured | GH:boto/boto#3750; GH:apache/libcloud#1401; GH:axpdev-lab/aeroftp#792; GH:aws/aws-cli#1026 | A client
  takes the ETag of a KMS object for an MD5 and reports corruption; it never is one.
SC-21 | measured | GH:aws/aws-cli#4507 | aws/s3 typed as key id: the rule is taken, uploads are 400
  KMS.NotFoundException.
SC-22 | measured | GH:aws/aws-cli#1431; GH:aws/aws-cli#1660 | A key id sent without algorithm: 400 InvalidArgument.
SC-23 | measured | GH:apache/hadoop#1823; GH:aws/aws-sdk-ruby#3016 | A rename, which is a copy, changes the encryption:
  the destination decides, key and flag are not carried over.
SC-24 | measured | GH:apache/airflow#55708 | A copy into a KMS bucket of another account without key: 403, the wrong key
  or no permission on it.
SC-25 | measured | LS:test_s3_sse_validate_kms_key_state | A key is scheduled for deletion: objects without bucket key
  fail at once, others when cold; cancel and enable brings them back.
SC-26 | measured | GH:localstack/localstack#7782; GH:localstack/localstack#8422 | An emulator serves on after a disable;
  AWS fails within seconds without bucket key, with one at expiry at the latest.
SC-27 | measured | GH:METR/hawk#1392 | Auditors lose object names in KMS logs and turn on S3 data events; 49 million
  calls a month become a handful.
SC-28 | measured | GH:unitycatalog/unitycatalog#1774; GH:apache/polaris#1424; GH:trinodb/trino#28609 | Vended
  credentials with a policy for each table: each is a requester, and one without KMS is answered 403.
SC-29 | measured | GH:aquasecurity/trivy#8954 | KMS on a bucket for access logs: the logs stop; it must stay on AES256.
SC-30 | documented | GH:cloudposse/terraform-aws-s3-bucket#284; GH:cloud-custodian/cloud-custodian#6558 | Turning bucket
  keys on changes the context, so policies with conditions may refuse: no harmless default.
SC-31 | implied | REPOST | How does a short-lived key open an object years later? By a Decrypt of its bucket key.
SC-32 | implied | UG:bucket-key; BLOG-99 | Many principals read few objects each: calls near requests, nothing saved.
SC-33 | implied | REPOST; UG:bucket-key | A nightly reader of a year's objects pays a Decrypt for each bucket key.
SC-34 | documented | UG:bucket-key | A role taken out of the key policy reads on while warm and is refused when cold; a
  deny at S3 bites as soon as it has propagated.
SC-35 | documented | API:SSEKMSEncryption | UpdateObjectEncryption changes the key, the flag is forgotten: bucket keys
  are off, a call each time is back.
SC-36 | measured | GH:maximhq/bifrost#6497; UG23:UsingKMSEncryption | A policy demands the header, clients rely on the
  default: 403, though the default would do.
SC-37 | measured | GH:awslabs/aws-solutions-constructs#831 | CloudFront reads KMS objects as its service principal: the
  key policy must allow it, with the bucket ARN for bucket keys.
SC-38 | documented | UG:bucket-key | Replication is said to change ETags: it may for PLAIN sources into KMS.
`);
