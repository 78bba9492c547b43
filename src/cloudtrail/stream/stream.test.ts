import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { StsEvent } from '../events/trail-event.ts';
import { event } from '../testing/bytes.ts';
import { kmsRecord, roleSession, s3Record, stsRecord, user } from '../testing/records.ts';
import { Duplicates } from './duplicates.ts';
import { Sessions } from './sessions.ts';
import { TimeOrder } from './time-order.ts';
import { newTrailCounts } from './trail-counts.ts';
import { trailEvents } from './trail-events.ts';

const alice = user('alice');

function run(atMs: number, events = 1) {
  return { atMs, events, characters: 0 };
}

describe('duplicates', () => {
  test('are known by eventID, and copies for another account by sharedEventID', () => {
    const duplicates = new Duplicates();
    expect(duplicates.take({ eventID: 'a', sharedEventID: 's' })).toBeUndefined();
    expect(duplicates.take({ eventID: 'a' })).toBe('eventID');
    expect(duplicates.take({ eventID: 'b', sharedEventID: 's' })).toBe('sharedEventID');
    expect(duplicates.take({})).toBeUndefined();
    expect(duplicates.take({})).toBeUndefined();
  });

  test('are forgotten beyond the window and not before', () => {
    const duplicates = new Duplicates(10);
    const take = (id: string) => duplicates.take({ eventID: id });
    for (let record = 0; record < 100; record += 1) {
      expect(take(`${record}`)).toBeUndefined();
      if (record >= 10) expect(take(`${record - 10}`)).toBe('eventID');
    }
    expect(take('0')).toBeUndefined();
  });
});

test('ids that follow each other are not taken for one another', () => {
  const duplicates = new Duplicates();
  for (let record = 0; record < 300_000; record += 1) {
    const eventID = `30000000-0000-4000-8000-${String(record).padStart(12, '0')}`;
    if (duplicates.take({ eventID }) !== undefined) throw new Error(`${eventID} was never there`);
  }
});

describe('order', () => {
  test('is restored within the window, equal times as they came', () => {
    const order = new TimeOrder(10, 100);
    const given: number[] = [];
    for (const ms of [5, 3, 20, 12, 11, 31]) {
      expect(order.add(run(ms))).toBe(true);
      for (const one of order.due()) given.push(one.atMs);
    }
    for (const one of order.rest()) given.push(one.atMs);
    expect(given).toEqual([3, 5, 11, 12, 20, 31]);
  });

  test('what comes after a later one was given is refused', () => {
    const order = new TimeOrder(10, 100);
    order.add(run(20));
    order.add(run(30));
    expect([...order.due()].map((one) => one.atMs)).toEqual([20]);
    expect(order.add(run(19))).toBe(false);
    expect(order.add(run(20))).toBe(true);
  });

  test('where too many wait the earliest are given early', () => {
    const order = new TimeOrder(1_000, 2);
    const given: number[] = [];
    for (const ms of [4, 3, 2, 1]) {
      order.add(run(ms));
      for (const one of order.due()) given.push(one.atMs);
    }
    expect(given).toEqual([2]);
  });

  test('of the characters no more wait than are held back, whatever came with them', () => {
    const order = new TimeOrder(1_000, 100);
    order.add({ atMs: 1, events: 1, characters: 2 ** 26 });
    expect([...order.due()]).toEqual([]);
    order.add({ atMs: 2, events: 1, characters: 1 });
    expect([...order.due()].map(({ atMs }) => atMs)).toEqual([1]);
  });

  test('where too many of one time wait they are given together, and nothing of that time is late', () => {
    const order = new TimeOrder(1_000, 2);
    order.add(run(1, 2));
    order.add(run(1));
    order.add(run(2));
    expect([...order.due()].map(({ atMs }) => atMs)).toEqual([1, 1]);
    expect(order.add(run(1))).toBe(true);
    expect([...order.rest()].map(({ atMs }) => atMs)).toEqual([1, 2]);
  });
});

describe('sessions', () => {
  const opened = (session: string, policy?: string) => event(stsRecord('02:50:00', 'etl', session, policy)) as StsEvent;

  test('are found by the access key of S3 events, and by their id of those of KMS', () => {
    const sessions = new Sessions();
    sessions.take(opened('s1', '{}'));
    sessions.take(opened('s2'));
    sessions.take({ ...opened('s3', '{}'), error: 'AccessDenied' });
    const policyOf = (record: object) => sessions.of(event(record).caller);
    expect(policyOf(s3Record('03:00:00', 'GetObject', roleSession('etl', 's1'), 'b', 'a'))).toEqual({
      scopingPolicy: opened('s1', '{}').scopingPolicy,
    });
    expect(policyOf(kmsRecord('03:00:00', 'Decrypt', roleSession('etl', 's1'), 'arn:aws:s3:::b'))).toEqual({
      scopingPolicy: opened('s1', '{}').scopingPolicy,
    });
    expect(policyOf(kmsRecord('03:00:00', 'Decrypt', roleSession('etl', 's2'), 'arn:aws:s3:::b'))).toEqual({});
    expect(policyOf(kmsRecord('03:00:00', 'Decrypt', roleSession('etl', 's3'), 'arn:aws:s3:::b'))).toBeUndefined();
  });
});

test('logs are read one behind the other, each record once, and what is left out is counted', async () => {
  const records = [
    s3Record('03:00:02', 'GetObject', alice, 'b', 'second'),
    s3Record('03:00:01', 'GetObject', alice, 'b', 'first'),
    { ...s3Record('03:00:01', 'Invoke', alice, 'b', 'x'), eventSource: 'lambda.amazonaws.com' },
    { eventSource: 's3.amazonaws.com' },
    kmsRecord('03:30:00', 'Decrypt', alice, 'arn:aws:s3:::b'),
    s3Record('03:00:00', 'GetObject', alice, 'b', 'late'),
  ];
  const log = (some: readonly object[]) => ({
    name: 'log',
    bytes: Readable.from([Buffer.from(`${some.map((one) => JSON.stringify(one)).join('\n')}\n{`)]),
  });
  const counts = newTrailCounts();
  const names: string[] = [];
  for await (const events of trailEvents([log(records.slice(0, 5)), log(records)], counts)) {
    for (const one of events) names.push(one.source === 's3' ? (one.key ?? '') : one.source);
  }
  expect(names).toEqual(['first', 'second', 'kms']);
  expect(counts).toMatchObject({
    records: 11,
    duplicates: { eventID: 4, sharedEventID: 0 },
    duplicateKmsCalls: 1,
    s3: 3,
    kms: 1,
    other: 1,
    late: 1,
  });
  expect([...counts.unreadable]).toEqual([
    ['without time, source or name', 2],
    ['cut off', 2],
  ]);
});
