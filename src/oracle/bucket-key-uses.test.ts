import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import {
  conditional,
  copy,
  encrypt,
  remove,
  replicate,
  replication,
  get as toRead,
  versioning,
  put as write,
} from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { DIRECTORY_SCENE, RULES, SCENE } from '../../model/testing/scene.ts';
import { get, put, ruled, toySetup } from '../diagram/testing/toy-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { Oracle } from './oracle.ts';
import { OracleRun, seen, unseenKms } from './testing/oracle-run.ts';

/** What the last step does with bucket keys, in every way that explains it. */
function usesOfLast(profile: string, ...steps: Trace['steps']) {
  const oracle = new Oracle(toySetup('alpha'), profileNamed(profile));
  for (const step of steps.slice(0, -1)) expect(oracle.see(step)).toBe('conforms');
  const uses = oracle.bucketKeyUses(steps.at(-1)!);
  expect(oracle.see(steps.at(-1)!)).toBe(uses.length === 0 ? 'violates' : 'conforms');
  return uses;
}

const made = put('writer', 1_000, ['GenerateDataKey']);

describe('what a step does with bucket keys', () => {
  test('a cold write makes one, named by its step', () => {
    expect(usesOfLast('ideal', ruled(), made)).toEqual([
      [{ how: 'made', purpose: 'write', bucketKey: 2, bucket: 'alpha', by: 'writer' }],
    ]);
  });

  test('a warm write uses it, and one says since when it is cached', () => {
    expect(usesOfLast('ideal', ruled(), made, put('writer', 2_000, [], 'b'))).toEqual([
      [{ how: 'warm', purpose: 'write', bucketKey: 2, bucket: 'alpha', by: 'writer', sinceMs: 1_000 }],
    ]);
  });

  test('a cache has it since its own requester obtained it, whoever else has by now', () => {
    const others = get('reader', 2_000, ['Decrypt']);
    expect(usesOfLast('ideal', ruled(), made, others, put('writer', 3_000, [], 'b'))).toMatchObject([
      [{ how: 'warm', by: 'writer', sinceMs: 1_000 }],
    ]);
  });

  test('a requester of two names is called as the step does', () => {
    const trial = new OracleRun(IDEAL).given('ann', encrypt('b', RULES.B2), seen(200));
    const step = { atMs: trial.atMs, by: 'ann-again', event: write('b/o') };
    expect(trial.oracle.bucketKeyUses({ step, observation: { status: 200 } })).toMatchObject([[{ by: 'ann-again' }]]);
  });

  test('of two caches each has it since it was obtained there', () => {
    const oracle = new Oracle(toySetup('alpha'), { ...IDEAL, caches: 2 });
    for (const step of [ruled(), made, get('writer', 2_000, ['Decrypt'])]) expect(oracle.see(step)).toBe('conforms');
    const since = oracle.bucketKeyUses(get('writer', 3_000, [])).map((uses) => uses.map(({ sinceMs }) => sinceMs));
    expect(since.toSorted()).toEqual([[1_000], [2_000]]);
  });

  test('one that was made after a step that S3 has lost is named by its own step', () => {
    const lost = { ...put('writer', 500, []), observation: { status: 500, kmsCalls: [] } };
    expect(usesOfLast('aws', ruled(), lost, made)).toMatchObject([[{ how: 'made', bucketKey: 3 }]]);
    const throttled = (atMs: number, on: boolean) => ({
      step: { atMs, by: null, event: { op: 'ThrottleKms', on } as const },
      observation: { status: 200 },
    });
    const refused = { ...put('writer', 500, []), observation: { status: 503 } };
    expect(usesOfLast('aws', ruled(), throttled(400, true), refused, throttled(600, false), made)).toMatchObject([
      [{ how: 'made', bucketKey: 5 }],
    ]);
  });

  test('another reader has it decrypted, and then reads warm', () => {
    const cold = get('reader', 2_000, ['Decrypt']);
    const use = { purpose: 'read', bucketKey: 2, bucket: 'alpha', by: 'reader' } as const;
    expect(usesOfLast('ideal', ruled(), made, cold)).toEqual([[{ how: 'decrypted', ...use }]]);
    expect(usesOfLast('ideal', ruled(), made, cold, get('reader', 3_000, []))).toEqual([
      [{ how: 'warm', ...use, sinceMs: 2_000 }],
    ]);
  });

  test('nothing, where nothing explains the step or no bucket key is needed', () => {
    expect(usesOfLast('ideal', ruled(), made, get('reader', 2_000, []))).toEqual([]);
    expect(usesOfLast('ideal', ruled())).toEqual([[]]);
    const plain = { status: 200, sse: 'AES256', kmsKeyArn: null, kmsCalls: [] } as const;
    const written = { ...put('writer', 1_000, []), observation: plain };
    expect(usesOfLast('ideal', written)).toEqual([[]]);
    expect(usesOfLast('ideal', written, { ...get('reader', 2_000, []), observation: plain })).toEqual([[]]);
  });

  test('nothing, where S3 has failed by itself', () => {
    const oracle = new Oracle(toySetup('alpha'), profileNamed('aws'));
    for (const step of [ruled(), made]) oracle.see(step);
    const failed = { ...put('writer', 2_000, undefined, 'b'), observation: { status: 500, code: 'InternalError' } };
    expect(oracle.bucketKeyUses(failed)).toEqual([]);
  });

  test('every way is told where nobody saw whether KMS was called', () => {
    const ways = usesOfLast('aws', ruled(), made, put('writer', 2_000, undefined, 'b'));
    expect(ways.map((uses) => uses.map(({ how }) => how))).toEqual(
      expect.arrayContaining([['warm'], ['made'], ['decrypted']]),
    );
  });

  test('some bucket key serves where it is not known which one', () => {
    const unseen = put('writer', 2_000, undefined, 'b');
    expect(usesOfLast('aws', ruled(), put('writer', 1_000, undefined), unseen, get('writer', 3_000, [], 'b'))).toEqual([
      [{ how: 'warm', purpose: 'read', bucketKey: undefined, bucket: 'alpha', by: 'writer' }],
    ]);
  });

  test('some bucket key is decrypted for a reader, if it is not known which one', () => {
    const unseen = put('writer', 1_000, undefined);
    expect(usesOfLast('aws', ruled(), unseen, get('reader', 3_000, ['Decrypt']))).toEqual([
      [{ how: 'decrypted', purpose: 'read', bucketKey: undefined, bucket: 'alpha', by: 'reader' }],
    ]);
  });

  test('some bucket key is decrypted for a write, if it is not known which one', () => {
    const unseen = put('writer', 1_000, undefined);
    expect(usesOfLast('aws', ruled(), unseen, put('reader', 3_000, ['Decrypt'], 'b'))).toEqual([
      [{ how: 'decrypted', purpose: 'write', bucketKey: undefined, bucket: 'alpha', by: 'reader' }],
    ]);
  });

  test('an object that is known to be under one is read by it, though the reader has some that nobody can name', () => {
    const steps = [ruled(), made, put('writer', 2_000, ['GenerateDataKey'], 'b'), put('writer', 3_000, [], 'c')];
    expect(usesOfLast('aws', ...steps, get('reader', 4_000, ['Decrypt'], 'c'), get('reader', 5_000, []))).toEqual([
      [{ how: 'warm', purpose: 'read', bucketKey: 2, bucket: 'alpha', by: 'reader' }],
    ]);
  });

  test('nothing is told of a copy with a KMS call, which may be of either side', () => {
    const event = { op: 'CopyObject', source: { bucket: 'alpha', key: 'a' }, bucket: 'alpha', key: 'c' } as const;
    const copied = {
      ...put('reader', 3_000, ['Decrypt']),
      step: { atMs: 3_000, by: 'reader', event: { ...event, headers: {} } },
    };
    expect(usesOfLast('aws', ruled(), put('writer', 1_000, undefined), copied)).toEqual([[]]);
  });

  test('a copy without a KMS call uses one on either side, of which it is known or not which one it is', () => {
    const steps = [ruled(), put('writer', 1_000, undefined, 'b'), put('writer', 2_000, ['GenerateDataKey'])];
    const copied = (from: string) => {
      const to = { bucket: 'alpha', key: 'c', headers: {} } as const;
      const event = { op: 'CopyObject', source: { bucket: 'alpha', key: from }, ...to } as const;
      return { ...put('writer', 3_000, []), step: { atMs: 3_000, by: 'writer', event } };
    };
    const use = { how: 'warm', bucketKey: undefined, bucket: 'alpha', by: 'writer' } as const;
    const written = { ...use, purpose: 'write' };
    expect(usesOfLast('aws', ...steps, copied('b'))).toEqual([[{ ...use, purpose: 'read' }, written]]);
    const known = { ...use, purpose: 'read', bucketKey: 3, sinceMs: 2_000 };
    expect(usesOfLast('aws', ...steps, copied('a'))).toEqual([[known, written]]);
  });

  test('a replication uses those of the role in whose name it works', () => {
    const trial = new OracleRun(IDEAL);
    for (const bucket of ['b', 'c']) trial.given('ann', versioning(bucket, 'Enabled'), seen(200));
    trial.given('ann', encrypt('b', RULES.B2), seen(200)).given('ann', replication('b', 'c', 'KR'), seen(200));
    trial.wait(AWS.ruleDelayMs).given('ann', write('b/o'), unseenKms({ status: 200 }));
    const step = { atMs: trial.atMs, by: null, event: replicate('b/o') };
    expect(trial.oracle.bucketKeyUses({ step, observation: { status: 200 } })).toEqual([
      [
        { how: 'decrypted', purpose: 'read', bucketKey: 5, bucket: 'b', by: 'repl' },
        { how: 'made', purpose: 'write', bucketKey: 6, bucket: 'c', by: 'repl' },
      ],
    ]);
  });

  test('a replication that needs no KMS call uses what its role has, or some bucket key that nobody can name', () => {
    const trial = new OracleRun(IDEAL).given('ann', encrypt('b', RULES.B2), seen(200));
    for (const bucket of ['b', 'c']) trial.given('ann', versioning(bucket, 'Enabled'), seen(200));
    trial.given('ann', replication('b', 'c', 'KR'), seen(200)).given('ann', write('b/o'), { status: 200 });
    trial.given('ann', write('b/p'), { status: 200 }).given('ann', replicate('b/o'), { status: 200 });
    const step = { atMs: trial.atMs, by: null, event: replicate('b/p') };
    const use = { how: 'warm', by: 'repl', sinceMs: 0 } as const;
    expect(trial.oracle.bucketKeyUses({ step, observation: { status: 200, kmsCalls: [] } })).toEqual([
      [
        { ...use, purpose: 'read', bucketKey: 5, bucket: 'b' },
        { ...use, purpose: 'write', bucketKey: 7, bucket: 'c' },
      ],
    ]);
  });

  test('of a replication without a KMS call by some bucket key nothing is told: nobody says whom it serves', () => {
    const trial = new OracleRun(AWS).given('ann', encrypt('b', RULES.B2), seen(200));
    for (const bucket of ['b', 'c']) trial.given('ann', versioning(bucket, 'Enabled'), seen(200));
    trial.given('ann', replication('b', 'c', 'KR'), seen(200)).wait(AWS.replicationDelayMs);
    for (const name of ['b/o', 'b/p'] as const)
      trial.given('ann', write(name), { status: 200, sse: 'aws:kms', bucketKeyEnabled: true });
    trial.given('ann', replicate('b/o'), { status: 200, replicationStatus: 'COMPLETED' });
    const step = { atMs: trial.atMs, by: null, event: replicate('b/p') };
    const observation = { status: 200, replicationStatus: 'COMPLETED', kmsCalls: [] } as const;
    const named = trial.oracle.bucketKeyUses({ step, observation }).flat();
    expect(named.filter(({ by }) => by !== 'repl')).toEqual([]);
    expect(trial.see('', replicate('b/p'), observation)).toBe('conforms');
  });

  test('one that was obtained for a read and for a write is told once, with the later time (U-09)', () => {
    const oracle = new Oracle(toySetup('alpha'), { ...IDEAL, writeWarmsRead: [false], readWarmsWrite: [true] });
    for (const step of [ruled(), made, get('writer', 2_000, ['Decrypt'])]) expect(oracle.see(step)).toBe('conforms');
    expect(oracle.bucketKeyUses(put('writer', 3_000, [], 'b'))).toMatchObject([[{ how: 'warm', sinceMs: 2_000 }]]);
  });

  test('a copy between directory buckets has a bucket key made that no cache keeps: of it nothing is told', () => {
    const trial = new OracleRun(IDEAL, undefined, DIRECTORY_SCENE);
    trial.given('ann', encrypt('z', RULES.B1), seen(200)).given('ann', write('z/o'), { status: 200 });
    const step = { atMs: trial.atMs, by: 'ann', event: copy('z/o', 'z/p') };
    expect(trial.oracle.bucketKeyUses({ step, observation: { status: 200 } })).toEqual([[]]);
  });

  test('one that is made under a KMS key that nobody has seen cannot be named', () => {
    const trial = new OracleRun(AWS, undefined, { ...SCENE, unknown: 'everything' });
    trial.given('ann', write('b/o'), { status: 200, sse: 'aws:kms', bucketKeyEnabled: true });
    const step = { atMs: trial.atMs, by: 'ann', event: write('b/p') };
    const observation = { status: 200, sse: 'aws:kms', bucketKeyEnabled: true } as const;
    expect(trial.oracle.bucketKeyUses({ step, observation })).toContainEqual([
      { how: 'made', purpose: 'write', bucketKey: undefined, bucket: 'b', by: 'ann' },
    ]);
  });

  test('a bucket that is deleted uses none of those that end with it', () => {
    const trial = new OracleRun(IDEAL).given('ann', encrypt('c', RULES.B2), seen(200));
    trial.given('ann', write('c/o'), { status: 200 }).given('ann', remove('c/o'), { status: 204 });
    const step = { atMs: trial.atMs, by: 'ann', event: { op: 'DeleteBucket', bucket: 'c' } as const };
    expect(trial.oracle.bucketKeyUses({ step, observation: { status: 204 } })).toEqual([[]]);
  });

  test('a read that finds nothing new uses none', () => {
    const trial = new OracleRun(AWS).given('ann', encrypt('b', RULES.B2), seen(200)).wait(AWS.ruleDelayMs);
    trial.given('ann', write('b/o'), unseenKms({ status: 200 }));
    const step = { atMs: trial.atMs, by: 'ann', event: conditional(toRead('b/o'), { ifNoneMatch: '*' }) };
    expect(trial.oracle.bucketKeyUses({ step, observation: { status: 304 } })).toEqual([[]]);
  });

  test('nothing, where not every way can be looked at', () => {
    const uses = (results: number) => {
      const oracle = new Oracle(toySetup('alpha'), profileNamed('aws'), { worlds: 256, results });
      for (const step of [ruled(), made]) oracle.see(step);
      return oracle.bucketKeyUses(put('writer', 2_000, undefined, 'b')).length;
    };
    expect([2, 4, 5].map(uses)).toEqual([0, 0, 3]);
  });

  test('a question changes nothing', () => {
    const oracle = new Oracle(toySetup('alpha'), profileNamed('aws'));
    for (const step of [ruled(), made, put('writer', 2_000, undefined, 'b'), get('writer', 3_000, [], 'b')]) {
      oracle.bucketKeyUses(step);
      oracle.bucketKeyUses(step);
      expect(oracle.see(step)).toBe('conforms');
    }
  });
});
