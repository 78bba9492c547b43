import { accountRootArn, MINUTE_MS, type Requester } from '../../../model/index.ts';
import { ACCOUNT, ADMIN, bucket, content, kmsRule, putRule, requester, setupOf } from '../setup-of.ts';
import type { Act, Story } from '../story.ts';

const KEY = 'key';
const BUCKET = 'data';
const APP = 'app';
const BODY = content('what many read');
const PARTNER_ACCOUNT = '222222222222';

function reads(by: string, key: string, figure: string, expected: string): Act {
  return { by, event: { op: 'GetObject', bucket: BUCKET, key }, figure, expected };
}

function writes(key: string, afterMs = 0): Act {
  return { by: APP, event: { op: 'PutObject', bucket: BUCKET, key, body: BODY, headers: {} }, afterMs };
}

const WARM = '200, aws:kms, bucket key';
const COLD = `${WARM}, Decrypt`;

/** Many who read little each. */
export const manyReadersReadLittle: Story = {
  name: 'many-readers-read-little',
  title: 'Where many requesters read little each, bucket keys save nothing: each pays for each bucket key.',
  description: `
    Two objects are written ten minutes apart, so each has a bucket key of its own. Three roles read each of them
    once: six calls for six reads, as there would be without bucket keys (F-95, SC-32,
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html). Sessions of one role share what it has
    (F-96 was otherwise until 2023). Look at who pays.
  `,
  setup: setupOf(
    [requester(APP), requester('one'), requester('two'), requester('three'), requester('three-again', 'three')],
    [KEY],
    [bucket(BUCKET)],
  ),
  acts: [
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    writes('a'),
    writes('b', 10 * MINUTE_MS),
    ...['one', 'two', 'three'].flatMap((by) => [
      reads(by, 'a', `${by} reads the first object`, COLD),
      reads(by, 'b', `${by} reads the second`, COLD),
    ]),
    reads('three-again', 'b', 'another session of three reads the second', WARM),
  ],
};

/** Pictures for everybody, under KMS. */
export const signedOrNot: Story = {
  name: 'signed-or-not',
  title: 'An object under KMS is not for who does not sign, whatever its bucket key and the bucket policy say.',
  description: `
    Pictures of a public bucket are put under KMS, and everybody gets 400 InvalidArgument: an object under KMS takes
    Signature Version 4 (E-16, F-101, SC-19, https://github.com/ryanto/next-s3-upload/issues/115). Bucket keys change
    nothing of it; what is encrypted with AES256 stays readable. Look at the two reads of who does not sign.
  `,
  setup: setupOf([requester(APP), { ...requester('anybody'), signature: 'none' }], [KEY], [bucket(BUCKET)]),
  acts: [
    writes('open'),
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    writes('shut'),
    {
      by: ADMIN,
      event: {
        op: 'PutBucketPolicy',
        bucket: BUCKET,
        statements: [{ effect: 'Allow', principal: '*', actions: ['s3:GetObject'] }],
      },
    },
    reads('anybody', 'open', 'GET of an object under AES256, unsigned', '200, AES256'),
    reads('anybody', 'shut', 'GET of one under KMS, unsigned', '400 InvalidArgument'),
  ],
};

/** A copy by another account that names no key. */
export const copyFromAnotherAccount: Story = {
  name: 'copy-from-another-account',
  title: 'Another account that writes into a bucket needs the key policy as well, and a key of its own will not do.',
  description: `
    A partner may write into a bucket whose rule names a KMS key. The bucket policy allows it and the key policy does
    not: its write is refused at KMS (E-01, F-102, SC-24, https://github.com/apache/airflow/issues/55708). When the
    key policy allows its account as well, it writes. Look at both.
  `,
  setup: setupOf([requester(APP), partner('partner')], [KEY], [bucket(BUCKET)]),
  acts: [
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    {
      by: ADMIN,
      event: {
        op: 'PutBucketPolicy',
        bucket: BUCKET,
        statements: [{ effect: 'Allow', principal: accountRootArn(PARTNER_ACCOUNT), actions: ['s3:PutObject'] }],
      },
    },
    {
      by: 'partner',
      event: { op: 'PutObject', bucket: BUCKET, key: 'a', body: BODY, headers: {} },
      figure: 'PUT that the key policy does not allow',
      expected: '403 AccessDenied, GenerateDataKey refused',
    },
    {
      by: ADMIN,
      event: {
        op: 'PutKeyPolicy',
        keyId: KEY,
        statements: [
          { effect: 'Allow', principal: accountRootArn(ACCOUNT), actions: ['kms:*'] },
          {
            effect: 'Allow',
            principal: accountRootArn(PARTNER_ACCOUNT),
            actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
          },
        ],
      },
    },
    {
      by: 'partner',
      event: { op: 'PutObject', bucket: BUCKET, key: 'a', body: BODY, headers: {} },
      figure: 'PUT that it allows',
      expected: '200, aws:kms, bucket key, GenerateDataKey',
    },
  ],
};

function partner(name: string): Requester {
  return { ...requester(name), account: PARTNER_ACCOUNT };
}

/** Query engines that hand out sessions with a policy for each table. */
export const sessionForEachTable: Story = {
  name: 'session-for-each-table',
  title: 'Each scoping policy is a requester: sessions handed out for each table share no bucket key.',
  description: `
    A catalogue hands its engine a session for each table, each with a scoping policy of its own. To S3 each policy is
    another requester (F-95, F-98, SC-28, https://github.com/unitycatalog/unitycatalog/issues/1774): the calls follow
    the number of tables, not that of roles. A second session with the same policy is not another one. Look at who is
    cold.
  `,
  setup: setupOf(
    [
      requester(APP),
      { ...requester('orders-1', 'engine'), scopingPolicy: 'orders' },
      { ...requester('orders-2', 'engine'), scopingPolicy: 'orders' },
      { ...requester('customers-1', 'engine'), scopingPolicy: 'customers' },
    ],
    [KEY],
    [bucket(BUCKET)],
  ),
  acts: [
    { by: ADMIN, event: putRule(BUCKET, kmsRule(KEY, true)) },
    writes('a'),
    reads('orders-1', 'a', 'the first session for a table', COLD),
    reads('orders-2', 'a', 'a second session with the same policy', WARM),
    reads('customers-1', 'a', 'a session for another table', COLD),
  ],
};

/** All stories about who asks. */
export const REQUESTER_STORIES: readonly Story[] = [
  manyReadersReadLittle,
  signedOrNot,
  copyFromAnotherAccount,
  sessionForEachTable,
];
