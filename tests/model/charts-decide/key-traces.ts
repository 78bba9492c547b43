import { DAY_MS } from '../../../model/index.ts';
import { evict, get, put, remove } from '../../../model/testing/events.ts';
import { type EventOrWait, HEADERS, traceOfEvents } from './acts.ts';
import type { NamedTrace } from './recording.ts';

const USE: readonly EventOrWait[] = [put('to/k', { sse: 'aws:kms', kmsKeyId: 'K1', bucketKeyEnabled: false })];
const SCHEDULE: EventOrWait = { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 };

/** What happens to the KMS key K1. */
const KEY_EVENTS: Readonly<Record<string, readonly EventOrWait[]>> = {
  used: USE,
  disabled: [{ op: 'DisableKey', keyId: 'K1' }],
  enabled: [{ op: 'EnableKey', keyId: 'K1' }],
  rotated: [{ op: 'RotateKeyOnDemand', keyId: 'K1' }],
  scheduled: [SCHEDULE],
  cancelled: [{ op: 'CancelKeyDeletion', keyId: 'K1' }],
  'a week older': [7 * DAY_MS],
};

/** Two events for a KMS key, and what comes of using it. */
export function kmsKeyTraces(): readonly NamedTrace[] {
  const events = Object.entries(KEY_EVENTS);
  return events.flatMap(([first, before]) =>
    events.map(([second, after]) =>
      traceOfEvents(`a KMS key ${first}, then ${second}`, [
        ...before,
        ...after,
        ...USE,
        { op: 'EnableKey', keyId: 'K1' },
        ...USE,
      ]),
    ),
  );
}

const KE = { keyId: 'KE' };

/** What happens to KE, whose material is imported. */
const MATERIAL_EVENTS: Readonly<Record<string, readonly EventOrWait[]>> = {
  imported: [{ op: 'ImportKeyMaterial', ...KE }],
  'imported for an hour': [{ op: 'ImportKeyMaterial', ...KE, validForMs: 3_600_000 }],
  emptied: [{ op: 'DeleteImportedKeyMaterial', ...KE }],
  disabled: [{ op: 'DisableKey', ...KE }],
  enabled: [{ op: 'EnableKey', ...KE }],
  scheduled: [{ op: 'ScheduleKeyDeletion', ...KE, pendingWindowInDays: 7 }],
  cancelled: [{ op: 'CancelKeyDeletion', ...KE }],
  'an hour older': [3_600_000],
};

/** Three events for a KMS key whose material is imported, and what comes of using it. */
export function materialTraces(): readonly NamedTrace[] {
  const use = put('to/k', { sse: 'aws:kms', kmsKeyId: 'KE', bucketKeyEnabled: false });
  const events = Object.entries(MATERIAL_EVENTS);
  return events.flatMap(([first, one]) =>
    events.flatMap(([second, two]) =>
      events.map(([third, three]) =>
        traceOfEvents(`imported material: ${first}, ${second}, ${third}`, [
          ...one,
          ...two,
          ...three,
          use,
          { op: 'EnableKey', ...KE },
          use,
          { op: 'ImportKeyMaterial', ...KE },
          use,
          { op: 'CancelKeyDeletion', ...KE },
          7 * DAY_MS,
          use,
        ]),
      ),
    ),
  );
}

const WITH_BUCKET_KEY = HEADERS.sseKmsBucketKey;

/** What happens to the bucket key of `to`, and to its plaintext in a cache. */
const BUCKET_KEY_EVENTS: Readonly<Record<string, readonly EventOrWait[]>> = {
  'an object is written': [put('to/n', WITH_BUCKET_KEY)],
  'an object is read': [get('to/k')],
  'five minutes pass': [300_000],
  'plaintext is dropped': [evict('to')],
  'hosts restart': [{ op: 'RestartHosts' }],
  'the KMS key is disabled': [{ op: 'DisableKey', keyId: 'K1' }],
  'the KMS key is deleted': [SCHEDULE, 7 * DAY_MS],
  'the bucket is new': [
    ...['to/k', 'to/n', 'to/o'].map((name) => remove(name as `to/${string}`)),
    { op: 'DeleteBucket', bucket: 'to' },
    { op: 'CreateBucket', bucket: 'to' },
    put('to/k', WITH_BUCKET_KEY),
  ],
};

const READS: readonly EventOrWait[] = Array.from({ length: 8 }, () => get('to/k'));

/** Three events for a bucket key and its plaintext, and what comes of reading and writing. */
export function bucketKeyTraces(): readonly NamedTrace[] {
  const events = Object.entries(BUCKET_KEY_EVENTS);
  // Several, since under `aws` each makes other choices.
  const anew = [1, 2, 3, 4].map((number) =>
    traceOfEvents(
      `bucket keys: obtained once more while an entry is warm, which so outlives the first lifetime, ${number}`,
      [put('to/k', WITH_BUCKET_KEY), ...READS, DAY_MS / 2, ...READS, DAY_MS / 2, ...READS],
    ),
  );
  const threes = events.flatMap(([first, one]) =>
    events.flatMap(([second, two]) =>
      events.map(([third, three]) =>
        traceOfEvents(`bucket keys: ${first}, ${second}, ${third}`, [
          put('to/k', WITH_BUCKET_KEY),
          ...one,
          ...two,
          ...three,
          get('to/k'),
          get('to/n'),
          put('to/m', WITH_BUCKET_KEY),
          get('to/m'),
        ]),
      ),
    ),
  );
  return [...threes, ...anew];
}
