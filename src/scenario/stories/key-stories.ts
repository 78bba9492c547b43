import {
  bucketArn,
  DAY_MS,
  type KeyPolicyStatement,
  kmsKeyArn,
  MINUTE_MS,
  objectArn,
  roleArn,
} from '../../../model/index.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from '../setup-of.ts';
import type { Act, Story } from '../story.ts';

const KEY = 'key';
const OTHER_KEY = 'other-key';
const [WITH, WITHOUT] = ['with-bucket-keys', 'without-bucket-keys'];
const APP = 'app';
const BODY = content('what is kept');
const SETUP = setupOf([requester(APP)], [KEY, OTHER_KEY], [bucket(WITH), bucket(WITHOUT)]);
const RULES: readonly Act[] = [
  { by: ADMIN, event: putRule(WITH, kmsRule(KEY, true)) },
  { by: ADMIN, event: putRule(WITHOUT, kmsRule(KEY, false)) },
];

function writes(at: string): Act {
  return { by: APP, event: { op: 'PutObject', bucket: at, key: 'a', body: BODY, headers: {} } };
}

function reads(at: string, figure: string, expected: string, afterMs = 0): Act {
  return { by: APP, event: { op: 'GetObject', bucket: at, key: 'a' }, figure, expected, afterMs };
}

/** A key that automation schedules for deletion. */
export const keyScheduledForDeletion: Story = {
  name: 'key-scheduled-for-deletion',
  title:
    'A key that is scheduled for deletion shuts objects without a bucket key at once, and warm ones a little later.',
  description: `
    Automation schedules a KMS key for deletion. What has no bucket key is refused from the next request on; with a
    bucket key whoever is warm reads on until what is cached is over, which an emulator that never looks at the key
    again does for ever (F-115, F-117, SC-25, SC-26, https://github.com/localstack/localstack/issues/7782). Cancelling
    does not enable the key: it has to be enabled as well (F-121). After the waiting period nothing brings the objects
    back. Look at when each bucket is shut.
  `,
  setup: SETUP,
  acts: [
    ...RULES,
    writes(WITH),
    writes(WITHOUT),
    { by: ADMIN, afterMs: MINUTE_MS, event: { op: 'ScheduleKeyDeletion', keyId: KEY, pendingWindowInDays: 7 } },
    reads(WITHOUT, 'GET without a bucket key', '400 KMS.KMSInvalidStateException, Decrypt refused'),
    reads(WITH, 'warm GET with one', '200, aws:kms, bucket key'),
    reads(WITH, 'GET five minutes later', '400 KMS.KMSInvalidStateException, Decrypt refused', 5 * MINUTE_MS),
    { by: ADMIN, event: { op: 'CancelKeyDeletion', keyId: KEY } },
    reads(WITH, 'GET after the deletion was cancelled', '400 KMS.DisabledException, Decrypt refused'),
    { by: ADMIN, event: { op: 'EnableKey', keyId: KEY } },
    reads(WITH, 'GET after the key was enabled', '200, aws:kms, bucket key, Decrypt'),
    { by: ADMIN, event: { op: 'ScheduleKeyDeletion', keyId: KEY, pendingWindowInDays: 7 } },
    reads(WITH, 'GET after the waiting period', '400 KMS.NotFoundException, Decrypt refused', 8 * DAY_MS),
  ],
};

/** A rename, which is a copy and a delete. */
export const renamedByCopy: Story = {
  name: 'renamed-by-copy',
  title: 'A copy takes the encryption of where it goes, not of where it comes from.',
  description: `
    Tools that rename by copying lose key and bucket key of the source: a copy without headers takes the default of
    the bucket it goes to (F-47, F-48, SC-23, https://github.com/apache/hadoop/pull/1823). Only headers of the copy
    say otherwise. Look at what the copies have.
  `,
  setup: SETUP,
  acts: [
    ...RULES,
    writes(WITH),
    {
      by: APP,
      event: { op: 'CopyObject', source: { bucket: WITH, key: 'a' }, bucket: WITHOUT, key: 'b', headers: {} },
      figure: 'copy into a bucket without bucket keys',
      expected: '200, aws:kms, GenerateDataKey',
    },
    {
      by: APP,
      event: {
        op: 'CopyObject',
        source: { bucket: WITHOUT, key: 'b' },
        bucket: WITHOUT,
        key: 'c',
        headers: { sse: 'aws:kms', kmsKeyId: kmsKeyArn(ACCOUNT, OTHER_KEY), bucketKeyEnabled: true },
      },
      figure: 'copy that says what it wants',
      expected: '200, aws:kms, bucket key, Decrypt, GenerateDataKey',
    },
  ],
};

const REPLICATOR = 'replicator';

/** The replication role may decrypt where the context is like one of these. */
function letsReplicatorDecrypt(...patterns: readonly string[]): Act {
  const statements: readonly KeyPolicyStatement[] = [
    { effect: 'Allow', principal: roleArn(ACCOUNT, ADMIN), actions: ['kms:*'] },
    { effect: 'Allow', principal: roleArn(ACCOUNT, APP), actions: ['kms:*'] },
    {
      effect: 'Allow',
      principal: roleArn(ACCOUNT, REPLICATOR),
      actions: ['kms:Decrypt'],
      condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': patterns } },
    },
  ];
  return { by: ADMIN, event: { op: 'PutKeyPolicy', keyId: KEY, statements } };
}

function replicates(figure: string, expected: string): Act {
  return { by: null, event: { op: 'ReplicateObject', bucket: WITH, key: 'a' }, figure, expected };
}

/** A replication role that is pinned to objects when bucket keys come. */
export const rolePinnedToObjects: Story = {
  name: 'role-pinned-to-objects',
  title: 'A replication role pinned to object ARNs replicates what was written before bucket keys, and nothing since.',
  description: `
    A release of a module switched bucket keys on; the key policy names the objects for the replication role, and its
    pattern does not match the bucket (F-88, F-94). What was written before has the context of the object and is
    replicated, with Decrypt and Encrypt and no more (SC-06,
    https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/1144); what is written since has that of the
    bucket: its replication is FAILED and the write was 200 (SC-04, SC-07,
    https://github.com/aws-ia/terraform-aws-control_tower_account_factory/issues/639). With the ARN of the bucket in
    the condition as well the next one succeeds. Look at the status.
  `,
  setup: setupOf([requester(APP), requester(REPLICATOR)], [KEY, OTHER_KEY], [bucket(WITH), bucket('replicas')]),
  acts: [
    { by: ADMIN, event: { op: 'PutBucketVersioning', bucket: WITH, status: 'Enabled' } },
    { by: ADMIN, event: { op: 'PutBucketVersioning', bucket: 'replicas', status: 'Enabled' } },
    { by: ADMIN, event: putRule(WITH, kmsRule(KEY, false)) },
    {
      by: ADMIN,
      event: {
        op: 'PutBucketReplication',
        bucket: WITH,
        destination: 'replicas',
        role: REPLICATOR,
        replicaKmsKeyId: kmsKeyArn(ACCOUNT, OTHER_KEY),
      },
    },
    letsReplicatorDecrypt(objectArn(WITH, '*')),
    writes(WITH),
    replicates('replication of what was written before', '200, COMPLETED, Decrypt, Encrypt'),
    { by: ADMIN, event: putRule(WITH, kmsRule(KEY, true)) },
    writes(WITH),
    replicates('replication of what was written since', '200, FAILED, Decrypt refused'),
    letsReplicatorDecrypt(objectArn(WITH, '*'), bucketArn(WITH)),
    writes(WITH),
    replicates('replication with the bucket in the condition', '200, COMPLETED, Decrypt, Encrypt, Decrypt'),
  ],
};

/** All stories about keys, and what is made of objects under them. */
export const KEY_STORIES: readonly Story[] = [keyScheduledForDeletion, renamedByCopy, rolePinnedToObjects];
