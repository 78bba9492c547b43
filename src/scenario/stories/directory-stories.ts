import { accountRootArn, kmsKeyArn, roleArn } from '../../../model/index.ts';
import { ACCOUNT, ADMIN, bucket, content, directoryBucket, kmsRule, putRule, requester, setupOf } from '../setup-of.ts';
import type { Act, Story } from '../story.ts';

const KEY = 'key';
const OTHER_KEY = 'other-key';
const FAST = 'fast';
const USUAL = 'usual';
const APP = 'app';
const READER = 'reader';
const BODY = content('what is read often');

function copies(from: string, to: string, figure: string, expected: string): Act {
  const source = { bucket: from, key: 'a' };
  return { by: APP, event: { op: 'CopyObject', source, bucket: to, key: 'a', headers: {} }, figure, expected };
}

function reads(by: string, figure: string, expected: string): Act {
  return { by, event: { op: 'GetObject', bucket: FAST, key: 'a' }, figure, expected };
}

/** A bucket of S3 Express One Zone under KMS. */
export const directoryBucketStory: Story = {
  name: 'directory-bucket',
  title: 'A directory bucket always has bucket keys, one KMS key for life, and copies that ask KMS each time.',
  description: `
    A directory bucket is put under KMS (F-20,
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-UsingKMSEncryption.html). A write that says no to
    bucket keys has one all the same, and another key is refused (E-36). Copies into it and out of it are served by no
    bucket key, however warm their requester is (F-53, K-31), and what is copied out has none. Who may only decrypt
    does not read there. Look at the calls of the copies.
  `,
  setup: setupOf([requester(APP), requester(READER)], [KEY, OTHER_KEY], [directoryBucket(FAST), bucket(USUAL)]),
  acts: [
    { by: ADMIN, event: putRule(FAST, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }) },
    { by: ADMIN, event: putRule(USUAL, kmsRule(OTHER_KEY, true)) },
    {
      by: APP,
      event: { op: 'PutObject', bucket: FAST, key: 'a', body: BODY, headers: { bucketKeyEnabled: false } },
      figure: 'PUT that says no to bucket keys',
      expected: '200, aws:kms, bucket key, GenerateDataKey',
    },
    reads(APP, 'warm GET', '200, aws:kms, bucket key'),
    copies(FAST, USUAL, 'copy out of it', '200, aws:kms, Decrypt, GenerateDataKey'),
    copies(USUAL, FAST, 'copy into it', '200, aws:kms, bucket key, Decrypt, GenerateDataKey'),
    copies(USUAL, FAST, 'the same again', '200, aws:kms, bucket key, Decrypt, GenerateDataKey'),
    {
      by: ADMIN,
      event: putRule(FAST, kmsRule(OTHER_KEY, true)),
      figure: 'rule with another key',
      expected: '400 InvalidRequest',
    },
    {
      by: APP,
      event: {
        op: 'UpdateObjectEncryption',
        bucket: FAST,
        key: 'a',
        kmsKeyArn: kmsKeyArn(ACCOUNT, KEY),
        bucketKeyEnabled: true,
      },
      figure: 'UpdateObjectEncryption',
      expected: '501 NotImplemented',
    },
    {
      by: ADMIN,
      event: {
        op: 'PutKeyPolicy',
        keyId: KEY,
        statements: [
          { effect: 'Allow', principal: accountRootArn(ACCOUNT), actions: ['kms:*'] },
          { effect: 'Deny', principal: roleArn(ACCOUNT, READER), actions: ['kms:GenerateDataKey'] },
        ],
      },
    },
    reads(READER, 'GET by who may only decrypt', '403 AccessDenied, Decrypt, GenerateDataKey refused'),
  ],
};

/** All stories about directory buckets. */
export const DIRECTORY_STORIES: readonly Story[] = [directoryBucketStory];
