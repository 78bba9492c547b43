import type { ExploreScope } from '../scope.ts';
import { by } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

/** What may conflict with something that nobody sees: a bucket still being deleted, an automatic rotation. */
export const conflicts: ExploreScope = {
  name: 'conflicts',
  title: 'Two buckets that come and go and a KMS key that is rotated; either may meet a conflict that nobody sees.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1'], buckets: {} }),
  profile: {
    ...strictProfile('conflicts'),
    title: 'The name of a bucket may be in use still, and an automatic rotation near.',
    nameInTransition: [false, true],
    rotationConflict: [false, true],
  },
  tickMs: TICK_MS,
  actions: [
    ...['b', 'c'].flatMap((bucket) => [
      by('ann', { op: 'CreateBucket', bucket }),
      by('ann', { op: 'DeleteBucket', bucket }),
    ]),
    by('ann', { op: 'RotateKeyOnDemand', keyId: 'k1' }),
  ],
  monitored: false,
};
