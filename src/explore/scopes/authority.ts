import { accountRootArn, roleArn } from '../../../model/index.ts';
import type { ExploreScope } from '../scope.ts';
import { by, deletes, puts, resets, rules } from './actions.ts';
import { HOME, settingUp, strictProfile, TICK_MS } from './common.ts';

const GUEST_ACCOUNT = '222222222222';
const HERE = settingUp({ requesters: ['ann', 'bob'], kmsKeys: ['k1'], buckets: { b: [] } });

/** One bucket whose policy lets a guest configure it, or keeps a role of the owner's own account from it. */
export const authority: ExploreScope = {
  name: 'authority',
  title: 'One bucket that a guest of another account configures or may not, by its policy or whatever it says.',
  setup: {
    ...HERE,
    requesters: [...HERE.requesters, { name: 'eve', account: GUEST_ACCOUNT, principal: 'eve', session: 's1' }],
  },
  profile: {
    ...strictProfile('authority'),
    title: "Who configures a bucket is as its policy says, which may be seen late, or the owner's account alone.",
    configAuthority: ['policy', 'owner'],
    policyDelayMs: TICK_MS,
  },
  tickMs: TICK_MS,
  actions: [
    rules('eve', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' }),
    resets('bob', 'b'),
    by('eve', { op: 'DeleteBucket', bucket: 'b' }),
    by('eve', { op: 'PutBucketPolicy', bucket: 'b', statements: [] }),
    by('ann', { op: 'CreateBucket', bucket: 'b' }),
    puts('ann', 'b/x'),
    deletes('ann', 'b/x'),
    by('ann', {
      op: 'PutBucketPolicy',
      bucket: 'b',
      statements: [{ effect: 'Allow', principal: accountRootArn(GUEST_ACCOUNT), actions: ['s3:*'] }],
    }),
    by('ann', {
      op: 'PutBucketPolicy',
      bucket: 'b',
      statements: [{ effect: 'Deny', principal: roleArn(HOME, 'bob'), actions: ['s3:PutEncryptionConfiguration'] }],
    }),
    by('ann', { op: 'PutBucketPolicy', bucket: 'b', statements: [] }),
  ],
  monitored: true,
};
