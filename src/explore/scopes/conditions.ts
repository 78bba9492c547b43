import { type Conditions, CURRENT_ETAG } from '../../../model/index.ts';
import type { Action, ExploreScope } from '../scope.ts';
import { by, deletes, gets, puts, rules, switches } from './actions.ts';
import { BODY, settingUp, strictProfile, TICK_MS } from './common.ts';

const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' } as const;
const ABSENT: Conditions = { ifNoneMatch: '*' };
const UNCHANGED: Conditions = { ifMatch: CURRENT_ETAG };
const CHANGED: Conditions = { ifNoneMatch: CURRENT_ETAG };
const X = { bucket: 'b', key: 'x' } as const;

function writesOn(conditions: Conditions): Action {
  return by('ann', { op: 'PutObject', ...X, body: BODY, headers: {}, conditions });
}

/** Requests that are carried out on a condition, and what KMS is asked before it is seen not to be met. */
export const conditions: ExploreScope = {
  name: 'conditions',
  title: 'One bucket, one object and one copy of it; requests on conditions, which AWS leaves open when it judges.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: {
    ...strictProfile('conditions'),
    title: 'A condition is judged before or after the KMS calls of its request.',
    conditionCalls: ['none', 'read', 'all'],
    rangeFits: [false, true],
    conditionConflict: [false, true],
    matchOfNothing: ['NoSuchKey', 'PreconditionFailed'],
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { ...kms, BucketKeyEnabled: true }),
    rules('ann', 'b', kms),
    puts('ann', 'b/x'),
    writesOn(ABSENT),
    writesOn(UNCHANGED),
    gets('ann', 'b/x'),
    by('ann', { op: 'GetObject', ...X, conditions: UNCHANGED }),
    by('ann', { op: 'GetObject', ...X, conditions: CHANGED }),
    by('ann', { op: 'GetObject', ...X, range: 'bytes=0-0' }),
    by('ann', { op: 'CopyObject', source: X, bucket: 'b', key: 'y', headers: {}, sourceConditions: CHANGED }),
    deletes('ann', 'b/x'),
    ...switches('ann', 'k1'),
  ],
  monitored: false,
};
