import { accountRootArn, type BucketPolicyStatement } from '../../../model/index.ts';
import type { ExploreScope } from '../scope.ts';
import { by, deletes, gets, puts, resets, rules } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

const GUEST_ACCOUNT = '222222222222';

const HERE = settingUp({ requesters: ['ann', 'repl'], kmsKeys: ['k1'], buckets: { b: [], d: [] } });

/** A bucket policy that lets everybody in, or the one role of another account. */
function letsIn(principal: string): BucketPolicyStatement {
  return { effect: 'Allow', principal, actions: ['s3:GetObject', 's3:PutObject'] };
}

/** One bucket that another account may use or not, by policies and replication rules that may be seen late. */
export const policies: ExploreScope = {
  name: 'policies',
  title: 'One bucket that a guest of another account may use or not; policies and replication rules may be seen late.',
  setup: {
    ...HERE,
    requesters: [...HERE.requesters, { name: 'eve', account: GUEST_ACCOUNT, principal: 'eve', session: 's1' }],
  },
  profile: {
    ...strictProfile('policies'),
    title:
      'One strict cache; bucket policies and replication rules are seen late, a missing object, a public policy and ' +
      'a bare key id are answered in either way.',
    ownAccountLists: [false, true],
    bareIdInRule: ['bucket', 'requester'],
    blockPublicAccess: ['newBuckets', 'none'],
    policyDelayMs: TICK_MS,
    replicationDelayMs: TICK_MS,
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' }),
    resets('ann', 'b'),
    puts('eve', 'b/x'),
    gets('eve', 'b/x'),
    gets('ann', 'b/x'),
    deletes('ann', 'b/x'),
    by('ann', { op: 'PutBucketPolicy', bucket: 'b', statements: [letsIn('*')] }),
    by('ann', { op: 'PutBucketPolicy', bucket: 'b', statements: [letsIn(accountRootArn(GUEST_ACCOUNT))] }),
    by('ann', { op: 'PutBucketPolicy', bucket: 'b', statements: [] }),
    by('ann', { op: 'PutBucketReplication', bucket: 'b', destination: 'd', role: 'repl' }),
    by('ann', { op: 'DeleteBucketReplication', bucket: 'b' }),
  ],
  monitored: false,
};
