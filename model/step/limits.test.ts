import { describe, expect, test } from 'vitest';
import { WITHOUT_END_MS } from '../openness/bucket-key-rows.ts';
import type { Profile } from '../openness/profile.ts';
import { encrypt, get, head, keyPolicy, put } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, RULES, SCENE } from '../testing/scene.ts';

const GDK = ['GenerateDataKey K1 b'];
const DEC = ['Decrypt K1 b'];
const exactly = (ms: number) => ({ minMs: ms, maxMs: ms });

function running(changes: Partial<Profile>): ModelRun {
  const run = new ModelRun({ ...IDEAL, ...changes });
  run.take('ann', encrypt('b', RULES.B2));
  return run;
}

describe('the limit of data keys that a bucket key makes (U-26)', () => {
  test('writes beyond it need another bucket key, reads do not', () => {
    const run = running({ usesPerBucketKey: 2 });
    expect((['b/1', 'b/2', 'b/3', 'b/4', 'b/5'] as const).map((name) => run.calls('ann', put(name)))).toEqual([
      GDK,
      [],
      GDK,
      [],
      GDK,
    ]);
    expect(run.calls('ann', get('b/1'))).toEqual([]);
    expect(run.calls('bob', get('b/1'))).toEqual(DEC);
  });

  test('counts the writes of all who share it by decrypting it (U-07)', () => {
    const run = running({ usesPerBucketKey: 2, coldWrite: ['unwrap'] });
    expect([run.calls('ann', put('b/1')), run.calls('bob', put('b/2'))]).toEqual([GDK, DEC]);
    expect([run.calls('bob', put('b/3')), run.calls('ann', put('b/4'))]).toEqual([GDK, DEC]);
  });

  test('is none where nothing is said of it, and nothing is counted', () => {
    const run = running({});
    run.take('ann', put('b/1'));
    for (let write = 0; write < 9; write++) expect(run.calls('ann', put('b/1'))).toEqual([]);
    const keys: number[] = [];
    run.world.bucketKeys.forEach((key) => {
      keys.push(key.uses);
    });
    expect(keys).toEqual([0]);
  });
});

describe('a bucket key that is fetched before the old one is over (U-03)', () => {
  const ahead = { minMs: 240_000, maxMs: 300_000 };
  const run = running({ cacheLifetime: ahead, generationLifetime: ahead });
  run.take('ann', put('b/o'));

  test.each([
    [239_999, [0]],
    [240_000, [0, 1]],
    [299_999, [0, 1]],
    [300_000, [1]],
  ])('a request at %i ms makes so many calls: %j', (atMs, calls) => {
    run.atMs = atMs;
    const answers = run.outcomes('ann', put('b/o')).map(({ kmsCalls }) => kmsCalls.length);
    expect([...new Set(answers)]).toEqual(calls);
  });
});

describe('a bucket key that nobody uses (U-02)', () => {
  const at = (run: ModelRun, atMs: number) => {
    run.atMs = atMs;
    return run.calls('ann', put('b/o'));
  };

  test('is gone after its idle time, and each use begins it anew', () => {
    const run = running({ idleTime: exactly(100_000) });
    expect([0, 99_999, 199_998, 299_998].map((atMs) => at(run, atMs))).toEqual([GDK, [], [], GDK]);
  });

  test('is used by reads as well as by writes', () => {
    const run = running({ idleTime: exactly(100_000) });
    at(run, 0);
    run.atMs = 99_999;
    expect(run.calls('ann', get('b/o'))).toEqual([]);
    expect(at(run, 150_000)).toEqual([]);
  });

  test('with a lifetime without end that makes one that slides', () => {
    const endless = exactly(WITHOUT_END_MS);
    const run = running({ cacheLifetime: endless, generationLifetime: endless, idleTime: exactly(300_000) });
    expect([0, 299_999, 599_998, 899_997, 1_199_997].map((atMs) => at(run, atMs))).toEqual([GDK, [], [], [], GDK]);
  });

  test('may be gone or not between the two bounds of its idle time', () => {
    const run = running({ idleTime: { minMs: 100_000, maxMs: 200_000 } });
    at(run, 0);
    run.atMs = 99_999;
    expect(run.outcomes('ann', put('b/o'))).toHaveLength(1);
    run.atMs = 100_000;
    expect(run.outcomes('ann', put('b/o')).map(({ kmsCalls }) => kmsCalls.length)).toEqual([0, 1]);
  });
});

describe('a refusal of KMS that is remembered', () => {
  test('is answered as any, without a call', () => {
    const run = running({ remembersRefusal: [true] });
    run.take('ann', put('b/o'));
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    run.take('ann', { op: 'RestartHosts' });
    const refused = run.take('ann', get('b/o'));
    expect([refused.status, refused.code, refused.kmsCalls]).toEqual([400, 'KMS.DisabledException', []]);
  });
});

describe('HeadObject that decrypts', () => {
  test('calls KMS as a read does, and shows a refusal by its status alone', () => {
    const run = running({ headDecrypts: [true] });
    run.take('ann', put('b/o'));
    expect([run.calls('bob', head('b/o')), run.calls('bob', get('b/o'))]).toEqual([DEC, []]);
    run.take('ann', { op: 'DisableKey', keyId: 'K1' });
    run.take('ann', { op: 'RestartHosts' });
    expect(run.answer('bob', head('b/o'))).toBe('400');
  });

  test('calls nobody for what is not under a KMS key', () => {
    const run = new ModelRun({ ...IDEAL, headDecrypts: [true] });
    run.take('ann', put('b/o'));
    expect(run.calls('ann', head('b/o'))).toEqual([]);
  });
});

describe('a service that calls KMS in its own name', () => {
  const bob = `arn:aws:iam::${HOME_ACCOUNT}:role/bob`;
  const denied = { effect: 'Deny', principal: bob, actions: ['kms:*'] } as const;
  const allowed = { effect: 'Allow', principal: '*', actions: ['kms:*'] } as const;

  test('has one cache for all, and is the one whom the key policy is asked for', () => {
    const run = new ModelRun({ ...IDEAL, requesterMode: 'service' }, { ...SCENE, service: 'bob' });
    run.take('ann', encrypt('b', RULES.B2));
    expect(run.take('ann', put('b/o')).kmsCalls.map(({ by }) => by)).toEqual(['bob']);
    expect(run.calls('bob', put('b/o'))).toEqual([]);
    run.take('ann', keyPolicy('K1', allowed, denied));
    run.take('ann', { op: 'RestartHosts' });
    expect(run.answer('ann', put('b/o'))).toBe('403 AccessDenied');
  });

  test('without a name calls it in the name of who asks', () => {
    const run = new ModelRun({ ...IDEAL, requesterMode: 'service' });
    run.take('ann', encrypt('b', RULES.B2));
    expect(run.take('ann', put('b/o')).kmsCalls.map(({ by }) => by)).toEqual(['ann']);
    expect(run.calls('bob', put('b/o'))).toEqual([]);
  });
});
