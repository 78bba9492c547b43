import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../events/trail-event.ts';
import { event } from '../testing/bytes.ts';
import { kmsRecord, roleSession, s3Record, stsRecord, UNDER_KMS, user } from '../testing/records.ts';
import { packed, type ToldEvent, unpacked } from './packed-event.ts';
import { newTrailCounts } from './trail-counts.ts';
import { trailEvents } from './trail-events.ts';

const alice = user('alice');

describe('what is packed comes out as it was', () => {
  const records: Readonly<Record<string, object>> = {
    read: s3Record('03:00:00', 'GetObject', alice, 'b', 'a key\n"of" \u{1f511} and ü'),
    write: s3Record('03:00:01', 'PutObject', roleSession('etl', 's1'), 'b', 'a', { answered: UNDER_KMS }),
    copy: s3Record('03:00:02', 'CopyObject', alice, 'b', 'a', { asked: { 'x-amz-copy-source': 'b/c' } }),
    refusal: { ...s3Record('03:00:03', 'PutObject', alice, 'b', 'a'), errorCode: 'AccessDenied' },
    list: s3Record('03:00:04', 'ListObjects', alice, 'b', ''),
    'call for a bucket': kmsRecord('03:00:05', 'Decrypt', alice, 'arn:aws:s3:::b'),
    'call for an object': kmsRecord('03:00:06', 'GenerateDataKey', alice, 'arn:aws:s3:::b/a'),
    session: stsRecord('02:50:00', 'etl', 's1', '{}'),
  };
  const events = Object.values(records).map((record) => event(record) as ToldEvent);
  const callers: Caller[] = [];
  const of = packed(events, (caller) => callers.push(caller) - 1);

  test.each(Object.keys(records).map((name, index) => ({ name, index })))('$name', ({ index }) => {
    expect(unpacked({ atMs: events[index]?.atMs ?? 0, of, index, callers })).toEqual(events[index]);
  });
});

test('events have their own callers, however many there are', async () => {
  const count = 25_000;
  const records = Array.from({ length: count }, (_, number) =>
    JSON.stringify(s3Record('03:00:00', 'GetObject', user(`user-${number}`), 'b', `user-${number}`)),
  );
  const bytes = Readable.from(
    [0, 1, 2, 3, 4].map((part) => Buffer.from(records.slice(part * 5_000, (part + 1) * 5_000).join('\n'))),
  );
  let seen = 0;
  for await (const events of trailEvents([{ name: 'log', bytes }], newTrailCounts())) {
    for (const one of events) {
      if (one.source !== 's3' || one.key !== one.caller.name) throw new Error(`${one.caller.name} is somebody else`);
      seen += 1;
    }
  }
  expect(seen).toBe(count);
});
