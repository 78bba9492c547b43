import { kmsKeyArn, MINUTE_MS, profileNamed, roleArn } from '../../../model/index.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from '../setup-of.ts';
import type { Act, Story } from '../story.ts';

const KEY = 'key';
const BUCKET = 'data';
const BODY = content('what is written');
const WRITER = 'writer';
const HOME = setupOf([requester(WRITER)], [KEY], [bucket(BUCKET)]);

function writes(by: string, key: string, figure: string, expected: string, headers = {}): Act {
  return { by, event: { op: 'PutObject', bucket: BUCKET, key, body: BODY, headers }, figure, expected };
}

/** A writer that may call GenerateDataKey and not Decrypt. */
export const writerWithoutDecrypt: Story = {
  name: 'writer-without-decrypt',
  title: 'A writer that may not decrypt is refused where S3 verifies a bucket key, and only while it is cold.',
  description: `
    A role may call GenerateDataKey and not Decrypt. Without bucket keys it writes, each time. With bucket keys S3 may
    decrypt the new bucket key to verify it (F-142, U-08), as AWS asks for on some pages and not on others: then a
    cold write is refused and a warm one is not, which looks flaky (SC-08,
    https://github.com/cloud-custodian/cloud-custodian/issues/6536; SC-09). A multipart upload needs Decrypt in any
    case: it is created, and its first part is refused (K-16, SC-10, https://github.com/aws/aws-cdk/issues/8947). Look
    at what each write is answered.
  `,
  setup: HOME,
  profile: { ...profileNamed('ideal'), name: 'ideal, and writes verify', writeVerifies: [true] },
  reference: { writeVerifies: true },
  acts: [
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, false)) },
    {
      by: ADMIN,
      event: {
        op: 'PutKeyPolicy',
        keyId: KEY,
        statements: [
          { effect: 'Allow', principal: roleArn(ACCOUNT, ADMIN), actions: ['kms:*'] },
          { effect: 'Allow', principal: roleArn(ACCOUNT, WRITER), actions: ['kms:GenerateDataKey'] },
        ],
      },
    },
    writes(WRITER, 'a', 'PUT without a bucket key', '200, aws:kms, GenerateDataKey'),
    {
      by: WRITER,
      event: { op: 'CreateMultipartUpload', bucket: BUCKET, key: 'b', headers: {}, uploadId: 'u' },
      figure: 'CreateMultipartUpload',
      expected: '200, aws:kms, GenerateDataKey',
    },
    {
      by: WRITER,
      event: { op: 'UploadPart', bucket: BUCKET, key: 'b', uploadId: 'u', partNumber: 1, body: BODY },
      figure: 'UploadPart',
      expected: '403 AccessDenied, Decrypt refused',
    },
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    writes(WRITER, 'a', 'cold PUT with a bucket key', '403 AccessDenied, GenerateDataKey, Decrypt refused'),
  ],
};

/** A rule that asks for bucket keys where there is no KMS. */
export const flagWithoutKms: Story = {
  name: 'flag-without-kms',
  title: 'Bucket keys asked for in a rule of AES256 are accepted, and do nothing.',
  description: `
    A rule says AES256 and that bucket keys are on. S3 takes it, shows it as it was put, and nothing comes of it: no
    KMS call, no bucket key (F-06, SC-12, https://github.com/aws/aws-cdk/issues/30183). Tools that refuse it do so on
    their own account; those that compare what they put with what they get find it unchanged (SC-13). Look at the PUT.
  `,
  setup: HOME,
  acts: [
    {
      by: ADMIN,
      event: { op: 'PutBucketEncryption', bucket: BUCKET, rules: [{ SSEAlgorithm: 'AES256', BucketKeyEnabled: true }] },
      figure: 'PutBucketEncryption',
      expected: '200',
    },
    { by: ADMIN, event: { op: 'GetBucketEncryption', bucket: BUCKET }, figure: 'GetBucketEncryption', expected: '200' },
    writes(WRITER, 'a', 'PUT', '200, AES256'),
  ],
};

/** Ways to name a key that do not. */
export const keyByTheWrongName: Story = {
  name: 'key-by-the-wrong-name',
  title: 'A rule with the words aws/s3 for a key is accepted, and every write under it is refused.',
  description: `
    Somebody types aws/s3 where a rule wants a KMS key. The rule is accepted, since keys are looked up when they are
    used, and each upload is refused (F-09, F-12, E-09, SC-21, https://github.com/aws/aws-cli/issues/4507). Somebody
    else sends the key in its header and leaves the algorithm out: that is refused at once (E-12, SC-22,
    https://github.com/aws/aws-cli/issues/1431). Look at both.
  `,
  setup: HOME,
  acts: [
    {
      by: ADMIN,
      event: putRule(BUCKET, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'aws/s3' }),
      figure: 'rule',
      expected: '200',
    },
    writes(WRITER, 'a', 'PUT under it', '400 KMS.NotFoundException, GenerateDataKey refused'),
    writes(WRITER, 'a', 'PUT with a key and no algorithm', '400 InvalidArgument', {
      kmsKeyId: kmsKeyArn(ACCOUNT, KEY),
    }),
  ],
};

/** A job that writes and reads while KMS has had enough. */
export const overTheQuota: Story = {
  name: 'over-the-quota',
  title: 'Over the KMS quota requests without a bucket key are told to slow down, and warm ones go on.',
  description: `
    A job calls KMS more often than its account may. What has to call it is answered 503 SlowDown: objects that have
    no bucket key, and whoever comes cold (E-11, F-131, SC-17,
    https://github.com/aws-samples/cql-replicator/issues/92). Who is warm notices nothing: with bucket keys the rate
    of KMS calls does not follow that of requests. Look at who goes on.
  `,
  setup: setupOf([requester(WRITER), requester('reader')], [KEY], [bucket(BUCKET)]),
  acts: [
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, false)) },
    writes(WRITER, 'old', 'PUT without a bucket key', '200, aws:kms, GenerateDataKey'),
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    writes(WRITER, 'new', 'PUT with one', '200, aws:kms, bucket key, GenerateDataKey'),
    { by: null, event: { op: 'ThrottleKms', on: true } },
    {
      by: WRITER,
      event: { op: 'GetObject', bucket: BUCKET, key: 'old' },
      figure: 'GET without a bucket key, over the quota',
      expected: '503 SlowDown, Decrypt refused',
    },
    {
      by: WRITER,
      event: { op: 'GetObject', bucket: BUCKET, key: 'new' },
      figure: 'warm GET, over the quota',
      expected: '200, aws:kms, bucket key',
    },
    {
      by: 'reader',
      event: { op: 'GetObject', bucket: BUCKET, key: 'new' },
      figure: 'cold GET of somebody else, over the quota',
      expected: '503 SlowDown, Decrypt refused',
    },
    {
      by: WRITER,
      afterMs: 6 * MINUTE_MS,
      event: { op: 'GetObject', bucket: BUCKET, key: 'new' },
      figure: 'GET when the bucket key is over',
      expected: '503 SlowDown, Decrypt refused',
    },
  ],
};

/** All stories about writes. */
export const WRITE_STORIES: readonly Story[] = [writerWithoutDecrypt, flagWithoutKms, keyByTheWrongName, overTheQuota];
