import { describe, expect, test } from 'vitest';
import type { Event } from '../../model/index.ts';
import { describeStatistics, TraceStatistics } from './statistics.ts';

const BODY = { text: 'a', md5: '0cc175b9c0f1b6a831c399e269772661' };
const PUT: Event = { op: 'PutObject', bucket: 'b', key: 'k', body: BODY, headers: {} };
const GET: Event = { op: 'GetObject', bucket: 'b', key: 'k' };
const REPLICATE: Event = { op: 'ReplicateObject', bucket: 'b', key: 'k' };
const at = (event: Event) => ({ atMs: 0, by: 'writer', event });
const DECRYPT = { operation: 'Decrypt', by: 'writer', keyArn: 'arn', context: {}, result: 'ok' } as const;

describe('trace statistics', () => {
  test('counts refusals by status, and lengths by trace', () => {
    const statistics = new TraceStatistics();
    statistics.see(at(PUT), { status: 200 });
    statistics.see(at(PUT), { status: 403 });
    statistics.beginTrace();
    statistics.see(at(GET), { status: 404 });
    expect(statistics.of('PutObject')).toEqual({ count: 2, refused: 1, noOps: 0 });
    expect(statistics.of('CreateBucket')).toEqual({ count: 0, refused: 0, noOps: 0 });
    expect([statistics.traces, statistics.steps, statistics.longest, statistics.meanLength]).toEqual([2, 3, 2, 1.5]);
    expect(statistics.refusedShare).toBeCloseTo(2 / 3);
  });

  test('replication of what has no status, is a replica or is completed already did nothing', () => {
    const statistics = new TraceStatistics();
    for (const replicationStatus of [null, 'REPLICA', 'PENDING', 'FAILED', 'COMPLETED', 'COMPLETED'] as const) {
      statistics.see(at(REPLICATE), { status: 200, replicationStatus });
    }
    expect(statistics.of('ReplicateObject').noOps).toBe(3);
    statistics.see(at(PUT), { status: 200 });
    statistics.see(at(REPLICATE), { status: 200, replicationStatus: 'COMPLETED' });
    expect(statistics.of('ReplicateObject').noOps).toBe(3);
  });

  test('what one trace replicated says nothing of the next', () => {
    const statistics = new TraceStatistics();
    for (const _ of [1, 2]) {
      statistics.beginTrace();
      statistics.see(at(REPLICATE), { status: 200, replicationStatus: 'COMPLETED' });
    }
    expect(statistics.of('ReplicateObject').noOps).toBe(0);
  });

  test('a read with a bucket key is warm when KMS was seen not to be asked', () => {
    const statistics = new TraceStatistics();
    statistics.see(at(GET), { status: 200, bucketKeyEnabled: true, kmsCalls: [] });
    statistics.see(at(GET), { status: 200, bucketKeyEnabled: true, kmsCalls: [DECRYPT] });
    statistics.see(at(GET), { status: 200, bucketKeyEnabled: true });
    statistics.see(at(GET), { status: 200, bucketKeyEnabled: null, kmsCalls: [] });
    expect(statistics.bucketKeyReads).toEqual({ warm: 1, cold: 1 });
  });

  test('the description names what occurred and nothing else', () => {
    const statistics = new TraceStatistics();
    expect(describeStatistics(statistics)).toContain('0 traces, 0 steps');
    statistics.see(at(PUT), { status: 503 });
    statistics.see(at(REPLICATE), { status: 200, replicationStatus: null });
    const lines = describeStatistics(statistics).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/^PutObject +1 +100\.0 % refused$/);
    expect(lines[3]).toMatch(/^ReplicateObject +1 +0\.0 % refused, 1 with nothing to do$/);
  });
});
