import { expect, test } from 'vitest';
import type { Event, Setup } from '../model/index.ts';
import { embeddedSut } from '../src/suts/embedded.ts';

const HOME = '111111111111';
const PARTNER = '222222222222';
const AS3 = 'alias/aws/s3';
const BODY = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
const SETUP: Setup = {
  requesters: [HOME, PARTNER].map((account) => ({ name: account, account, principal: 'p', session: 's' })),
  kmsKeys: [],
  aliases: [],
  buckets: [
    { name: 'from', account: HOME, plainObjects: [{ key: 'old', body: BODY }] },
    { name: 'to', account: PARTNER, plainObjects: [] },
  ],
};
const STEPS: readonly (readonly [by: string | null, event: Event])[] = [
  [PARTNER, { op: 'PutBucketEncryption', bucket: 'to', rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: AS3 }] }],
  [HOME, { op: 'PutBucketReplication', bucket: 'from', destination: 'to', role: HOME, replicaKmsKeyId: AS3 }],
  [
    PARTNER,
    { op: 'PutBucketPolicy', bucket: 'to', statements: [{ effect: 'Allow', principal: '*', actions: ['s3:*'] }] },
  ],
  [null, { op: 'ReplicateObject', bucket: 'from', key: 'old' }],
];

test('what is not under KMS takes the default there, though the rule names that key (F-64, F-77)', async () => {
  const session = await embeddedSut().start(SETUP, 1);
  const seen = [];
  for (const [by, event] of STEPS) seen.push(await session.apply({ atMs: 0, by, event }));
  expect(seen.map(({ status }) => status)).toEqual([200, 200, 204, 200]);
  expect(seen.at(-1)).toMatchObject({ replicationStatus: 'COMPLETED' });
});
