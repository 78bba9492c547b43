import type { ExploreScope } from '../scope.ts';
import { copies, deletes, gets, puts, resets, rules, switches } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' } as const;

/**
 * One bucket, one object, whatever rules and headers can say to each other, and everything open that AWS leaves open of
 * that.
 */
export const headers: ExploreScope = {
  name: 'headers',
  title:
    'One bucket, one object, one requester; rules and headers that contradict each other, extra context, as open ' +
    'as AWS leaves them.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: {
    ...strictProfile('headers'),
    title:
      'Headers without effect ignored or refused, flags of other rules, keys and contexts as AWS leaves them; ' +
      'writes make bucket keys or fetch them.',
    coldWrite: ['generate', 'unwrap'],
    extraContext: ['left-out', 'partitions'],
    inertHeader: ['ignored', 'refused'],
    dormantFlag: [false, true],
    kmsHeaderUsesBucketKey: [false, true],
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { ...kms, BucketKeyEnabled: true }),
    rules('ann', 'b', kms),
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    rules('ann', 'b', { SSEAlgorithm: 'AES256' }),
    resets('ann', 'b'),
    puts('ann', 'b/x'),
    puts('ann', 'b/x', { sse: 'aws:kms' }),
    puts('ann', 'b/x', { kmsKeyId: 'k1' }),
    puts('ann', 'b/x', { sse: 'AES256', bucketKeyEnabled: true }),
    puts('ann', 'b/x', { context: { team: 'a' } }),
    puts('ann', 'b/x', { context: { 'aws:s3:arn': 'other' } }),
    puts('ann', 'b/x', { context: 'malformed' }),
    copies('ann', 'b/x', 'b/x'),
    gets('ann', 'b/x'),
    deletes('ann', 'b/x'),
    ...switches('ann', 'k1'),
  ],
  monitored: false,
};
