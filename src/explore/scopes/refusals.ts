import { accountRootArn, roleArn } from '../../../model/index.ts';
import type { ExploreScope } from '../scope.ts';
import { by, copies, deletion, gets, puts, resets, rules, switches, THROTTLING } from './actions.ts';
import { HOME, settingUp, strictProfile, TICK_MS } from './common.ts';

/**
 * Two buckets under KMS keys of their own, and every reason to refuse; where several hold, either of S3 and KMS may say
 * no first.
 */
export const refusals: ExploreScope = {
  name: 'refusals',
  title:
    'Two buckets under a KMS key each, one object copied between them; policies, states of keys and throttling ' +
    'refuse in any order.',
  setup: settingUp({ requesters: ['ann', 'bob'], kmsKeys: ['k1', 'k2'], buckets: { b: [], d: [] } }),
  profile: {
    ...strictProfile('refusals'),
    title: 'One strict cache; where S3 and KMS, or both sides of a copy, have a reason to refuse, any is given.',
    refusedFirst: ['s3', 'kms'],
    pendingDeletion: ['KMSInvalidStateException', 'DisabledException'],
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    resets('ann', 'b'),
    rules('ann', 'd', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k2' }),
    rules('ann', 'd', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k2', BucketKeyEnabled: true }),
    puts('ann', 'b/x'),
    gets('ann', 'b/x'),
    gets('bob', 'b/x'),
    copies('bob', 'b/x', 'd/x'),
    gets('ann', 'd/x'),
    by('ann', {
      op: 'PutBucketPolicy',
      bucket: 'b',
      statements: [{ effect: 'Deny', principal: roleArn(HOME, 'bob'), actions: ['s3:GetObject'] }],
    }),
    by('ann', { op: 'PutBucketPolicy', bucket: 'b', statements: [] }),
    by('ann', {
      op: 'PutKeyPolicy',
      keyId: 'k1',
      statements: [{ effect: 'Allow', principal: roleArn(HOME, 'ann'), actions: ['kms:*'] }],
    }),
    by('ann', {
      op: 'PutKeyPolicy',
      keyId: 'k1',
      statements: [{ effect: 'Allow', principal: accountRootArn(HOME), actions: ['kms:*'] }],
    }),
    ...switches('ann', 'k1'),
    ...deletion('ann', 'k1'),
    ...switches('ann', 'k2'),
    ...THROTTLING,
  ],
  monitored: false,
};
