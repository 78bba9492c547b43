import { describe, expect, test } from 'vitest';
import { FIRST_OPTION } from '../openness/first.ts';
import type { Profile } from '../openness/profile.ts';
import { copy, encrypt, evict, get, put, remove, replicate, replication } from '../testing/events.ts';
import { IDEAL } from '../testing/model-run.ts';
import { RULES, SCENE } from '../testing/scene.ts';
import type { Event } from '../vocabulary/events/event.ts';
import { MINUTE_MS } from '../vocabulary/time.ts';
import { type MachineCast, MachineFeed } from './feed.ts';

const CAST: MachineCast = {
  bucket: 'b',
  destination: 'c',
  object: 'o',
  kmsKey: 'K1',
  writer1: 'ann',
  writer2: 'ann-again',
  reader: 'bob',
};

/**
 * Feeds a trace of events, each a second after the other unless a number of minutes is waited for, and tells what each
 * sends.
 */
function fed(profile: Profile, trace: readonly (readonly [by: string | null, event: Event, minute?: number])[]) {
  const feed = new MachineFeed(SCENE, profile, CAST);
  return trace.map(([by, event, minute = 0]) => {
    const events = feed.take({ atMs: minute * MINUTE_MS, by, event }, FIRST_OPTION);
    return events.map(({ type, ...says }) => [type, ...Object.values(says)].join(' '));
  });
}

describe('what the steps of a trace send to the machine', () => {
  const toKms = encrypt('b', RULES.B2);

  test('an object is written, copied onto itself, read and replicated, and its bucket key grows old', () => {
    const sent = fed(IDEAL, [
      ['ann', put('b/o')],
      ['ann', toKms],
      ['ann', replication('b', 'c', 'K1')],
      ['ann', copy('b/o', 'b/o')],
      ['ann-again', put('b/o')],
      ['bob', get('b/o')],
      [null, replicate('b/o')],
      ['ann', put('b/o'), 5],
    ]);
    expect(sent).toEqual([
      ['object.PutObject sseS3 false'],
      ['bucket.PutBucketEncryption [object Object]'],
      [],
      [
        'kmsKey.Use',
        'writer1.Generate',
        'writer2.Generate',
        'bucketKey.MakeDataKey',
        'object.CopyObject sseKmsBucketKey true',
      ],
      ['writer1.Use', 'writer2.Use', 'bucketKey.MakeDataKey', 'object.PutObject sseKmsBucketKey true'],
      ['kmsKey.Use', 'bucketKey.Unwrap', 'reader.Unwrap'],
      [
        'kmsKey.Use',
        'bucketKey.Unwrap',
        'kmsKey.Use',
        'kmsKey.Use',
        'replica.ReplicaArrives sseKmsBucketKey opaque',
        'object.ReplicationSucceeds',
      ],
      [
        'bucketKey.LifetimeRotation',
        'writer1.LifetimeEnds',
        'writer2.LifetimeEnds',
        'reader.LifetimeEnds',
        'kmsKey.Use',
        'object.PutObject sseKmsBucketKey true',
      ],
    ]);
  });

  test('until 2023 two sessions were two requesters', () => {
    const trace = [
      ['ann', toKms],
      ['ann', put('b/o')],
    ] as const;
    expect(fed({ ...IDEAL, requesterMode: 'session' }, trace)[1]).not.toContain('writer2.Generate');
  });

  test('a bucket goes with what caches have of its bucket key; what is evicted is lost before anybody looks', () => {
    const written = [
      ['ann', toKms],
      ['ann', put('b/o')],
      ['ann', remove('b/o')],
    ] as const;
    expect(fed(IDEAL, [...written, [null, evict('b')]])[3]).toEqual(['writer1.Evict', 'writer2.Evict']);
    expect(fed(IDEAL, [...written, ['ann', remove('b/old')], ['ann', { op: 'DeleteBucket', bucket: 'b' }]])[4]).toEqual(
      ['writer1.BucketDeleted', 'writer2.BucketDeleted'],
    );
  });
});
