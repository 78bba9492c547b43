import { type KmsKey, type ObjectVersion, perform } from '../../../model/index.ts';
import { ANSWERED } from '../invariants.ts';
import type { ExploreScope } from '../scope.ts';
import { by, switches } from '../scopes/actions.ts';
import { HOME, TICK_MS } from '../scopes/common.ts';
import { delays } from '../scopes/delays.ts';
import { hosts } from '../scopes/hosts.ts';
import { markers } from '../scopes/markers.ts';
import { tiny } from '../scopes/tiny.ts';
import { versions } from '../scopes/versions.ts';
import { ENDED } from '../search/ended-check.ts';
import { type Act, allows, perObject } from './planted.ts';

/** A mistake in the model that an exploration once took for right, and what refuses it now. */
export interface Missed {
  readonly what: string;
  readonly id: string;
  readonly scope: ExploreScope;
  readonly act: Act;
  /** Steps of the shortest story that shows it. */
  readonly steps: number;
}

/** Plaintext that outlives the making of data keys. */
const longCache: ExploreScope = {
  ...tiny,
  name: 'long-cache',
  profile: {
    ...tiny.profile,
    cacheLifetime: { minMs: 2 * TICK_MS, maxMs: 2 * TICK_MS },
    generationLifetime: { minMs: TICK_MS, maxMs: TICK_MS },
  },
  monitored: false,
};

/** Replication takes the rule of `b` for one that is about delete markers. */
const replicatesMarkers: Act = (draft, input, chooser) => {
  const number = draft.scope.bucket('b');
  const bucket = draft.buckets.get(number);
  const rule = bucket?.replication.current ?? null;
  if (input.event.op !== 'ReplicateObject' || bucket === undefined || rule === null)
    return perform(draft, input, chooser);
  const replication = { ...bucket.replication, current: { ...rule, coversMarkers: true } };
  draft.set('buckets', number, { ...bucket, replication });
  const outcome = perform(draft, input, chooser);
  draft.set('buckets', number, bucket);
  return outcome;
};

/** Bucket keys of `b` that a write may be served by are made younger before a write, and as old as they were after. */
function forgetting(field: 'obtainedAtMs' | 'createdAtMs'): Act {
  return (draft, input, chooser) => {
    const { event, by: name } = input;
    const requester = name === null ? undefined : draft.scope.requesters.get(name);
    const version = draft.objects.get(draft.scope.object('b', 'x'));
    if (event.op !== 'PutObject' || requester === undefined || version === undefined || version.family < 0)
      return perform(draft, input, chooser);
    const held = draft.holdings.get(draft.scope.holding(version.family, requester.identity, 0))?.bucketKeys ?? [];
    const keys = held.flatMap((number) => {
      const key = draft.bucketKeys.get(number);
      return key === undefined ? [] : [{ number, key }];
    });
    for (const { number, key } of keys) {
      const entries = key.entries.map((entry) => ({ ...entry, obtainedAtMs: draft.nowMs }));
      draft.set(
        'bucketKeys',
        number,
        field === 'createdAtMs' ? { ...key, createdAtMs: draft.nowMs } : { ...key, entries },
      );
    }
    const outcome = perform(draft, input, chooser);
    for (const { number, key } of keys) draft.set('bucketKeys', number, key);
    return outcome;
  };
}

/** What an event does to the key `k1` beside what it is to do. */
function keyBecomes(op: string, change: (key: KmsKey) => KmsKey): Act {
  return (draft, input, chooser) => {
    const outcome = perform(draft, input, chooser);
    const number = draft.scope.keyWithId('k1')?.number ?? -1;
    const key = draft.kmsKeys.get(number);
    if (input.event.op === op && outcome.status < 400 && key !== undefined) draft.set('kmsKeys', number, change(key));
    return outcome;
  };
}

/** An eviction that evicts nothing. */
const keepsEvicted: Act = (draft, input, chooser) => {
  const number = draft.scope.bucket('b');
  const before = draft.buckets.get(number);
  const outcome = perform(draft, input, chooser);
  if (input.event.op === 'EvictBucketKeys') draft.set('buckets', number, before);
  return outcome;
};

/** Hosts that restart and forget nothing. */
const keepsRestarted: Act = (draft, input, chooser) => {
  const before = draft.restartEpoch;
  const outcome = perform(draft, input, chooser);
  draft.restartEpoch = before;
  return outcome;
};

/** What lies under a version of b/x that is not current any more is changed by an event, or lost. */
function spoilsOlder(op: string, spoilt: (version: ObjectVersion) => ObjectVersion | undefined): Act {
  return (draft, input, chooser) => {
    const outcome = perform(draft, input, chooser);
    const number = draft.scope.version(draft.scope.object('b', 'x'), 1);
    const version = draft.objects.get(number);
    if (input.event.op === op && version !== undefined) draft.set('objects', number, spoilt(version));
    return outcome;
  };
}

/** A rule that has been replaced is seen for ever. */
const seesEarlierRules: Act = (draft, input, chooser) => {
  const number = draft.scope.bucket('b');
  const bucket = draft.buckets.get(number);
  const { event } = input;
  if (event.op !== 'PutObject' || bucket === undefined) return perform(draft, input, chooser);
  const { current, earlier } = bucket.encryption;
  const endless = earlier.map(({ value }) => ({ value, untilMs: draft.nowMs + 1 }));
  draft.set('buckets', number, { ...bucket, encryption: { current, earlier: endless } });
  const outcome = perform(draft, input, chooser);
  const after = draft.buckets.get(number);
  if (after !== undefined) draft.set('buckets', number, { ...after, encryption: bucket.encryption });
  return outcome;
};

/** `perObject` with a key policy that allows nobody anything: an implicit denial. */
const unallowed: ExploreScope = {
  ...perObject,
  name: 'unallowed',
  actions: [
    ...perObject.actions.filter(({ event }) => !('keyId' in event)),
    ...switches('ann', 'k1'),
    by('ann', {
      op: 'PutKeyPolicy',
      keyId: 'k1',
      statements: [{ effect: 'Allow', principal: `arn:aws:iam::${HOME}:root`, actions: ['kms:PutKeyPolicy'] }],
    }),
  ],
};

/** Mistakes of which an exploration said that every invariant holds. */
export const MISSED: readonly Missed[] = [
  {
    what: 'a write is served by what a cache has kept for longer than its lifetime',
    id: 'every-requester-pays',
    scope: tiny,
    act: forgetting('obtainedAtMs'),
    steps: 3,
  },
  {
    what: 'a bucket key makes data keys for longer than its lifetime',
    id: 'bounded-writes',
    scope: longCache,
    act: forgetting('createdAtMs'),
    steps: 3,
  },
  {
    what: 'a deletion that is cancelled enables the key',
    id: 'takes-effect',
    scope: tiny,
    act: keyBecomes('CancelKeyDeletion', (key) => ({
      ...key,
      control: { ...key.control, current: { ...key.control.current, state: 'enabled' } },
    })),
    steps: 2,
  },
  {
    what: 'a key that is to be deleted never is',
    id: 'takes-effect',
    scope: tiny,
    act: keyBecomes('ScheduleKeyDeletion', (key) => ({
      ...key,
      control: { ...key.control, current: { ...key.control.current, deletedAtMs: Number.POSITIVE_INFINITY } },
    })),
    steps: 1,
  },
  { what: 'an eviction leaves caches as they are', id: 'takes-effect', scope: tiny, act: keepsEvicted, steps: 1 },
  { what: 'hosts restart with full caches', id: 'takes-effect', scope: hosts, act: keepsRestarted, steps: 1 },
  {
    what: 'KMS serves whom the key policy does not mention',
    id: 'revocation-bound',
    scope: unallowed,
    act: allows('AccessDenied'),
    steps: 4,
  },
  {
    what: 'a new version changes the one before',
    id: 'takes-effect',
    scope: versions,
    act: spoilsOlder('PutObject', (version) => ({ ...version, state: 'sseS3' })),
    steps: 2,
  },
  {
    what: 'a delete marker loses the version it hides',
    id: 'takes-effect',
    scope: versions,
    act: spoilsOlder('DeleteObject', () => undefined),
    steps: 2,
  },
  {
    what: 'a delete marker is replicated by whatever rule',
    id: 'takes-effect',
    scope: markers,
    act: replicatesMarkers,
    steps: 4,
  },
  {
    what: 'a rule that was replaced is seen for ever',
    id: ENDED.id,
    scope: delays,
    act: seesEarlierRules,
    steps: 2,
  },
  {
    what: 'a chart refuses an event',
    id: ANSWERED.id,
    scope: tiny,
    act: (draft, input, chooser) => {
      const outcome = perform(draft, input, chooser);
      if (outcome.code === 'KMS.DisabledException') throw new RangeError('kmsKey refuses Use in the state disabled');
      return outcome;
    },
    steps: 3,
  },
];
