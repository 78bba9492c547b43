import { describe, expect, test } from 'vitest';
import type { Profile } from '../openness/profile.ts';
import { encrypt, evict, get, put } from '../testing/events.ts';
import { AWS, IDEAL, ModelRun } from '../testing/model-run.ts';
import { RULES } from '../testing/scene.ts';

const GDK = ['GenerateDataKey K1 b'];

function running(profile: Profile): ModelRun {
  const run = new ModelRun(profile);
  run.take('ann', encrypt('b', RULES.B2));
  return run;
}

/** Calls a step may make, over every way to resolve it. */
function possible(
  run: ModelRun,
  by: string,
  event: ReturnType<typeof put> | ReturnType<typeof get>,
): readonly number[] {
  return [...new Set(run.outcomes(by, event).map((outcome) => outcome.kmsCalls.length))].toSorted();
}

describe('two strict caches (U-04)', () => {
  const TWO: Profile = { ...IDEAL, caches: 2 };

  test('each has to be warmed once, so that a window costs one or two calls and never three', () => {
    const run = running(TWO);
    expect(run.calls('ann', put('b/o'))).toEqual(GDK);
    expect(possible(run, 'ann', put('b/o'))).toEqual([0, 1]);
    expect(run.calls('ann', put('b/o'), { cache: 1 })).toEqual(GDK);
    expect(possible(run, 'ann', put('b/o'))).toEqual([0]);
    run.atMs = 299_999;
    expect(possible(run, 'ann', put('b/o'))).toEqual([0]);
  });

  test('each keeps to its own window', () => {
    const run = running(TWO);
    run.take('ann', put('b/o'));
    run.atMs = 200_000;
    run.take('ann', put('b/o'), { cache: 1 });
    run.atMs = 300_000;
    expect([run.calls('ann', put('b/o'), { cache: 1 }), run.calls('ann', put('b/o'), { cache: 0 })]).toEqual([[], GDK]);
  });

  test('a reader is warm in the cache that served it, and in no other', () => {
    const run = running(TWO);
    run.take('ann', put('b/o'));
    run.take('bob', get('b/o'));
    expect([run.calls('bob', get('b/o')), run.calls('bob', get('b/o'), { cache: 1 })]).toEqual([[], ['Decrypt K1 b']]);
    expect(possible(run, 'bob', get('b/o'))).toEqual([0]);
  });

  test('caches that were never used are alike: the first request has no choice', () => {
    expect(running(TWO).outcomes('ann', put('b/o'))).toHaveLength(1);
  });

  test('one request is served by one cache, both sides of a copy included', () => {
    const run = running(TWO);
    run.take('ann', put('b/o'));
    const copying = {
      op: 'CopyObject',
      source: { bucket: 'b', key: 'o' },
      bucket: 'b',
      key: 'p',
      headers: {},
    } as const;
    const calls = run.outcomes('ann', copying).map((outcome) => outcome.kmsCalls.length);
    expect(calls).toEqual([0, 2]);
  });

  test('a key that KMS cannot resolve is always cold, in whichever cache', () => {
    const run = running(TWO);
    run.take('ann', put('b/o'));
    const lost = put('b/p', { sse: 'aws:kms', kmsKeyId: 'nonsense' });
    expect(run.outcomes('ann', lost).map((outcome) => outcome.code)).toEqual(['KMS.NotFoundException']);
  });

  test('a restart of the hosts makes both alike again', () => {
    const run = running(TWO);
    run.take('ann', put('b/o'));
    run.take('ann', put('b/o'), { cache: 1 });
    run.take('ann', { op: 'RestartHosts' });
    expect(run.outcomes('ann', put('b/o')).map((outcome) => outcome.kmsCalls.length)).toEqual([1]);
  });
});

describe('early eviction (U-05)', () => {
  test('a cache that may lose anything may always be cold, and is warm only where something was obtained', () => {
    const run = running({ ...IDEAL, earlyEviction: true });
    expect(possible(run, 'ann', put('b/o'))).toEqual([1]);
    run.take('ann', put('b/o'));
    expect([
      possible(run, 'ann', put('b/o')),
      possible(run, 'ann', get('b/o')),
      possible(run, 'bob', get('b/o')),
    ]).toEqual([[0, 1], [0, 1], [1]]);
    run.take('ann', evict('b'));
    expect(possible(run, 'ann', get('b/o'))).toEqual([1]);
  });

  test('a strict cache must serve what it holds', () => {
    const run = running(IDEAL);
    run.take('ann', put('b/o'));
    expect([possible(run, 'ann', put('b/o')), possible(run, 'ann', get('b/o'))]).toEqual([[0], [0]]);
  });
});

describe('everything open (profile aws)', () => {
  test('a write by another requester generates, unwraps, or generates and verifies (U-07, U-08)', () => {
    const run = running(AWS);
    run.atMs = AWS.ruleDelayMs;
    run.take('ann', put('b/o'));
    const ways = run
      .outcomes('bob', put('b/p'))
      .map((outcome) => outcome.kmsCalls.map(({ operation }) => operation).join('+'));
    expect(new Set(ways)).toEqual(new Set(['GenerateDataKey', 'Decrypt', 'GenerateDataKey+Decrypt']));
  });

  test('nothing lasts longer than the profile says (U-01)', () => {
    const run = running(AWS);
    run.atMs = AWS.ruleDelayMs;
    run.take('ann', put('b/o'));
    run.atMs += 24 * 3_600_000 - 1;
    expect(possible(run, 'ann', get('b/o'))).toEqual([0, 1]);
    run.atMs += 1;
    expect(possible(run, 'ann', get('b/o'))).toEqual([1]);
  });

  test('of several bucket keys alive any may have been unwrapped; it serves what it was made for (F-97, U-07)', () => {
    const unwrapping = (which: 'b/o' | 'b/p') => {
      const run = running(AWS);
      run.atMs = AWS.ruleDelayMs;
      run.take('ann', put('b/o'));
      run.take('ann', put('b/p'), { served: 'OtherCache' });
      const of = run.world.objects.get(run.world.scope.object('b', which.slice(2)));
      run.take('bob', put('b/q'), { coldWrite: 'unwrap', unwrapped: of?.bucketKey });
      return [possible(run, 'bob', get('b/o')), possible(run, 'bob', get('b/p'))];
    };
    expect(unwrapping('b/o')).toEqual([[0, 1], [1]]);
    expect(unwrapping('b/p')).toEqual([[1], [0, 1]]);
  });
});
