import { expect, test } from 'vitest';
import { explore } from './explore.ts';
import type { ExploreScope } from './scope.ts';
import { by, deletion, switches } from './scopes/actions.ts';
import { settingUp, strictProfile, TICK_MS } from './scopes/common.ts';

const CHANGES = [
  by('ann', { op: 'EnableKeyRotation', keyId: 'k1', rotationPeriodInDays: 90 }),
  by('ann', { op: 'DisableKeyRotation', keyId: 'k1' }),
  ...switches('ann', 'k1'),
  ...deletion('ann', 'k1'),
];

const LIMIT = { maxStates: 10_000 };

function rotating(actions: ExploreScope['actions']): ExploreScope {
  return {
    name: 'rotation',
    title: 'A KMS key that rotates or not, is disabled and deleted, of which all is seen late.',
    setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1'], buckets: {} }),
    profile: { ...strictProfile('rotation'), kmsDelayMs: TICK_MS },
    tickMs: TICK_MS,
    actions,
    monitored: true,
  };
}

test('whether a key rotates has a place in the states where somebody asks for it (F-122, F-207)', async () => {
  const ask = by('ann', { op: 'GetKeyRotationStatus', keyId: 'k1' });
  const [unasked, asked] = [await explore(rotating(CHANGES), LIMIT), await explore(rotating([...CHANGES, ask]), LIMIT)];
  expect([unasked.verdict, asked.verdict]).toEqual(['conforms', 'conforms']);
  expect([unasked.counts.states, asked.counts.states]).toEqual([17, 58]);
});
