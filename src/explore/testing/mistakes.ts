import type { Outcome } from '../../../model/index.ts';
import type { ExploreScope } from '../scope.ts';
import { THROTTLING } from '../scopes/actions.ts';
import { BODY, HOME } from '../scopes/common.ts';
import { copies } from '../scopes/copies.ts';
import {
  type Act,
  allows,
  calls,
  decaysAfter,
  OPAQUE_ETAG,
  PLANTED,
  perObject,
  sealsElsewhere,
  shows,
} from './planted.ts';

const LATER = 'the monitor one step later';
const INVARIANT = 'the invariant alone';
const MONITOR = 'the monitor alone';

/** Enough worlds for whatever a mistake shows. */
export const MOST = 150;

/** Why one of the two refuses what the other lets pass. */
const WHY = {
  answer: 'The answer tells something else than what is stored: a monitor goes by answers, an invariant by the store.',
  cached: 'Bucket keys of one bucket under one KMS key look alike from outside: who holds one may hold this one.',
  replica: 'What a replica of an unencrypted object is under, a monitor knows only once it is read (F-64, F-69).',
  which: 'Which bucket key has sealed an object shows in internals alone, and the model has none.',
  unpaid: 'A request without a call: the bucket key that is stored is the right one, which the answer does not show.',
  attempt: 'What was refused is not stored: the invariant says nothing of calls that came to nothing.',
  each: 'The monitor counts the calls of each operation by itself, the invariant all of them.',
  content: 'The content of an object is compared with what was written by `decryptable`, not by this monitor.',
  refused: 'The monitor asks after writes that failed, the invariant after whatever was refused.',
  unread: 'No answer shows an object that nobody may read.',
  history: 'Whether an ETag is a new one, only a history can tell.',
  status: 'The monitor asks for no ETag of a replication.',
  keyless: 'The invariant asks for the flag of copies under aws:kms alone.',
  mayBeCached: 'Of an object with a bucket key the invariant says nothing: a cache may have it.',
  free: 'That a call is missing the invariants leave to every-requester-pays, and which it was to key-scope.',
  due: 'The invariant asks whether a refusal has its reason; that a success has one it leaves to revocation-bound.',
} as const;

/** What one of the two sees alone, and why the other does not. */
type Alone = readonly [id: string, by: typeof INVARIANT | typeof MONITOR, why: (typeof WHY)[keyof typeof WHY]];

/** A mistake in the model, and who refuses what it leads to. */
export interface Case {
  readonly what: string;
  readonly scope: ExploreScope;
  readonly act: Act;
  readonly agreed: readonly (readonly [id: string, by: 'both' | typeof LATER])[];
  readonly alone?: readonly Alone[];
  /** Worlds it takes to show; otherwise {@link MOST}. */
  readonly most?: number;
}

/** `perObject` with a KMS that throttles. */
export const throttled: ExploreScope = {
  ...perObject,
  name: 'throttled',
  actions: [...perObject.actions, ...THROTTLING],
};

/** And accounts have a quota of KMS, which the first request of a moment uses up. */
export const limited: ExploreScope = {
  ...perObject,
  name: 'limited',
  setup: { ...perObject.setup, kmsQuotas: [{ account: HOME, requestsPerSecond: 1 }] },
};

/** No KMS calls. */
export const none = () => ({ kmsCalls: [] });
const twice = ({ kmsCalls }: Outcome) => ({ kmsCalls: [...kmsCalls, ...kmsCalls] });
const elsewhere = (outcome: Outcome) => calls(outcome, () => ({ context: { 'aws:s3:arn': 'arn:aws:s3:::other' } }));
const otherFlag = ({ bucketKeyEnabled }: Outcome): Partial<Outcome> => ({
  bucketKeyEnabled: bucketKeyEnabled === true ? null : true,
});

/** What is expected of the mistakes that are planted for the invariants, by id of the property. */
const EXPECTED: Readonly<Record<string, Pick<Case, 'agreed' | 'alone'>>> = {
  'every-requester-pays': {
    agreed: [
      ['every-requester-pays', 'both'],
      ['audit-complete', 'both'],
    ],
    alone: [
      ['every-requester-pays', INVARIANT, WHY.cached],
      ['bounded-reads', MONITOR, WHY.free],
    ],
  },
  'no-free-ride': { agreed: [['no-free-ride', 'both']] },
  'key-scope': { agreed: [], alone: [['key-scope', INVARIANT, WHY.which]] },
  'context-names-the-bucket': { agreed: [['context-names-the-bucket', 'both']] },
  'bounded-writes': {
    agreed: [
      ['bounded-writes', 'both'],
      ['revocation-bound', 'both'],
    ],
  },
  'bounded-reads': {
    agreed: [
      ['bounded-reads', 'both'],
      ['revocation-bound', 'both'],
    ],
  },
  'calls-per-side': {
    agreed: [
      ['calls-per-side', 'both'],
      ['audit-complete', 'both'],
    ],
  },
  'atomic-writes': {
    agreed: [['atomic-writes', LATER]],
    alone: [
      ['atomic-writes', INVARIANT, WHY.refused],
      ['config-is-not-retroactive', INVARIANT, WHY.content],
    ],
  },
  'config-is-not-retroactive': { agreed: [], alone: [['config-is-not-retroactive', INVARIANT, WHY.content]] },
  'update-encryption': { agreed: [['update-encryption', LATER]] },
  'multipart-fixed-at-create': { agreed: [['multipart-fixed-at-create', 'both']] },
  'etag-class': { agreed: [['etag-class', 'both']] },
  unrecoverable: {
    agreed: [
      ['unrecoverable', 'both'],
      ['revocation-bound', 'both'],
    ],
    alone: [['errors', MONITOR, WHY.due]],
  },
  'revocation-bound': { agreed: [['revocation-bound', 'both']] },
  'copy-takes-destination': {
    agreed: [['copy-takes-destination', 'both']],
    alone: [
      ['no-free-ride', MONITOR, WHY.answer],
      ['context-names-the-bucket', MONITOR, WHY.answer],
    ],
  },
  'replica-type': {
    agreed: [
      ['replica-type', LATER],
      ['etag-class', 'both'],
    ],
  },
  // Of an ETag that comes with another content nothing is said, which is for `decryptable` alone to refuse.
  decryptable: { agreed: [['decryptable', 'both']] },
  'audit-complete': {
    agreed: [['audit-complete', 'both']],
    alone: [['bounded-writes', MONITOR, WHY.attempt]],
  },
  errors: { agreed: [['errors', 'both']] },
};

/** Mistakes in the model, those that are planted for the invariants first. */
export const CASES: readonly Case[] = [
  ...PLANTED.flatMap(({ id, scope, act }): readonly Case[] => {
    const expected = EXPECTED[id];
    return expected === undefined ? [] : [{ what: `the mistake planted for ${id}`, scope, act, ...expected }];
  }),
  {
    what: 'KMS answers although it is throttled',
    scope: throttled,
    act: allows('SlowDown'),
    agreed: [
      ['throttling', 'both'],
      ['revocation-bound', 'both'],
    ],
    alone: [
      ['unrecoverable', MONITOR, WHY.mayBeCached],
      ['errors', MONITOR, WHY.due],
    ],
    most: 2 * MOST,
  },
  {
    what: 'a copy takes the bucket key of its source and makes no call',
    scope: copies,
    act: sealsElsewhere,
    agreed: [
      ['key-scope', 'both'],
      ['every-requester-pays', 'both'],
    ],
    alone: [['bounded-writes', MONITOR, WHY.free]],
  },
  {
    what: 'a new rule gives a stored object another ETag',
    scope: perObject,
    act: decaysAfter(
      ({ status }, { op }) => status < 400 && op === 'DeleteBucketEncryption',
      (version) => ({ ...version, etag: OPAQUE_ETAG }),
    ),
    agreed: [['config-is-not-retroactive', LATER]],
    alone: [['config-is-not-retroactive', INVARIANT, WHY.unread]],
  },
  {
    what: 'a write that fails gives the object before it another ETag',
    scope: perObject,
    act: decaysAfter(
      ({ status }, { op }) => status >= 400 && op === 'PutObject',
      (version) => ({ ...version, etag: OPAQUE_ETAG }),
    ),
    agreed: [['atomic-writes', LATER]],
    alone: [['atomic-writes', INVARIANT, WHY.unread]],
  },
  {
    what: 'reads make no calls',
    scope: perObject,
    act: shows('GetObject', none),
    agreed: [
      ['every-requester-pays', 'both'],
      ['no-free-ride', 'both'],
    ],
    alone: [
      ['every-requester-pays', INVARIANT, WHY.cached],
      ['bounded-reads', MONITOR, WHY.free],
    ],
  },
  {
    what: 'copies make no calls',
    scope: copies,
    act: shows('CopyObject', none),
    agreed: [
      ['every-requester-pays', 'both'],
      ['no-free-ride', 'both'],
    ],
    alone: [
      ['key-scope', MONITOR, WHY.unpaid],
      ['bounded-reads', MONITOR, WHY.free],
      ['bounded-writes', MONITOR, WHY.free],
    ],
  },
  {
    what: 'replication makes no calls',
    scope: copies,
    act: shows('ReplicateObject', none),
    agreed: [
      ['every-requester-pays', 'both'],
      ['no-free-ride', 'both'],
    ],
    alone: [
      ['every-requester-pays', INVARIANT, WHY.replica],
      ['bounded-reads', MONITOR, WHY.free],
    ],
  },
  {
    what: 'copies make each call twice',
    scope: copies,
    act: shows('CopyObject', twice),
    agreed: [
      ['calls-per-side', 'both'],
      ['audit-complete', 'both'],
    ],
    alone: [
      ['calls-per-side', MONITOR, WHY.each],
      ['bounded-writes', MONITOR, WHY.each],
    ],
  },
  {
    what: 'replication calls with the context of another bucket',
    scope: copies,
    act: shows('ReplicateObject', elsewhere),
    agreed: [
      ['context-names-the-bucket', 'both'],
      ['every-requester-pays', 'both'],
      ['audit-complete', 'both'],
    ],
    alone: [
      ['context-names-the-bucket', MONITOR, WHY.attempt],
      ['every-requester-pays', INVARIANT, WHY.replica],
      ['bounded-reads', MONITOR, WHY.free],
    ],
  },
  {
    what: 'writes call Decrypt',
    scope: perObject,
    act: shows('PutObject', (outcome) => calls(outcome, () => ({ operation: 'Decrypt' }))),
    agreed: [['no-free-ride', 'both']],
    alone: [
      ['calls-per-side', MONITOR, WHY.each],
      ['bounded-writes', MONITOR, WHY.free],
    ],
  },
  {
    what: 'copies show the MD5',
    scope: copies,
    act: shows('CopyObject', () => ({ etag: BODY.md5 })),
    agreed: [['etag-class', 'both']],
    alone: [['copy-takes-destination', MONITOR, WHY.history]],
  },
  {
    what: 'writes show the same opaque ETag',
    scope: perObject,
    act: shows('PutObject', () => ({ etag: OPAQUE_ETAG })),
    agreed: [['etag-class', 'both']],
    alone: [
      ['etag-class', MONITOR, WHY.history],
      ['config-is-not-retroactive', MONITOR, WHY.answer],
    ],
  },
  {
    what: 'replication shows an opaque ETag',
    scope: copies,
    act: shows('ReplicateObject', () => ({ etag: OPAQUE_ETAG })),
    agreed: [],
    alone: [['etag-class', INVARIANT, WHY.status]],
  },
  {
    what: 'reads show SSE-S3',
    scope: perObject,
    act: shows('GetObject', () => ({ sse: 'AES256', etag: BODY.md5 })),
    agreed: [],
    alone: [['config-is-not-retroactive', MONITOR, WHY.answer]],
  },
  {
    what: 'writes show the other bucket-key flag',
    scope: perObject,
    act: shows('PutObject', otherFlag),
    agreed: [],
    alone: [
      ['every-requester-pays', MONITOR, WHY.answer],
      ['context-names-the-bucket', MONITOR, WHY.answer],
      ['bounded-writes', MONITOR, WHY.answer],
      ['audit-complete', MONITOR, WHY.answer],
      ['config-is-not-retroactive', MONITOR, WHY.answer],
    ],
  },
  {
    what: 'copies show the other bucket-key flag',
    scope: copies,
    act: shows('CopyObject', otherFlag),
    agreed: [['copy-takes-destination', 'both']],
    alone: [
      ['copy-takes-destination', MONITOR, WHY.keyless],
      ['context-names-the-bucket', MONITOR, WHY.answer],
    ],
  },
];
