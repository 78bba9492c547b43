import { expect, test } from 'vitest';
import { explore } from './explore.ts';
import type { ExploreScope } from './scope.ts';
import { by, gets, puts, rules } from './scopes/actions.ts';
import { settingUp, strictProfile, TICK_MS } from './scopes/common.ts';

const scope: ExploreScope = {
  name: 'new keys',
  title: 'One bucket under a KMS key that somebody makes, of which S3 may be told before it is there.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: [], buckets: { b: [] } }),
  profile: { ...strictProfile('new-keys'), kmsDelayMs: TICK_MS },
  tickMs: TICK_MS,
  actions: [
    by('ann', { op: 'CreateKey', keyId: 'k1' }),
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    puts('ann', 'b/x'),
    gets('ann', 'b/x'),
    by('ann', { op: 'DisableKey', keyId: 'k1' }),
  ],
  monitored: true,
};

test('a KMS key that actions make has a place in the states, and is made once (F-213, F-215)', async () => {
  const { verdict, actions = [], counts } = await explore(scope, { maxStates: 100_000 });
  expect([verdict, counts.states]).toEqual(['conforms', 38]);
  // Of the four states that have no key yet, each rule or none, it is made; of all others it is refused.
  expect(actions.map(({ event, served, refused }) => [event.op, served, refused])).toEqual([
    ['CreateKey', 4, 34],
    ['PutBucketEncryption', 38, 0],
    ['PutObject', 32, 24],
    ['GetObject', 24, 16],
    ['DisableKey', 34, 14],
  ]);
});
