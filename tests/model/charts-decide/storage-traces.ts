import type { Body, EncryptionRule } from '../../../model/index.ts';
import { encrypt, get, head, put, remove, replicate, replication, update } from '../../../model/testing/events.ts';
import { homeKey, OTHER_BODY, TEST_BODY } from '../../../model/testing/scene.ts';
import { ENCRYPTIONS, type EncryptionName, type EventOrWait, HEADERS, traceOfEvents } from './acts.ts';
import type { NamedTrace } from './recording.ts';

/** Rules that bring a bucket into a state, first and again. */
const RULES: Readonly<Record<EncryptionName, readonly [first: EncryptionRule, again: EncryptionRule]>> = {
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

/** Headers of a write, or a read, under a customer key. */
const CUSTOMER = { customerKey: 'c1' } as const;
/** What a write ends up as, customer keys included, which no rule can ask for. */
const WRITTEN = [...ENCRYPTIONS, 'sseC'] as const;

/** Lets a bucket take customer keys (E-24). */
function unblock(bucket: 'from' | 'to'): EventOrWait {
  return encrypt(bucket, { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['NONE'] });
}

/** What writes `bucket/o` under an encryption. */
function write(bucket: 'from' | 'to', state: (typeof WRITTEN)[number], body: Body): readonly EventOrWait[] {
  if (state !== 'sseC') return [put(`${bucket}/o`, HEADERS[state], body)];
  return [unblock(bucket), put(`${bucket}/o`, CUSTOMER, body)];
}

/** What brings `bucket/o` into a state of encryption. */
function bring(bucket: 'from' | 'to', state: (typeof STATES)[number]): readonly EventOrWait[] {
  if (state === 'absent') return [remove(`${bucket}/o`)];
  return state === 'plain' ? [] : write(bucket, state, bucket === 'to' ? OTHER_BODY : TEST_BODY);
}

const STATES = ['absent', 'plain', ...WRITTEN] as const;

/** Looks at an object every way there is, deletes it and looks again. */
function lookAt(bucket: 'from' | 'to'): readonly EventOrWait[] {
  const name = `${bucket}/o` as const;
  return [head(name), get(name), get(name, CUSTOMER), remove(name), head(name), { op: 'DeleteBucket', bucket }];
}

function writes(): readonly NamedTrace[] {
  return STATES.flatMap((before) =>
    WRITTEN.map((after) =>
      traceOfEvents(`${before}, written as ${after}`, [
        ...bring('to', before),
        ...write('to', after, TEST_BODY),
        ...lookAt('to'),
      ]),
    ),
  );
}

/** An update asks for one KMS key or another, so that it shows which of them the object is under. */
function updates(): readonly NamedTrace[] {
  return STATES.flatMap((before) =>
    [true, false].map((flag) =>
      traceOfEvents(`${before}, updated with the flag ${flag}`, [
        ...bring('to', before),
        update('to/o', homeKey('K2'), flag),
        head('to/o'),
        get('to/o'),
        update('to/o', homeKey('K1'), !flag),
        ...lookAt('to'),
      ]),
    ),
  );
}

function deletions(): readonly NamedTrace[] {
  return STATES.map((before) => traceOfEvents(`${before}, deleted`, [...bring('to', before), ...lookAt('to')]));
}

const REPLICATE: readonly EventOrWait[] = [replication('from', 'to', 'KR')];

function replicas(): readonly NamedTrace[] {
  const sources = [
    ...WRITTEN.map((state) => ({ name: state, acts: [unblock('to'), ...bring('from', state)] })),
    ...ENCRYPTIONS.map((rule) => ({ name: `plain, to a bucket of ${rule}`, acts: [encrypt('to', RULES[rule][0])] })),
  ];
  return STATES.flatMap((before) =>
    sources.map(({ name, acts }) =>
      traceOfEvents(`${before}, replaced by a replica: ${name}`, [
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
const REPLICATION_STATES: Readonly<Record<string, readonly EventOrWait[]>> = {
  none: [put('from/o', HEADERS.sseKms), ...REPLICATE],
  pending: [...REPLICATE, put('from/o', HEADERS.sseKms)],
  failed: [replication('from', 'to', 'nonsense'), put('from/o', HEADERS.sseKms), replicate('from/o'), ...REPLICATE],
  completed: [...REPLICATE, put('from/o', HEADERS.sseKms), replicate('from/o')],
  replica: [replication('up', 'from', 'KR'), replicate('up/o'), ...REPLICATE],
};

/** What happens to `from/o` as far as replication is concerned. */
const REPLICATION_EVENTS: Readonly<Record<string, readonly EventOrWait[]>> = {
  'written, eligible': [put('from/o', HEADERS.sseKms, OTHER_BODY)],
  'written, not eligible': [replication('from', 'to'), put('from/o', HEADERS.sseKms, OTHER_BODY)],
  'written, not eligible, and ruled again': [
    replication('from', 'to'),
    put('from/o', HEADERS.sseKms, OTHER_BODY),
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
  'overwritten by a replica': [replication('up', 'from', 'KR'), put('up/o'), replicate('up/o')],
  deleted: [remove('from/o'), head('from/o')],
};

function statuses(): readonly NamedTrace[] {
  return Object.entries(REPLICATION_STATES).flatMap(([state, before]) =>
    Object.entries(REPLICATION_EVENTS).map(([event, acts]) =>
      traceOfEvents(`${state}, ${event}`, [...before, ...acts, head('from/o'), replicate('from/o'), ...lookAt('from')]),
    ),
  );
}

const READ_RULE: EventOrWait = { op: 'GetBucketEncryption', bucket: 'to' };

function rules(): readonly NamedTrace[] {
  return ENCRYPTIONS.flatMap((before) => [
    ...ENCRYPTIONS.map((after) =>
      traceOfEvents(`a rule of ${before}, replaced by one of ${after}`, [
        encrypt('to', RULES[before][0]),
        encrypt('to', RULES[after][1]),
        90_000,
        READ_RULE,
        put('to/o'),
      ]),
    ),
    traceOfEvents(`a rule of ${before}, deleted`, [
      encrypt('to', RULES[before][0]),
      { op: 'DeleteBucketEncryption', bucket: 'to' },
      90_000,
      READ_RULE,
      put('to/o'),
    ]),
  ]);
}

/** A bucket, an object and its replication in every state, and from there every event. */
export function storageTraces(): readonly NamedTrace[] {
  return [...writes(), ...updates(), ...deletions(), ...replicas(), ...statuses(), ...rules()];
}
