import { describe, expect, test } from 'vitest';
import type { Profile } from '../openness/profile.ts';
import { shownRule } from '../rules/encryption.ts';
import { createKey, encrypt, evict, get, keyPolicy, put } from '../testing/events.ts';
import { AWS, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, OTHER_ACCOUNT, OTHER_BODY, RULES, SCENE } from '../testing/scene.ts';
import { kmsKeyArn } from '../vocabulary/arn.ts';
import { covers } from './covers.ts';
import { initialWorld } from './initial-world.ts';
import type { World } from './world.ts';

describe('the world a setup describes', () => {
  test('has the keys of the setup and the managed key of every account, all enabled (F-11, F-12)', () => {
    const { scope, kmsKeys } = initialWorld(SCENE, IDEAL);
    const arns: string[] = [];
    kmsKeys.forEach((key) => {
      expect(key.control.current.state).toBe('enabled');
      arns.push(key.arn);
    });
    expect(arns.toSorted()).toEqual(
      [
        ...SCENE.kmsKeys.map((key) => kmsKeyArn(key.account, key.id)),
        kmsKeyArn(HOME_ACCOUNT, `aws-s3-${HOME_ACCOUNT}`),
        kmsKeyArn(OTHER_ACCOUNT, `aws-s3-${OTHER_ACCOUNT}`),
      ].toSorted(),
    );
    expect(scope.requesters.size).toBe(SCENE.requesters.length);
  });

  test('has buckets nobody configured, with the objects from before 2023 in them (F-02, F-33)', () => {
    const { scope, buckets, objects } = initialWorld(SCENE, IDEAL);
    const bucket = buckets.get(scope.bucket('b'));
    expect([
      bucket?.objectCount,
      bucket?.encryption.current.history,
      bucket && shownRule(bucket.encryption.current),
    ]).toEqual([1, 'none', { SSEAlgorithm: 'AES256', BucketKeyEnabled: false }]);
    expect(objects.get(scope.object('b', 'old'))?.state).toBe('plain');
  });

  test('is refused where an alias points to no key of its account', () => {
    const setup = { ...SCENE, aliases: [{ account: OTHER_ACCOUNT, alias: 'alias/x', keyId: 'K1' }] };
    expect(() => initialWorld(setup, IDEAL)).toThrow(RangeError);
  });

  test('takes names for names: __proto__ is a bucket, a key and a requester like others', () => {
    const setup = {
      requesters: [{ name: '__proto__', account: HOME_ACCOUNT, principal: 'app', session: 's' }],
      kmsKeys: [{ id: '__proto__', account: HOME_ACCOUNT }],
      aliases: [],
      buckets: [{ name: '__proto__', account: HOME_ACCOUNT, plainObjects: [] }],
    };
    const { scope, buckets } = initialWorld(setup, IDEAL);
    expect(scope.requesters.get('__proto__')?.account).toBe(HOME_ACCOUNT);
    expect(buckets.get(scope.bucket('__proto__'))?.account).toBe(HOME_ACCOUNT);
    expect(buckets.get(scope.bucket('constructor'))).toBeUndefined();
  });
});

describe('covers: a world that another covers need not be kept beside it', () => {
  type Taken = readonly [by: string, event: Parameters<ModelRun['take']>[1], wanted?: Parameters<ModelRun['take']>[2]];

  function runThrough(profile: Profile, ...steps: readonly Taken[]): ModelRun {
    const run = new ModelRun(profile);
    for (const [by, event, wanted] of steps) run.take(by, event, wanted);
    return run;
  }

  /** Where one more step leads from a world. */
  function worldAfter(base: ModelRun, ...[by, event, wanted]: Taken): World {
    const run = new ModelRun(base.world.scope.profile);
    run.world = base.world;
    run.take(by, event, wanted);
    return run.world;
  }

  const WRITTEN: readonly Taken[] = [
    ['ann', encrypt('b', RULES.B2)],
    ['ann', put('b/o')],
  ];

  test.each([AWS, IDEAL])('two ways to the same content cover each other ($name)', (profile) => {
    const base = runThrough(profile, ...WRITTEN);
    const one = worldAfter(base, 'ann', get('b/o'));
    const other = worldAfter(base, 'ann', get('b/o'));
    expect([covers(one, other), covers(other, one), covers(base.world, one)]).toEqual([true, true, true]);
  });

  const MINE = { effect: 'Allow', principal: '*', actions: ['kms:Decrypt'] } as const;

  test.each([AWS, IDEAL])('what a later observation can tell apart is told apart ($name)', (profile) => {
    const base = runThrough(profile, ...WRITTEN);
    const events = [
      put('b/o', {}, OTHER_BODY),
      put('b/p'),
      put('b/o', { sse: 'AES256' }),
      put('b/o', { context: { a: 'b' } }),
      encrypt('b', RULES.B1),
      encrypt('b', { ...RULES.B2, KMSMasterKeyID: 'K2' }),
      keyPolicy('K1'),
      evict('b'),
      { op: 'RestartHosts' },
      { op: 'ThrottleKms', on: true },
      { op: 'DisableKey', keyId: 'K1' },
      { op: 'UpdateAlias', alias: 'alias/x', keyId: 'K2' },
      { op: 'CreateBucket', bucket: 'new' },
      { op: 'RotateKeyOnDemand', keyId: 'K1' },
      createKey('N'),
      createKey('M'),
      { ...createKey('N'), keySpec: 'HMAC_256' },
      { ...createKey('N'), origin: 'EXTERNAL' },
      { ...createKey('N', MINE), bypassPolicyLockoutSafetyCheck: true },
    ] as const;
    const worlds = [base.world, ...events.map((event) => worldAfter(base, 'ann', event))];
    const covered = worlds.flatMap((one, i) =>
      worlds.flatMap((other, j) => (i !== j && covers(one, other) ? [[i, j]] : [])),
    );
    expect(covered).toEqual([]);
  });

  test('where caches are open, one that holds more covers one that holds less, not the other way round (U-05)', () => {
    const base = runThrough(AWS, ...WRITTEN);
    const warm = worldAfter(base, 'bob', get('b/o'));
    expect([covers(warm, base.world), covers(base.world, warm)]).toEqual([true, false]);
  });

  test('a single strict cache is predicted exactly: nothing but the same covers (profile ideal)', () => {
    const base = runThrough(IDEAL, ...WRITTEN);
    const warm = worldAfter(base, 'bob', get('b/o'));
    expect([covers(warm, base.world), covers(base.world, warm)]).toEqual([false, false]);
  });

  test('two candidate worlds that create the same bucket do not differ for that', () => {
    const base = new ModelRun(AWS);
    const one = worldAfter(base, 'ann', { op: 'CreateBucket', bucket: 'new' });
    const other = worldAfter(base, 'ann', { op: 'CreateBucket', bucket: 'new' });
    expect([covers(one, other), covers(other, one)]).toEqual([true, true]);
  });
});
