import { expect, test } from 'vitest';
import { explore } from './explore.ts';
import type { ExploreScope } from './scope.ts';
import { by, deletion, gets, puts, rules } from './scopes/actions.ts';
import { settingUp, strictProfile, TICK_MS } from './scopes/common.ts';

const scope: ExploreScope = {
  name: 'names',
  title: 'One bucket under an alias that comes and goes, of a KMS key that may be deleted.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: strictProfile('names'),
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/n', BucketKeyEnabled: true }),
    puts('ann', 'b/x'),
    gets('ann', 'b/x'),
    by('ann', { op: 'CreateAlias', alias: 'alias/n', keyId: 'k1' }),
    by('ann', { op: 'DeleteAlias', alias: 'alias/n' }),
    ...deletion('ann', 'k1'),
  ],
  monitored: true,
};

test('an alias that actions make has a place in the states, with its key and without (F-191, F-192)', async () => {
  const { verdict, actions = [], counts } = await explore(scope, { maxStates: 100_000 });
  expect([verdict, counts.states]).toEqual(['conforms', 66]);
  const names = actions.filter(({ event }) => event.op === 'CreateAlias' || event.op === 'DeleteAlias');
  expect(names.map(({ served, refused, newStates }) => [served > 0, refused > 0, (newStates ?? 0) > 0])).toEqual([
    [true, true, true],
    [true, true, true],
  ]);
});
