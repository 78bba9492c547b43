import { accountRootArn, KMS_CONTROL_ACTIONS } from '../../../model/index.ts';
import type { ExploreScope } from '../scope.ts';
import { by, deletes, deletion, gets, puts, resets, rules, switches } from './actions.ts';
import { HOME, settingUp, strictProfile, TICK_MS } from './common.ts';

/**
 * One bucket under an alias with two targets; every change of a rule, a KMS key, a policy or an alias is seen a tick
 * later, or at once.
 */
export const delays: ExploreScope = {
  name: 'delays',
  title:
    'One bucket under an alias of two KMS keys; what changes in rules, keys, policies and the alias may be seen a ' +
    'tick late.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1', 'k2'], aliases: { 'alias/a': 'k1' }, buckets: { b: [] } }),
  profile: {
    ...strictProfile('delays'),
    title:
      'One strict cache; earlier rules, states and policies of KMS keys, and targets of aliases may be seen for ' +
      'one tick.',
    ruleDelayMs: TICK_MS,
    kmsDelayMs: TICK_MS,
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/a', BucketKeyEnabled: true }),
    resets('ann', 'b'),
    puts('ann', 'b/x'),
    gets('ann', 'b/x'),
    deletes('ann', 'b/x'),
    by('ann', { op: 'UpdateAlias', alias: 'alias/a', keyId: 'k1' }),
    by('ann', { op: 'UpdateAlias', alias: 'alias/a', keyId: 'k2' }),
    ...switches('ann', 'k1'),
    ...deletion('ann', 'k1'),
    by('ann', { op: 'EnableKeyRotation', keyId: 'k1', rotationPeriodInDays: 90 }),
    by('ann', {
      op: 'PutKeyPolicy',
      keyId: 'k1',
      statements: [{ effect: 'Allow', principal: accountRootArn(HOME), actions: KMS_CONTROL_ACTIONS }],
    }),
    by('ann', {
      op: 'PutKeyPolicy',
      keyId: 'k1',
      statements: [{ effect: 'Allow', principal: accountRootArn(HOME), actions: ['kms:*'] }],
    }),
  ],
  monitored: false,
};
