import { describe, expect, test } from 'vitest';
import { attributes, copy, encrypt, evict, get, head, put, remove } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { RULES } from '../testing/scene.ts';
import type { Event } from '../vocabulary/events/event.ts';
import { MINUTE_MS, SECOND_MS } from '../vocabulary/time.ts';

/** A bucket with bucket keys, nothing written yet. */
function bucketKeyRun(): ModelRun {
  const run = new ModelRun();
  run.take('ann', encrypt('b', RULES.B2));
  return run;
}

describe('KMS calls of an operation, cold and warm', () => {
  test('K-01: an object that S3 encrypts never needs KMS', () => {
    const run = new ModelRun();
    expect([run.calls('ann', put('b/o')), run.calls('ann', get('b/o'))]).toEqual([[], []]);
  });

  test('K-02, K-06: without bucket key each write and each read is a call of its own, on the object', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B1));
    expect([put('b/o'), put('b/o'), get('b/o'), get('b/o')].map((event) => run.calls('ann', event))).toEqual([
      ['GenerateDataKey K1 b/o'],
      ['GenerateDataKey K1 b/o'],
      ['Decrypt K1 b/o'],
      ['Decrypt K1 b/o'],
    ]);
  });

  test('K-03, K-05: with bucket key the first write calls, the next ones do not, whatever the object', () => {
    const run = bucketKeyRun();
    expect([put('b/o'), put('b/o'), put('b/p')].map((event) => run.calls('ann', event))).toEqual([
      ['GenerateDataKey K1 b'],
      [],
      [],
    ]);
  });

  test('K-04: each requester makes a bucket key of its own (profile ideal)', () => {
    const run = bucketKeyRun();
    run.take('ann', put('b/o'));
    expect([run.calls('bob', put('b/o')), run.calls('bob', put('b/o'))]).toEqual([['GenerateDataKey K1 b'], []]);
  });

  test('K-07: a read decrypts the bucket key of its object once for a requester', () => {
    const run = bucketKeyRun();
    run.take('ann', put('b/o'));
    expect([run.calls('bob', get('b/o')), run.calls('bob', get('b/o'))]).toEqual([['Decrypt K1 b'], []]);
  });

  test('K-07: objects of the same bucket key share that call, objects of another do not (F-108, F-113)', () => {
    const run = bucketKeyRun();
    run.take('ann', put('b/o'));
    run.take('ann', put('b/p'));
    run.atMs += 10 * MINUTE_MS;
    run.take('ann', put('b/q'));
    expect((['b/o', 'b/p', 'b/q'] as const).map((name) => run.calls('bob', get(name)))).toEqual([
      ['Decrypt K1 b'],
      [],
      ['Decrypt K1 b'],
    ]);
  });

  test('K-07: years later an object is still readable with one Decrypt of its own bucket key (F-107, SC-31)', () => {
    const run = bucketKeyRun();
    run.take('ann', put('b/o'));
    run.atMs = 365 * 24 * 60 * MINUTE_MS;
    expect(run.calls('ann', get('b/o'))).toEqual(['Decrypt K1 b']);
  });

  test('a write serves the reads of its requester (U-09, profile ideal)', () => {
    const run = bucketKeyRun();
    run.take('ann', put('b/o'));
    expect(run.calls('ann', get('b/o'))).toEqual([]);
  });

  test('a read serves no writes (U-09, profile ideal)', () => {
    const run = bucketKeyRun();
    run.take('ann', put('b/o'));
    run.take('bob', get('b/o'));
    expect(run.calls('bob', put('b/p'))).toEqual(['GenerateDataKey K1 b']);
  });

  test('K-08: DSSE calls on each request, on the object, bucket keys or not (F-07, F-93)', () => {
    const run = bucketKeyRun();
    const dsse = put('b/o', { sse: 'aws:kms:dsse', kmsKeyId: 'K1', bucketKeyEnabled: true });
    expect([dsse, dsse, get('b/o'), get('b/o')].map((event) => run.calls('ann', event))).toEqual([
      ['GenerateDataKey K1 b/o'],
      ['GenerateDataKey K1 b/o'],
      ['Decrypt K1 b/o'],
      ['Decrypt K1 b/o'],
    ]);
  });

  test('K-09, K-12: HeadObject and DeleteObject never call (F-41)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('b', RULES.B1));
    run.take('ann', put('b/o'));
    expect([run.calls('bob', head('b/o')), run.calls('bob', remove('b/o'))]).toEqual([[], []]);
  });

  test('K-12: GetObjectAttributes calls for no more than the checksum of a KMS object (F-183)', () => {
    const run = new ModelRun();
    run.take('ann', put('b/plain'));
    run.take('ann', encrypt('b', RULES.B1));
    run.take('ann', put('b/o'));
    expect(run.calls('bob', attributes('b/o'))).toEqual([]);
    expect(run.calls('bob', attributes('b/o', true))).toEqual(['Decrypt K1 b/o']);
    expect(run.calls('bob', attributes('b/plain', true))).toEqual([]);
  });

  test('K-10: HeadObject calls for the checksum of a KMS object, as a read of it does (F-42)', () => {
    const run = new ModelRun(IDEAL);
    run.take('ann', put('b/aes'));
    run.take('ann', put('b/o', { sse: 'aws:kms', kmsKeyId: 'K1' }));
    const asked = (name: 'b/aes' | 'b/o', checksumMode: boolean) =>
      run.take('bob', { ...head(name), checksumMode } as Event).kmsCalls.map(({ operation, by }) => [operation, by]);
    expect(asked('b/aes', true)).toEqual([]);
    expect(asked('b/o', false)).toEqual([]);
    expect(asked('b/o', true)).toEqual([['Decrypt', 'bob']]);
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    const refused = run.take('bob', { ...head('b/o'), checksumMode: true } as Event);
    expect(refused).toMatchObject({ status: 400, code: null, kmsCalls: [{ result: 'DisabledException' }] });
  });

  test('U-34: the checksum costs what a read does, or nothing: then it warms nothing', () => {
    for (const [checksumOpens, calls] of [
      [[true], ['Decrypt K1 b', '']],
      [[false], ['', 'Decrypt K1 b']],
    ] as const) {
      const run = new ModelRun({ ...IDEAL, checksumOpens });
      run.take('ann', encrypt('b', RULES.B2));
      run.take('ann', put('b/o'));
      expect([attributes('b/o', true), get('b/o')].map((event) => run.calls('bob', event).join())).toEqual(calls);
    }
  });

  test('K-09: a HeadObject warms nothing', () => {
    const run = bucketKeyRun();
    run.take('ann', put('b/o'));
    run.take('bob', head('b/o'));
    expect(run.calls('bob', get('b/o'))).toEqual(['Decrypt K1 b']);
  });

  test('K-13: a copy has two sides, each cold or warm on its own', () => {
    const run = bucketKeyRun();
    run.take('ann', encrypt('c', { ...RULES.B2, KMSMasterKeyID: 'K2' }));
    run.take('ann', put('b/o'));
    expect(run.calls('bob', copy('b/o', 'c/o'))).toEqual(['Decrypt K1 b', 'GenerateDataKey K2 c']);
    expect(run.calls('bob', copy('b/o', 'c/p'))).toEqual([]);
    run.take('ann', evict('b'));
    expect(run.calls('bob', copy('b/o', 'c/p'))).toEqual(['Decrypt K1 b']);
    run.take('ann', evict('c'));
    expect(run.calls('bob', copy('b/o', 'c/p'))).toEqual(['GenerateDataKey K2 c']);
  });

  test('K-29: configuring a bucket never calls (F-16)', () => {
    const run = new ModelRun();
    expect([encrypt('b', { ...RULES.B2, KMSMasterKeyID: 'nonsense' })].map((event) => run.calls('ann', event))).toEqual(
      [[]],
    );
  });
});

describe('scope of a bucket key (F-28, F-114)', () => {
  test('two KMS keys in one bucket never share', () => {
    const run = bucketKeyRun();
    run.take('ann', put('b/o'));
    expect(run.calls('ann', put('b/p', { sse: 'aws:kms', kmsKeyId: 'K2' }))).toEqual(['GenerateDataKey K2 b']);
    expect(run.calls('ann', put('b/q'))).toEqual([]);
  });

  test('two buckets under one KMS key never share', () => {
    const run = bucketKeyRun();
    run.take('ann', encrypt('c', RULES.B2));
    run.take('ann', put('b/o'));
    expect(run.calls('ann', put('c/o'))).toEqual(['GenerateDataKey K1 c']);
  });

  test('a bucket that is deleted and created again has none of the old one (U-25)', () => {
    const run = new ModelRun();
    run.take('ann', encrypt('c', RULES.B2));
    run.take('ann', put('c/o'));
    run.take('ann', remove('c/o'));
    run.take('ann', { op: 'DeleteBucket', bucket: 'c' });
    run.take('ann', { op: 'CreateBucket', bucket: 'c' });
    expect(run.calls('ann', put('c/o'))).toEqual([]);
    run.take('ann', encrypt('c', RULES.B2));
    expect(run.calls('ann', put('c/o'))).toEqual(['GenerateDataKey K1 c']);
  });

  test('nor do two buckets that were created one after the other', () => {
    const run = new ModelRun();
    for (const bucket of ['new', 'newer']) {
      run.take('ann', { op: 'CreateBucket', bucket });
      run.take('ann', encrypt(bucket, RULES.B2));
      expect(run.calls('ann', put(`${bucket}/o`))).toEqual([`GenerateDataKey K1 ${bucket}`]);
    }
  });

  test('switching bucket keys off and on again by the rule does not lose the cached one', () => {
    const run = bucketKeyRun();
    run.take('ann', put('b/o'));
    run.take('ann', encrypt('b', RULES.B1));
    expect(run.calls('ann', put('b/o'))).toEqual(['GenerateDataKey K1 b/o']);
    run.take('ann', encrypt('b', RULES.B2));
    expect(run.calls('ann', put('b/o'))).toEqual([]);
  });
});

describe('what is lost, and what is not (U-05)', () => {
  test('eviction costs its bucket a call for each requester and bucket key, and leaves data readable (F-107)', () => {
    const run = bucketKeyRun();
    run.take('ann', encrypt('c', RULES.B2));
    for (const name of ['b/o', 'c/o'] as const) run.take('ann', put(name));
    run.take('ann', evict('b'));
    expect([run.calls('ann', get('b/o')), run.calls('ann', get('b/o')), run.calls('ann', get('c/o'))]).toEqual([
      ['Decrypt K1 b'],
      [],
      [],
    ]);
    expect(run.calls('ann', put('b/p'))).toEqual(['GenerateDataKey K1 b']);
  });

  test('a restart of the hosts does so in every bucket', () => {
    const run = bucketKeyRun();
    run.take('ann', encrypt('c', RULES.B2));
    for (const name of ['b/o', 'c/o'] as const) run.take('ann', put(name));
    run.take('ann', { op: 'RestartHosts' });
    expect([run.calls('ann', get('b/o')), run.calls('ann', get('c/o'))]).toEqual([['Decrypt K1 b'], ['Decrypt K1 c']]);
  });

  test('rotation of the KMS key loses nothing and re-encrypts nothing (F-124, F-125)', () => {
    const run = bucketKeyRun();
    run.take('ann', put('b/o'));
    run.take('ann', { op: 'RotateKeyOnDemand', keyId: 'K1' });
    expect([run.calls('ann', put('b/p')), run.calls('ann', get('b/o'))]).toEqual([[], []]);
  });

  test('288 calls cover a day of one write a second, with a lifetime of 300 s (F-135)', () => {
    const run = bucketKeyRun();
    let calls = 0;
    for (run.atMs = 0; run.atMs < 24 * 60 * MINUTE_MS; run.atMs += 10 * SECOND_MS)
      calls += run.calls('ann', put('b/o')).length;
    expect(calls).toBe(288);
  });

  test('50 writes and 100 reads are 150 calls without bucket keys, and one with them (F-109, POC)', () => {
    const counts = [RULES.B1, RULES.B2].map((rule) => {
      const run = new ModelRun();
      run.take('ann', encrypt('b', rule));
      let calls = 0;
      for (let i = 0; i < 50; i++) calls += run.calls('ann', put(`b/${i}`)).length;
      for (let i = 0; i < 100; i++)
        calls += run.calls('ann', head(`b/${i % 9}`)).length + run.calls('ann', get(`b/${i % 9}`)).length;
      return calls;
    });
    expect(counts).toEqual([150, 1]);
  });
});
