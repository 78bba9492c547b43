import { describe, expect, test } from 'vitest';
import { HOME_ACCOUNT, SCENE } from '../../model/testing/scene.ts';
import type { Event, Step } from '../../model/vocabulary/events/event.ts';
import type { Setup } from '../../model/vocabulary/setup.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import type { KmsParts } from './parts/kms.ts';
import { REFERENCE_PARTS } from './parts/parts.ts';
import { referenceOf } from './reference.ts';
import { bodyOf, ReferenceRun, summary } from './testing/reference-run.ts';
import { RULES_BY_ARN } from './testing/rules.ts';

describe('requests at the same time', () => {
  test('cold writes of one requester share one GenerateDataKey', async () => {
    const world = new ReferenceRun();
    await world.rule('b', RULES_BY_ARN.B2);
    const puts = await Promise.all(Array.from({ length: 20 }, (_, i) => world.put('ann', 'b', `k${i}`)));
    expect(puts.flatMap((put) => summary(put.kmsCalls))).toEqual(['GenerateDataKey arn:aws:s3:::b']);
    expect(new Set(puts.map((put) => put.internals?.dataKey)).size).toBe(20);
  });

  test('cold reads of one requester share one Decrypt', async () => {
    const world = new ReferenceRun();
    await world.rule('b', RULES_BY_ARN.B2);
    await world.put('ann', 'b', 'k');
    await world.happens({ op: 'RestartHosts' });
    const gets = await Promise.all(Array.from({ length: 20 }, () => world.get('ann', 'b', 'k')));
    expect(gets.flatMap((get) => summary(get.kmsCalls))).toEqual(['Decrypt arn:aws:s3:::b']);
    expect(new Set(gets.map((get) => get.contentMd5))).toEqual(new Set([bodyOf('hello').md5]));
  });

  test('two requesters pay for themselves (F-97)', async () => {
    const world = new ReferenceRun();
    await world.rule('b', RULES_BY_ARN.B2);
    const puts = await Promise.all(['ann', 'bob', 'ann', 'bob'].map((by, i) => world.put(by, 'b', `k${i}`)));
    expect(puts.flatMap((put) => put.kmsCalls?.map((call) => call.by) ?? [])).toEqual(['ann', 'bob']);
  });

  test('a shared call that fails fails for all, and the next request tries again', async () => {
    const world = new ReferenceRun();
    await world.rule('b', RULES_BY_ARN.B2);
    await world.does('ann', { op: 'DisableKey', keyId: 'K1' });
    const puts = await Promise.all(['k1', 'k2', 'k3'].map((key) => world.put('ann', 'b', key)));
    expect(puts.map((put) => put.code)).toEqual(Array(3).fill('KMS.DisabledException'));
    expect(puts.flatMap((put) => summary(put.kmsCalls))).toHaveLength(1);
    await world.does('ann', { op: 'EnableKey', keyId: 'K1' });
    expect(await world.put('ann', 'b', 'k1')).toMatchObject({ status: 200 });
  });

  test('without a bucket key nothing is shared', async () => {
    const world = new ReferenceRun();
    await world.rule('b', RULES_BY_ARN.B1);
    const puts = await Promise.all(['k1', 'k2', 'k3'].map((key) => world.put('ann', 'b', key)));
    expect(puts.flatMap((put) => summary(put.kmsCalls))).toHaveLength(3);
  });
});

/** A bit of everything. */
function mixed(count: number): Step[] {
  const names = ['ann', 'ann-again', 'bob', 'ann-scoped'];
  const events = (i: number): Event[] => [
    { op: 'PutBucketEncryption', bucket: 'b', rules: [RULES_BY_ARN.B2] },
    { op: 'PutObject', bucket: 'b', key: `k${i % 7}`, body: bodyOf(`text ${i}`), headers: {} },
    { op: 'GetObject', bucket: 'b', key: `k${i % 5}` },
    {
      op: 'PutObject',
      bucket: 'b',
      key: `k${i % 3}`,
      body: bodyOf('x'),
      headers: { sse: 'aws:kms', bucketKeyEnabled: i % 2 === 0 },
    },
    { op: 'CopyObject', source: { bucket: 'b', key: `k${i % 4}` }, bucket: 'c', key: 'k', headers: {} },
    { op: 'RotateKeyOnDemand', keyId: 'K1' },
    { op: 'EvictBucketKeys', bucket: 'c' },
  ];
  return Array.from({ length: count }, (_, i) => {
    const choices = events(i);
    const event = choices[(i * 5) % choices.length] ?? { op: 'RestartHosts' };
    return { atMs: i * 20_000, by: names[i % names.length] ?? null, event };
  });
}

test.each([...EMBEDDED_OPTIONS.keys()])(
  'equal seeds give equal observations, other seeds other keys (%s)',
  async (profile) => {
    const run = async (seed: number) => {
      const session = await embeddedSut(EMBEDDED_OPTIONS.get(profile)).start(SCENE, seed);
      const seen = [];
      for (const step of mixed(150)) seen.push(await session.apply(step));
      await session.stop();
      return seen;
    };
    const [first, again, other] = [await run(3), await run(3), await run(4)];
    expect(again).toEqual(first);
    const keys = (seen: typeof first) => seen.flatMap(({ internals }) => internals?.dataKey ?? []);
    expect(keys(first).length).toBeGreaterThan(30);
    expect(keys(other)).not.toEqual(keys(first));
    const pairs = first.flatMap(({ internals }) => internals?.seals.map(({ key, nonce }) => `${key} ${nonce}`) ?? []);
    expect(new Set(pairs).size).toBe(pairs.length);
  },
);

test.each(['__proto__', 'constructor', 'toString', '', 'a b/../*?', '💧'])(
  '%j is just a name, whatever it names',
  async (name) => {
    const setup: Setup = {
      requesters: [{ name, account: HOME_ACCOUNT, principal: name, session: name, scopingPolicy: name }],
      kmsKeys: [{ id: name, account: HOME_ACCOUNT }],
      aliases: [{ account: HOME_ACCOUNT, alias: `alias/${name}`, keyId: name }],
      buckets: [{ name, account: HOME_ACCOUNT, plainObjects: [{ key: name, body: bodyOf('clear') }] }],
    };
    const world = new ReferenceRun({}, REFERENCE_PARTS, setup);
    expect(await world.get(name, name, name)).toMatchObject({ status: 200, contentMd5: bodyOf('clear').md5 });
    const rules = [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: `alias/${name}`, BucketKeyEnabled: true }] as const;
    expect(await world.does(name, { op: 'PutBucketEncryption', bucket: name, rules })).toMatchObject({ status: 200 });
    const put = await world.put(name, name, name);
    expect(put).toMatchObject({ status: 200, bucketKeyEnabled: true, kmsCalls: [{ by: name, result: 'ok' }] });
    expect(await world.get(name, name, name)).toMatchObject({
      status: 200,
      contentMd5: bodyOf('hello').md5,
      kmsCalls: [],
    });
    expect(await world.put(name, name, 'other', { sse: 'aws:kms', kmsKeyId: name })).toMatchObject({
      status: 200,
      kmsKeyArn: put.kmsKeyArn,
    });
    expect(await world.does(name, { op: 'DisableKey', keyId: name })).toMatchObject({ status: 200 });
  },
);

test('a part replaced is a rule replaced: with lifetimes ignored nothing expires', async () => {
  const parts = {
    ...REFERENCE_PARTS,
    bucketKeys: { ...REFERENCE_PARTS.bucketKeys, isUsable: () => true, isUsableForWrite: () => true },
  };
  const world = new ReferenceRun({}, parts);
  await world.rule('b', RULES_BY_ARN.B2);
  await world.put('ann', 'b', 'k');
  world.atMs = 1e12;
  expect((await world.put('ann', 'b', 'k')).kmsCalls).toEqual([]);
});

test('content that no longer decrypts is no answer of S3 but the end of the run', async () => {
  const forgetful: KmsParts['materialAfterRotation'] = (_old, fresh) => [fresh];
  const parts = { ...REFERENCE_PARTS, kms: { ...REFERENCE_PARTS.kms, materialAfterRotation: forgetful } };
  const reference = referenceOf(parts, SCENE);
  const at = (event: Event) => reference.apply({ atMs: 0, by: 'ann', event });
  await at({ op: 'PutObject', bucket: 'b', key: 'k', body: bodyOf('x'), headers: { sse: 'aws:kms', kmsKeyId: 'K1' } });
  await at({ op: 'RotateKeyOnDemand', keyId: 'K1' });
  await expect(at({ op: 'GetObject', bucket: 'b', key: 'k' })).rejects.toThrow('InvalidCiphertextException');
});
