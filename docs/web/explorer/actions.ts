import { type EncryptionRule, type Event, operationOf, type Setup } from '../../../model/index.ts';

const ACCOUNT = '111111111111';
const BODY = { text: 'hello', md5: '5d41402abc4b2a76b9719d911017c592' };

/** The world that a reader steps through: two roles of an account, a bucket, a KMS key. */
export const EXPLORED: Setup = {
  requesters: [
    { name: 'ann', account: ACCOUNT, principal: 'ann', session: 's1' },
    { name: 'bob', account: ACCOUNT, principal: 'bob', session: 's1' },
  ],
  kmsKeys: [{ id: 'k1', account: ACCOUNT }],
  aliases: [],
  buckets: [{ name: 'invoices', account: ACCOUNT, plainObjects: [] }],
};

/** Something that a reader can have happen. */
export interface Action {
  /** What stands for it in the address of the page. */
  readonly id: string;
  readonly label: string;
  readonly event: Event;
}

function rule(BucketKeyEnabled: boolean): readonly EncryptionRule[] {
  return [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled }];
}

function object(key: string): { readonly bucket: string; readonly key: string } {
  return { bucket: 'invoices', key };
}

const ALLOW_ACCOUNT = { effect: 'Allow', principal: `arn:aws:iam::${ACCOUNT}:root`, actions: ['kms:*'] } as const;
const DENY_BOB = { effect: 'Deny', principal: `arn:aws:iam::${ACCOUNT}:role/bob`, actions: ['kms:*'] } as const;

/** All of them, in the order of the list. */
export const ACTIONS: readonly Action[] = [
  {
    id: 'on',
    label: 'Turn bucket keys on',
    event: { op: 'PutBucketEncryption', bucket: 'invoices', rules: rule(true) },
  },
  {
    id: 'off',
    label: 'Turn bucket keys off',
    event: { op: 'PutBucketEncryption', bucket: 'invoices', rules: rule(false) },
  },
  { id: 'pa', label: 'Write a.txt', event: { op: 'PutObject', ...object('a.txt'), body: BODY, headers: {} } },
  { id: 'pb', label: 'Write b.txt', event: { op: 'PutObject', ...object('b.txt'), body: BODY, headers: {} } },
  { id: 'ga', label: 'Read a.txt', event: { op: 'GetObject', ...object('a.txt') } },
  { id: 'gb', label: 'Read b.txt', event: { op: 'GetObject', ...object('b.txt') } },
  { id: 'ha', label: 'HEAD a.txt', event: { op: 'HeadObject', ...object('a.txt') } },
  {
    id: 'ca',
    label: 'Copy a.txt onto itself, under the rule of the bucket',
    event: {
      op: 'CopyObject',
      source: object('a.txt'),
      ...object('a.txt'),
      headers: { sse: 'aws:kms', kmsKeyId: 'k1' },
    },
  },
  { id: 'da', label: 'Delete a.txt', event: { op: 'DeleteObject', ...object('a.txt') } },
  { id: 'dis', label: 'Disable the KMS key', event: { op: 'DisableKey', keyId: 'k1' } },
  { id: 'ena', label: 'Enable the KMS key', event: { op: 'EnableKey', keyId: 'k1' } },
  {
    id: 'den',
    label: 'Deny the KMS key to bob',
    event: { op: 'PutKeyPolicy', keyId: 'k1', statements: [ALLOW_ACCOUNT, DENY_BOB] },
  },
  {
    id: 'all',
    label: 'Allow the KMS key to bob again',
    event: { op: 'PutKeyPolicy', keyId: 'k1', statements: [ALLOW_ACCOUNT] },
  },
  { id: 'evi', label: 'S3 evicts the bucket keys', event: { op: 'EvictBucketKeys', bucket: 'invoices' } },
  { id: 'res', label: 'The hosts of S3 restart', event: { op: 'RestartHosts' } },
];

/** Whether it matters who does it. */
export function isRequest({ event }: Action): boolean {
  return operationOf(event).by === 'requester';
}
