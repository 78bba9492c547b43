import { expect, test } from 'vitest';
import { accountRootArn, KMS_CONTROL_ACTIONS, roleArn } from '../../model/index.ts';
import { explore } from './explore.ts';
import type { ExploreScope } from './scope.ts';
import { by, gets, puts, rules } from './scopes/actions.ts';
import { HOME, settingUp, strictProfile, TICK_MS } from './scopes/common.ts';

const CONTROL = { effect: 'Allow', principal: accountRootArn(HOME), actions: KMS_CONTROL_ACTIONS } as const;
const GRANT = { op: 'CreateGrant', keyId: 'k1', grant: 'g', granteePrincipal: roleArn(HOME, 'ann') } as const;
const OF_BUCKET = { 'aws:s3:arn': 'arn:aws:s3:::b' };

const scope: ExploreScope = {
  name: 'grants',
  title: 'One bucket with a bucket key, of a KMS key that nobody may use but by a grant, which comes and goes late.',
  setup: settingUp({ requesters: ['ann', 'bob'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: { ...strictProfile('grants'), kmsDelayMs: TICK_MS },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    by('ann', { op: 'PutKeyPolicy', keyId: 'k1', statements: [CONTROL] }),
    by('ann', { ...GRANT, operations: ['GenerateDataKey'], constraints: { EncryptionContextEquals: OF_BUCKET } }),
    by('ann', { op: 'RevokeGrant', keyId: 'k1', grant: 'g' }),
    puts('ann', 'b/x'),
    gets('bob', 'b/x'),
  ],
  monitored: true,
};

test('a grant that comes and goes has a place in the states, and may be seen late (F-122, F-203, F-206)', async () => {
  const { verdict, actions = [], counts } = await explore(scope, { maxStates: 100_000 });
  expect([verdict, counts.states]).toEqual(['conforms', 539]);
  const grants = actions.filter(({ event }) => event.op === 'CreateGrant' || event.op === 'RevokeGrant');
  expect(grants.map(({ served, refused, newStates }) => [served > 0, refused > 0, (newStates ?? 0) > 0])).toEqual([
    [true, false, true],
    [true, true, true],
  ]);
});
