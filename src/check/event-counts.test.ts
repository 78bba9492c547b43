import { describe, expect, test } from 'vitest';
import type { Event, Observation, ObservedKmsCall } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { callsWithoutBucketKeys, EventCounts } from './event-counts.ts';

const BODY = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
const GET: Event = { op: 'GetObject', bucket: 'b', key: 'x' };
const PUT: Event = { op: 'PutObject', bucket: 'b', key: 'x', body: BODY, headers: {} };
const HEAD: Event = { op: 'HeadObject', bucket: 'b', key: 'x' };
const COPY: Event = { op: 'CopyObject', bucket: 'b', key: 'y', source: { bucket: 'b', key: 'x' }, headers: {} };

function seen(event: Event, observation: Partial<Observation>): ObservedStep {
  return { step: { atMs: 0, by: 'app', event }, observation: { status: 200, ...observation } };
}

function call(operation: ObservedKmsCall['operation'], arn: string, result: ObservedKmsCall['result'] = 'ok') {
  return { operation, keyArn: 'k', context: { 'aws:s3:arn': arn }, result } as ObservedKmsCall;
}

const BUCKET = 'arn:aws:s3:::b';
const OBJECT = 'arn:aws:s3:::b/x';

describe('calls without bucket keys, at least', () => {
  test.each<[string, ObservedStep, number]>([
    ['a warm read', seen(GET, { bucketKeyEnabled: true, kmsCalls: [] }), 1],
    ['a cold read', seen(GET, { bucketKeyEnabled: true, kmsCalls: [call('Decrypt', BUCKET)] }), 1],
    ['a read of an object key', seen(GET, { kmsCalls: [call('Decrypt', OBJECT)] }), 1],
    ['a read without KMS', seen(GET, { kmsCalls: [] }), 0],
    ['HeadObject, which shows the flag and asks nobody', seen(HEAD, { bucketKeyEnabled: true, kmsCalls: [] }), 0],
    ['a warm write', seen(PUT, { bucketKeyEnabled: true, kmsCalls: [] }), 1],
    [
      'a cold write that is verified',
      seen(PUT, { bucketKeyEnabled: true, kmsCalls: [call('GenerateDataKey', BUCKET), call('Decrypt', BUCKET)] }),
      1,
    ],
    [
      'a cold copy',
      seen(COPY, { bucketKeyEnabled: true, kmsCalls: [call('Decrypt', BUCKET), call('GenerateDataKey', BUCKET)] }),
      2,
    ],
    [
      'a copy from an object key to a warm bucket key',
      seen(COPY, { bucketKeyEnabled: true, kmsCalls: [call('Decrypt', OBJECT)] }),
      2,
    ],
    [
      'what is refused asks as often',
      seen(GET, { status: 403, kmsCalls: [call('Decrypt', BUCKET, 'AccessDeniedException')] }),
      1,
    ],
    ['where nobody looked', seen(GET, { bucketKeyEnabled: true }), 0],
  ])('%s', (_what, step, calls) => {
    expect(callsWithoutBucketKeys(step)).toBe(calls);
  });
});

test('events are counted by name, in their order', () => {
  const counts = new EventCounts();
  counts.see(seen(PUT, { bucketKeyEnabled: true, kmsCalls: [call('GenerateDataKey', BUCKET)] }));
  counts.see(seen(PUT, { bucketKeyEnabled: true, kmsCalls: [] }));
  counts.see(seen(GET, { status: 403, kmsCalls: [] }));
  expect(counts.statistics()).toEqual([
    { event: 'GetObject', count: 1, refused: 1, kmsCalls: 0, kmsCallsWithout: 0 },
    { event: 'PutObject', count: 2, refused: 0, kmsCalls: 1, kmsCallsWithout: 2 },
  ]);
});
