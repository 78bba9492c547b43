import {
  type Body,
  DAY_MS,
  type EncryptionHeaders,
  type EncryptionRule,
  type Event,
  type Setup,
} from '../../../model/index.ts';
import { encrypt, get, head, put, remove, replicate, replication } from '../../../model/testing/events.ts';
import { BODY, OTHER } from '../../../model/testing/scene.ts';
import type { NamedTrace } from './recording.ts';

const ACCOUNT = '111111111111';
/** Three buckets in a row, to replicate along, each with a PLAIN object; replicas get KR. */
const SETUP: Setup = {
  requesters: ['ann', 'repl'].map((name) => ({ name, account: ACCOUNT, principal: name, session: 's' })),
  kmsKeys: ['K1', 'K2', 'KR'].map((id) => ({ id, account: ACCOUNT })),
  aliases: [],
  buckets: [bucketOf('up', BODY), bucketOf('from', BODY), bucketOf('to', OTHER)],
};

function bucketOf(name: string, body: Body): Setup['buckets'][number] {
  return { name, account: ACCOUNT, plainObjects: [{ key: 'o', body }] };
}

/** Headers that a write ends up with an encryption by. */
const HEADERS = {
  sseS3: { sse: 'AES256' },
  sseKms: { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false },
  sseKmsBucketKey: { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: true },
  dsseKms: { sse: 'aws:kms:dsse', kmsKeyId: 'K1' },
} as const satisfies Record<string, EncryptionHeaders>;

type WrittenEncryption = keyof typeof HEADERS;

const ENCRYPTIONS = ['sseS3', 'sseKms', 'sseKmsBucketKey', 'dsseKms'] as const;

/** Rules that bring a bucket into a state, first and again. */
const RULES: Readonly<Record<WrittenEncryption, readonly [first: EncryptionRule, again: EncryptionRule]>> = {
  sseS3: [{ SSEAlgorithm: 'AES256', BucketKeyEnabled: true }, { SSEAlgorithm: 'AES256' }],
  sseKms: twoKeys({ SSEAlgorithm: 'aws:kms' }),
  sseKmsBucketKey: twoKeys({ SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true }),
  dsseKms: twoKeys({ SSEAlgorithm: 'aws:kms:dsse' }),
};

function twoKeys(rule: EncryptionRule): readonly [EncryptionRule, EncryptionRule] {
  return [
    { ...rule, KMSMasterKeyID: 'K1' },
    { ...rule, KMSMasterKeyID: 'K2' },
  ];
}

/** An event, or a time to wait in milliseconds. */
type Act = Event | number;

const BY_NOBODY: ReadonlySet<string> = new Set(['ReplicateObject', 'EvictBucketKeys', 'RestartHosts', 'ThrottleKms']);

/** A trace of one event a second, by `ann`. */
function traceOf(name: string, acts: readonly Act[]): NamedTrace {
  let atMs = 0;
  const steps: NamedTrace['steps'][number][] = [];
  for (const act of acts) {
    if (typeof act === 'number') atMs += act;
    else {
      atMs += 1_000;
      steps.push({ atMs, by: BY_NOBODY.has(act.op) ? null : 'ann', event: act });
    }
  }
  return { name, setup: SETUP, steps };
}

/** What brings `bucket/o` into a state of encryption. */
function bring(bucket: 'from' | 'to', state: string): readonly Act[] {
  if (state === 'absent') return [remove(`${bucket}/o`)];
  return state === 'plain'
    ? []
    : [put(`${bucket}/o`, HEADERS[state as WrittenEncryption], bucket === 'to' ? OTHER : BODY)];
}

const STATES = ['absent', 'plain', ...ENCRYPTIONS];

/** Looks at an object every way there is, deletes it and looks again. */
function lookAt(bucket: 'from' | 'to'): readonly Act[] {
  const name = `${bucket}/o` as const;
  return [head(name), get(name), remove(name), head(name), { op: 'DeleteBucket', bucket }];
}

function writes(): readonly NamedTrace[] {
  return STATES.flatMap((before) =>
    ENCRYPTIONS.map((after) =>
      traceOf(`${before}, written as ${after}`, [...bring('to', before), put('to/o', HEADERS[after]), ...lookAt('to')]),
    ),
  );
}

function deletions(): readonly NamedTrace[] {
  return STATES.map((before) => traceOf(`${before}, deleted`, [...bring('to', before), ...lookAt('to')]));
}

const REPLICATE: readonly Act[] = [replication('from', 'to', 'KR')];

function replicas(): readonly NamedTrace[] {
  const sources = [
    ...ENCRYPTIONS.map((state) => ({ name: state, acts: bring('from', state) })),
    ...ENCRYPTIONS.map((rule) => ({ name: `plain, to a bucket of ${rule}`, acts: [encrypt('to', RULES[rule][0])] })),
  ];
  return STATES.flatMap((before) =>
    sources.map(({ name, acts }) =>
      traceOf(`${before}, replaced by a replica: ${name}`, [
        ...REPLICATE,
        ...bring('to', before),
        ...acts,
        replicate('from/o'),
        head('from/o'),
        ...lookAt('to'),
      ]),
    ),
  );
}

/** What brings `from/o` into a state of replication. */
const REPLICATION_STATES: Readonly<Record<string, readonly Act[]>> = {
  none: [put('from/o', HEADERS.sseKms), ...REPLICATE],
  pending: [...REPLICATE, put('from/o', HEADERS.sseKms)],
  failed: [replication('from', 'to', 'nonsense'), put('from/o', HEADERS.sseKms), replicate('from/o'), ...REPLICATE],
  completed: [...REPLICATE, put('from/o', HEADERS.sseKms), replicate('from/o')],
  replica: [replication('up', 'from', 'KR'), replicate('up/o'), ...REPLICATE],
};

/** What happens to `from/o` as far as replication is concerned. */
const REPLICATION_EVENTS: Readonly<Record<string, readonly Act[]>> = {
  'written, eligible': [put('from/o', HEADERS.sseKms, OTHER)],
  'written, not eligible': [replication('from', 'to'), put('from/o', HEADERS.sseKms, OTHER)],
  'written, not eligible, and ruled again': [
    replication('from', 'to'),
    put('from/o', HEADERS.sseKms, OTHER),
    ...REPLICATE,
    replicate('from/o'),
  ],
  replicated: [replicate('from/o')],
  'not to be replicated': [{ op: 'DeleteBucket', bucket: 'to' }, remove('to/o'), replicate('from/o')],
  'refused by the destination': [
    { op: 'PutBucketPolicy', bucket: 'to', statements: [{ effect: 'Deny', principal: '*', actions: ['s3:*'] }] },
    replicate('from/o'),
    { op: 'PutBucketPolicy', bucket: 'to', statements: [] },
    head('from/o'),
    replicate('from/o'),
  ],
  throttled: [{ op: 'ThrottleKms', on: true }, replicate('from/o'), { op: 'ThrottleKms', on: false }],
  'overwritten by a replica': [replication('up', 'from', 'KR'), replicate('up/o')],
  deleted: [remove('from/o'), head('from/o')],
};

function statuses(): readonly NamedTrace[] {
  return Object.entries(REPLICATION_STATES).flatMap(([state, before]) =>
    Object.entries(REPLICATION_EVENTS).map(([event, acts]) =>
      traceOf(`${state}, ${event}`, [...before, ...acts, head('from/o'), replicate('from/o'), ...lookAt('from')]),
    ),
  );
}

const USE: readonly Act[] = [put('to/k', { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false })];
const SCHEDULE: Act = { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 };

/** What happens to the KMS key K1. */
const KEY_EVENTS: Readonly<Record<string, readonly Act[]>> = {
  used: USE,
  disabled: [{ op: 'DisableKey', keyId: 'K1' }],
  enabled: [{ op: 'EnableKey', keyId: 'K1' }],
  rotated: [{ op: 'RotateKeyOnDemand', keyId: 'K1' }],
  scheduled: [SCHEDULE],
  cancelled: [{ op: 'CancelKeyDeletion', keyId: 'K1' }],
  'a week older': [7 * DAY_MS],
};

function keys(): readonly NamedTrace[] {
  const events = Object.entries(KEY_EVENTS);
  return events.flatMap(([first, before]) =>
    events.map(([second, after]) =>
      traceOf(`a KMS key ${first}, then ${second}`, [
        ...before,
        ...after,
        ...USE,
        { op: 'EnableKey', keyId: 'K1' },
        ...USE,
      ]),
    ),
  );
}

const READ_RULE: Act = { op: 'GetBucketEncryption', bucket: 'to' };

function rules(): readonly NamedTrace[] {
  return ENCRYPTIONS.flatMap((before) => [
    ...ENCRYPTIONS.map((after) =>
      traceOf(`a rule of ${before}, replaced by one of ${after}`, [
        encrypt('to', RULES[before][0]),
        encrypt('to', RULES[after][1]),
        90_000,
        READ_RULE,
        put('to/o'),
      ]),
    ),
    traceOf(`a rule of ${before}, deleted`, [
      encrypt('to', RULES[before][0]),
      { op: 'DeleteBucketEncryption', bucket: 'to' },
      90_000,
      READ_RULE,
      put('to/o'),
    ]),
  ]);
}

/** Every state of every chart, and from there every event: short, and each with a name. */
export function lifecycleTraces(): readonly NamedTrace[] {
  return [...writes(), ...deletions(), ...replicas(), ...statuses(), ...keys(), ...rules()];
}
