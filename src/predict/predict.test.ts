import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../model/index.ts';
import { type PredictOptions, predict } from './predict.ts';
import type { Prediction } from './prediction.ts';
import { regularWorkload } from './regular-workload.ts';
import type { WorkloadRequest } from './request.ts';

const ONE_CACHE = { lifetimesMs: [5 * MINUTE_MS, HOUR_MS, 5 * HOUR_MS, DAY_MS], caches: [1] };

function predicted(requests: readonly WorkloadRequest[], options: PredictOptions = ONE_CACHE): Promise<Prediction> {
  return predict({ requests, leftOut: new Map() }, options);
}

function put(ms: number, object: string, requester = 'app', kmsKey?: string): WorkloadRequest {
  const write = { ms, operation: 'PutObject', bucket: 'b', object, requester };
  return kmsKey === undefined ? write : { ...write, kmsKey };
}

function get(ms: number, object: string, requester = 'app'): WorkloadRequest {
  return { ms, operation: 'GetObject', bucket: 'b', object, requester };
}

function callsOf(prediction: Prediction): readonly number[] {
  return prediction.with.map(({ calls }) => calls);
}

const LOAD = { writes: 0, reads: 0, spanMs: DAY_MS, writers: 1, readers: 0, kmsKeys: 1, oldObjects: 0 };

describe('published figures', () => {
  test('50 writes and 100 reads by one role make 150 calls without bucket keys (F-109)', async () => {
    const load = { ...LOAD, writes: 50, reads: 100, spanMs: MINUTE_MS };
    const told = await predict(regularWorkload(load), { lifetimesMs: [5 * MINUTE_MS], caches: [1, 2] });
    expect(told.without).toMatchObject({ calls: 150, generateDataKey: 50, decrypt: 100 });
    // AWS counted 4: two caches, each with a bucket key of its own that the other has to have decrypted.
    expect(callsOf(told)).toEqual([1, 4]);
  });

  test('a million writes a day are 288 calls at five minutes (F-135)', async () => {
    const load = { ...LOAD, writes: 1_000_000 };
    const told = await predict(regularWorkload(load), { lifetimesMs: [5 * MINUTE_MS], caches: [1] });
    expect(told.without).toMatchObject({ calls: 1_000_000, peakPerSecond: 12 });
    expect(told.with).toMatchObject([{ calls: 288, peakPerSecond: 1, forgotten: 0 }]);
    const fewer = await predict(regularWorkload({ ...load, writes: 10_000 }), ONE_CACHE);
    expect(callsOf(fewer).slice(1)).toEqual([24, 5, 1]);
  });

  test('ten instances of one role are one requester, ten roles are ten (F-95, F-96)', async () => {
    const by = (writers: number) => ({ ...LOAD, writes: 200, spanMs: MINUTE_MS, writers });
    expect(callsOf(await predict(regularWorkload(by(1)), ONE_CACHE))).toEqual([1, 1, 1, 1]);
    expect(callsOf(await predict(regularWorkload(by(10)), ONE_CACHE))).toEqual([10, 10, 10, 10]);
  });

  test('a reader that comes each hour for all objects so far has a bucket key of each window decrypted', async () => {
    const requests: WorkloadRequest[] = [];
    for (let slot = 0; slot <= 288; slot++) {
      const ms = slot * 5 * MINUTE_MS;
      if (slot < 288) requests.push(put(ms, `object-${slot}`, 'writer'));
      if (slot === 0 || slot % 12 !== 0) continue;
      for (let at = 0; at <= Math.min(slot, 287); at++) requests.push(get(ms, `object-${at}`, 'reader'));
    }
    const told = await predicted(requests);
    expect(told.without).toMatchObject({ calls: 3_911, generateDataKey: 288 });
    expect(callsOf(told)).toEqual([3_911, 347, 20, 2]);
  });

  test('200 tenants, each a chunk a minute: a KMS key for each makes 200 times the calls', async () => {
    const load = { ...LOAD, writes: 200 * 60, spanMs: HOUR_MS };
    expect(callsOf(await predict(regularWorkload(load), ONE_CACHE))).toEqual([12, 1, 1, 1]);
    const keyEach = regularWorkload({ ...load, kmsKeys: 200 });
    expect(callsOf(await predict(keyEach, ONE_CACHE))).toEqual([2_400, 200, 200, 200]);
  });
});

test('an object from before the workload counts as migrated, and is told apart', async () => {
  const told = await predicted([get(0, 'old'), get(1, 'older'), get(2, 'old'), put(3, 'old'), get(4, 'old')]);
  expect(told).toMatchObject({ reads: 4, readsOfOld: 3, oldObjects: 2, without: { calls: 5 } });
  expect(told.with[0]).toMatchObject({ decrypt: 1, decryptOfOld: 1, generateDataKey: 1 });
});

test('a copy is a read and a write, and what is deleted is under no bucket key', async () => {
  const copy = { ...put(1, 'b'), operation: 'CopyObject', source: { bucket: 'b', object: 'a' } };
  const told = await predicted([
    put(0, 'a', 'other'),
    copy,
    { ...put(2, 'a'), operation: 'DeleteObject' },
    get(3, 'a'),
  ]);
  expect(told).toMatchObject({ requests: 4, writes: 2, reads: 2, oldObjects: 1, without: { calls: 4 } });
  expect(told.with[0]).toMatchObject({ generateDataKey: 2, decrypt: 2 });
});

test('what is forgotten makes more calls, not fewer', async () => {
  const requests = [...'abcd'].map((name, ms) => put(ms, name, 'writer'));
  const reads = [...'abcd'].map((name, at) => get(10 + at, name, 'reader'));
  const options = { lifetimesMs: [HOUR_MS], caches: [1] };
  expect((await predicted([...requests, ...reads], options)).with[0]?.calls).toBe(2);
  const told = await predicted([...requests, ...reads], { ...options, mostObjects: 2 });
  expect(told.forgottenObjects).toBeGreaterThan(0);
  expect(told.with[0]?.calls).toBeGreaterThan(2);
});

test('an abort ends it', async () => {
  const signal = AbortSignal.abort();
  const requests = regularWorkload({ ...LOAD, writes: 20_000 });
  await expect(predict(requests, { ...ONE_CACHE, signal })).rejects.toThrow('abort');
});
