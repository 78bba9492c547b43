import {
  accountRootArn,
  bucketArn,
  type KeyPolicyStatement,
  type Observation,
  objectArn,
  roleArn,
} from '../../../model/index.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from '../setup-of.ts';
import type { Act, Story } from '../story.ts';

const KEY = 'key';
const BUCKET = 'data';
const APP = 'app';
const BODY = content('what is compared');
const HOME = setupOf([requester(APP)], [KEY], [bucket(BUCKET)]);

function writes(key: string): Act {
  return { by: APP, event: { op: 'PutObject', bucket: BUCKET, key, body: BODY, headers: {} } };
}

/** A read of an object, if its ETag is the MD5 of the content. */
function compares(key: string, figure: string, expected: string): Act {
  const event = { op: 'GetObject', bucket: BUCKET, key, conditions: { ifMatch: BODY.md5 } } as const;
  return { by: APP, event, figure, expected };
}

/** A client that takes an ETag for the MD5 of the content. */
export const etagTakenForMd5: Story = {
  name: 'etag-taken-for-md5',
  title: 'A client that takes the ETag for the MD5 of the content finds every object under KMS corrupt.',
  description: `
    A client compares the ETag with the MD5 of what it sent, and reports corruption once the bucket is under KMS (SC-20,
    https://github.com/boto/boto/issues/3750). The ETag looks like an MD5 and is none, with or without a bucket key
    (F-81, F-82); under AES256 it is one (F-80). Here the comparison is left to S3, by If-Match: 412 says that the ETag
    is another. Look at the three answers.
  `,
  setup: HOME,
  acts: [
    writes('s3'),
    compares('s3', 'MD5 compared under AES256', '200, AES256'),
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, false)) },
    writes('kms'),
    compares('kms', 'MD5 compared under KMS', '412 PreconditionFailed'),
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    writes('bucket-key'),
    compares('bucket-key', 'MD5 compared with a bucket key', '412 PreconditionFailed'),
  ],
};

/** What KMS notes of a request: its calls, each with the ARN in its context. */
function audited({ kmsCalls = [] }: Observation): string {
  return kmsCalls.map(({ operation, context }) => `${operation} ${context?.['aws:s3:arn']}`).join(', ') || 'nothing';
}

function audit(op: 'PutObject' | 'GetObject', key: string, figure: string, expected: string): Act {
  const event =
    op === 'GetObject'
      ? ({ op, bucket: BUCKET, key } as const)
      : ({ op, bucket: BUCKET, key, body: BODY, headers: {} } as const);
  return { by: APP, event, figure, told: audited, expected };
}

/** Auditors who read the events of KMS. */
export const auditByKmsEvents: Story = {
  name: 'audit-by-kms-events',
  title: 'With bucket keys the events of KMS name the bucket and no object, and most requests leave none.',
  description: `
    Auditors read in the KMS events of CloudTrail which object was written and read. Bucket keys take that away: what
    is left names the bucket, once for a requester while its bucket key lasts (F-137, F-138). They are accepted once S3
    data events are on, which name the object of each request (SC-27, https://github.com/METR/hawk/pull/1392). Look at
    what KMS notes of each request.
  `,
  setup: HOME,
  acts: [
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, false)) },
    audit('PutObject', 'a', 'noted of a PUT without bucket keys', `GenerateDataKey ${objectArn(BUCKET, 'a')}`),
    audit('GetObject', 'a', 'noted of a GET without bucket keys', `Decrypt ${objectArn(BUCKET, 'a')}`),
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    audit('PutObject', 'b', 'noted of the first PUT with bucket keys', `GenerateDataKey ${bucketArn(BUCKET)}`),
    audit('PutObject', 'c', 'noted of the next PUT', 'nothing'),
    audit('GetObject', 'c', 'noted of a GET of it', 'nothing'),
  ],
};

function mayUse(...contexts: readonly string[]): Act {
  const statements: readonly KeyPolicyStatement[] = [
    { effect: 'Allow', principal: roleArn(ACCOUNT, ADMIN), actions: ['kms:*'] },
    {
      effect: 'Allow',
      principal: accountRootArn(ACCOUNT),
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': contexts } },
    },
  ];
  return { by: ADMIN, event: { op: 'PutKeyPolicy', keyId: KEY, statements } };
}

function puts(key: string, figure: string, expected: string): Act {
  return { ...writes(key), figure, expected };
}

/** A module that would turn bucket keys on for everybody. */
export const bucketKeysByDefault: Story = {
  name: 'bucket-keys-by-default',
  title: 'Bucket keys are off unless somebody asks for them, and a module that turns them on may lock writers out.',
  description: `
    A rule that says nothing of bucket keys has them off (F-03). The maintainers of a module are asked to turn them on
    for all (SC-30, https://github.com/cloudposse/terraform-aws-s3-bucket/issues/284): that changes the encryption
    context (F-88), and where a key policy has a condition on the objects the next write is refused (F-94), though
    nothing else has changed. A policy that allows both forms first lets the switch pass. Look at the writes.
  `,
  setup: HOME,
  acts: [
    mayUse(objectArn(BUCKET, '*')),
    { by: ADMIN, event: putRule(BUCKET, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }) },
    puts('a', 'PUT under a rule that says nothing of it', '200, aws:kms, GenerateDataKey'),
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    puts('b', 'PUT after the module turned them on', '403 AccessDenied, GenerateDataKey refused'),
    mayUse(objectArn(BUCKET, '*'), bucketArn(BUCKET)),
    puts('b', 'PUT after the policy allows both forms', '200, aws:kms, bucket key, GenerateDataKey'),
  ],
};

/** All stories about what clients and auditors took for granted. */
export const CLIENT_STORIES: readonly Story[] = [etagTakenForMd5, auditByKmsEvents, bucketKeysByDefault];
