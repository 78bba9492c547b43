import type { Profile } from '../../../../../model/index.ts';
import type { Action, ExploreScope } from '../../../scope.ts';
import { BODY, HOME, strictProfile, TICK_MS } from '../../../scopes/common.ts';

/**
 * A scope that treats its requesters, its buckets and its objects alike: everybody may write and read everything, and
 * buckets have bucket keys.
 */
export function alikeScope(
  requesters: readonly string[],
  buckets: readonly string[],
  keys: readonly string[],
  profile: Profile = strictProfile('alike'),
): ExploreScope {
  const rules = [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }] as const;
  const actions = buckets.flatMap((bucket): readonly Action[] => [
    { by: requesters[0] ?? null, event: { op: 'PutBucketEncryption', bucket, rules } },
    ...keys.flatMap((key) =>
      requesters.map((by): Action => ({ by, event: { op: 'PutObject', bucket, key, body: BODY, headers: {} } })),
    ),
    ...keys.map((key): Action => ({ by: requesters[0] ?? null, event: { op: 'DeleteObject', bucket, key } })),
  ]);
  return {
    name: 'alike',
    title: 'A scope that treats names alike.',
    setup: {
      requesters: requesters.map((name) => ({ name, account: HOME, principal: name, session: 's1' })),
      kmsKeys: [{ id: 'k1', account: HOME }],
      aliases: [],
      buckets: buckets.map((name) => ({ name, account: HOME, plainObjects: [] })),
    },
    profile,
    tickMs: TICK_MS,
    actions,
    monitored: false,
  };
}
