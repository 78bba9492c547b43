import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EVENT_NAMES,
  type Event,
  type KmsCall,
  kmsKeyArn,
  type Observation,
  type Profile,
  type PutBucketEncryption,
  type PutObject,
  profileNamed,
  type Setup,
} from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import { TIMES } from '../testing/times.ts';
import { observe } from './run-trace.ts';
import { TieredJudge } from './tiered-judge.ts';

const AWS = profileNamed('aws');
const ACCOUNT = '111111111111';
const KEY_ARN = kmsKeyArn(ACCOUNT, 'k1');
const SETUP: Setup = {
  requesters: [{ name: 'ann', account: ACCOUNT, principal: 'ann', session: 's1' }],
  kmsKeys: [{ id: 'k1', account: ACCOUNT }],
  aliases: [],
  buckets: ['b', 'd'].map((name) => ({ name, account: ACCOUNT, plainObjects: [] })),
};
const OLD = { text: 'old', md5: '149603e6c03516362a8da23f624db945' };
const NEW = { text: 'new', md5: '22af645d1859cb5ca6da0c484f1f37ea' };
const INTERNAL_ERROR = { status: 500, code: 'InternalError' };
const SLOW_DOWN = { status: 503, code: 'SlowDown' };
const ok = { status: 200 };
const CALL: KmsCall = {
  operation: 'GenerateDataKey',
  by: 'ann',
  keyArn: KEY_ARN,
  context: { 'aws:s3:arn': 'arn:aws:s3:::b' },
  result: 'ok',
};

const put = (body: typeof OLD, key = 'x'): PutObject => ({
  op: 'PutObject',
  bucket: 'b',
  key,
  body,
  headers: {},
});
const get = (key = 'x'): Event => ({ op: 'GetObject', bucket: 'b', key });
const rule: PutBucketEncryption = {
  op: 'PutBucketEncryption',
  bucket: 'b',
  rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }],
};
const shows = ({ md5 }: typeof OLD): Observation => ({ status: 200, contentMd5: md5 });

/** The verdict on what was answered, a second between two requests and an hour after the beginning. */
function verdict(profile: Profile, ...answers: readonly (readonly [Event, Observation])[]): string {
  return verdictIn(SETUP, profile, ...answers);
}

function verdictIn(setup: Setup, profile: Profile, ...answers: readonly (readonly [Event, Observation])[]): string {
  const judge = new TieredJudge({ setup, profile, properties: PROPERTIES, oracle: true });
  for (const [i, [event, observation]] of answers.entries())
    judge.see({
      step: { atMs: 3_600_000 + i * 1_000, by: event.op === 'ReplicateObject' ? null : 'ann', event },
      observation,
    });
  if (judge.violation !== undefined) return `violates ${judge.violation.property} at ${judge.violation.stepIndex}`;
  return judge.finalDoubt === undefined ? 'conforms' : `unknown at ${judge.finalDoubt.stepIndex}`;
}

describe('a transient answer', () => {
  test('to a write leaves the old content or the new, whole, and nothing else', () => {
    const before = [
      [put(OLD), ok],
      [get(), shows(OLD)],
      [put(NEW), INTERNAL_ERROR],
    ] as const;
    expect(verdict(AWS, ...before, [get(), shows(OLD)])).toBe('conforms');
    expect(verdict(AWS, ...before, [get(), shows(NEW)])).toBe('conforms');
    expect(verdict(AWS, ...before, [get(), shows(NEW)], [get(), shows(OLD)])).toMatch(/^violates .* at 4$/);
    expect(verdict(AWS, ...before, [get(), { status: 200, contentMd5: '0cc175b9c0f1b6a831c399e269772661' }])).toMatch(
      /^violates .* at 3$/,
    );
    expect(verdict(AWS, ...before, [get(), { status: 404, code: 'NoSuchKey' }])).toMatch(/^violates .* at 3$/);
  });

  test('to a deletion leaves the object or none', () => {
    const before = [
      [put(OLD), ok],
      [{ op: 'DeleteObject', bucket: 'b', key: 'y' }, { status: 204 }],
      [{ op: 'DeleteObject', bucket: 'b', key: 'x' }, SLOW_DOWN],
      [get('y'), { status: 404, code: 'NoSuchKey' }],
    ] as const;
    expect(verdict(AWS, ...before, [get(), shows(OLD)])).toBe('conforms');
    expect(verdict(AWS, ...before, [get(), { status: 404, code: 'NoSuchKey' }])).toBe('conforms');
  });

  test('to CreateBucket or DeleteBucket leaves the bucket open, in us-east-1 even after it is made again', () => {
    const east = { ...SETUP, region: 'us-east-1' };
    const create = { op: 'CreateBucket', bucket: 'b' } as const;
    // A request that is only ever answered so would be told as unknown.
    const anew = (bucket: string) =>
      [
        [{ ...create, bucket }, ok],
        [{ op: 'DeleteBucket', bucket }, { status: 204 }],
      ] as const;
    const before = [
      ...anew('b').toReversed(),
      [rule, ok],
      [{ op: 'DeleteBucket', bucket: 'b' }, INTERNAL_ERROR],
      [create, ok],
    ] as const;
    const key = KEY_ARN.replace('eu-west-1', 'us-east-1');
    const call = { ...CALL, keyArn: key };
    const kept: Observation = { ...ok, sse: 'aws:kms', kmsKeyArn: key, bucketKeyEnabled: true, kmsCalls: [call] };
    const fresh: Observation = { ...ok, sse: 'AES256', kmsKeyArn: null, kmsCalls: [] };
    const late = { ...AWS, ruleDelayMs: 0, strict: true };
    expect(verdictIn(east, late, ...before, [put(NEW), kept])).toBe('conforms');
    expect(verdictIn(east, late, ...before, [put(NEW), fresh])).toBe('conforms');
    expect(verdictIn(east, late, ...before, [put(NEW), fresh], [put(NEW), kept])).toMatch(/^violates .* at 6$/);
    // Elsewhere the answer shows that the bucket was deleted.
    const unkept = { ...kept, kmsKeyArn: KEY_ARN, kmsCalls: [CALL] };
    expect(verdict(late, ...before, [put(NEW), unkept])).toMatch(/^violates .* at 5$/);
    // Made unseen, configured, and made again: the rule stays.
    const made = [
      ...anew('n'),
      [{ op: 'CreateBucket', bucket: 'n' }, INTERNAL_ERROR],
      [{ ...rule, bucket: 'n' }, ok],
      [{ op: 'CreateBucket', bucket: 'n' }, ok],
    ] as const;
    const copy: Event = { op: 'CopyObject', source: { bucket: 'b', key: 'x' }, bucket: 'n', key: 'y', headers: {} };
    const calledForN = { ...call, context: { 'aws:s3:arn': 'arn:aws:s3:::n' } };
    const copied: Observation = { ...kept, kmsCalls: [calledForN] };
    expect(verdictIn(east, late, [put(NEW), fresh], ...made, [copy, copied])).toBe('conforms');
  });

  test('to a new rule leaves either rule, for as long as nobody knows', () => {
    const before = [
      [{ op: 'DeleteBucketEncryption', bucket: 'b' }, { status: 204 }],
      [rule, ok],
      [{ op: 'DeleteBucketEncryption', bucket: 'b' }, INTERNAL_ERROR],
    ] as const;
    const kms: Observation = { ...ok, sse: 'aws:kms', kmsKeyArn: KEY_ARN, bucketKeyEnabled: true, kmsCalls: [CALL] };
    const s3: Observation = { ...ok, sse: 'AES256', kmsKeyArn: null, kmsCalls: [] };
    expect(verdict(AWS, ...before, [put(NEW), kms])).toBe('conforms');
    expect(verdict(AWS, ...before, [put(NEW), s3])).toBe('conforms');
    expect(verdict({ ...AWS, ruleDelayMs: 0, strict: true }, ...before, [put(NEW), s3], [put(NEW), kms])).toMatch(
      /^violates .* at 4$/,
    );
  });

  test('to a write may come after the KMS call that warms the cache, though nothing was stored', () => {
    const failed: Observation = { ...INTERNAL_ERROR, kmsCalls: [CALL] };
    const warm: Observation = { ...ok, sse: 'aws:kms', kmsKeyArn: KEY_ARN, bucketKeyEnabled: true, kmsCalls: [] };
    expect(
      verdict(AWS, [rule, ok], [put(OLD), failed], [get(), { status: 404, code: 'NoSuchKey' }], [put(NEW), warm]),
    ).toBe('conforms');
    expect(verdict(AWS, [rule, ok], [put(OLD), { ...INTERNAL_ERROR, kmsCalls: [] }], [put(NEW), warm])).toMatch(
      /^violates .* at 2$/,
    );
  });

  test('to a replication rule leaves replicas and their bucket keys that nobody expected', () => {
    const rule: Event = { op: 'PutBucketReplication', bucket: 'b', destination: 'd', role: 'ann' };
    const before = [
      [{ ...rule, bucket: 'd', destination: 'b' }, ok],
      [{ op: 'DeleteBucketReplication', bucket: 'd' }, { status: 204 }],
      [
        { ...rule, bucket: 'b', destination: 'b' },
        { status: 400, code: 'InvalidRequest' },
      ],
      [rule, INTERNAL_ERROR],
      [put(OLD), ok],
      [{ op: 'ReplicateObject', bucket: 'b', key: 'x' }, ok],
    ] as const;
    const inD: Event = { op: 'GetObject', bucket: 'd', key: 'x' };
    expect(verdict(AWS, ...before, [inD, shows(OLD)])).toBe('conforms');
    expect(verdict(AWS, ...before, [inD, { status: 404, code: 'NoSuchKey' }])).toBe('conforms');
    expect(verdict(AWS, ...before, [inD, shows(NEW)])).toMatch(/^violates explained at 6$/);
  });

  test('to the making of a bucket leaves one that others may replicate to', () => {
    const make: Event = { op: 'CreateBucket', bucket: 'new' };
    const rule: Event = { op: 'PutBucketReplication', bucket: 'b', destination: 'new', role: 'ann' };
    const before = [
      [make, INTERNAL_ERROR],
      [rule, ok],
    ] as const;
    expect(verdict(AWS, ...before, [make, { status: 409, code: 'BucketAlreadyOwnedByYou' }])).toBe('conforms');
    expect(verdict(AWS, ...before, [make, ok])).toMatch(/^violates .* at 2$/);
  });

  test('is none where the profile has none, nor with another code, nor to a change at KMS', () => {
    const written = [put(OLD), ok] as const;
    const again = [get(), shows(OLD)] as const;
    expect(verdict(AWS, written, [get(), SLOW_DOWN], again)).toBe('conforms');
    expect(verdict({ ...AWS, transientErrors: false }, written, [get(), SLOW_DOWN], again)).toMatch(
      /^violates .* at 1$/,
    );
    expect(verdict(AWS, written, [get(), { status: 500, code: 'SlowDown' }], again)).toMatch(/^violates .* at 1$/);
    expect(verdict(AWS, written, [get(), { status: 502 }], again)).toMatch(/^violates .* at 1$/);
    expect(verdict(AWS, [{ op: 'DisableKey', keyId: 'k1' }, INTERNAL_ERROR])).toMatch(/^violates .* at 0$/);
  });

  test('that is the only one to a kind of request, or the only one again and again, settles nothing', () => {
    const seen = [get('y'), { status: 404, code: 'NoSuchKey' }] as const;
    expect(verdict(AWS, [put(OLD), ok], [get(), SLOW_DOWN])).toBe('unknown at 1');
    expect(verdict(AWS, [put(OLD), ok], [get(), SLOW_DOWN], seen)).toBe('conforms');
    expect(verdict(AWS, [put(OLD), ok], [get(), SLOW_DOWN], seen, [get(), INTERNAL_ERROR])).toBe('unknown at 3');
    expect(verdict(AWS, [put(OLD), ok], [get(), SLOW_DOWN], [get(), SLOW_DOWN], [get(), shows(OLD)])).toBe('conforms');
  });
});

describe('a system that now and then fails by itself', () => {
  /** Whatever is seen of the reference, and whether KMS is. */
  const kept = (seen: ObservedStep, i: number): ObservedStep => {
    const { kmsCalls, internals: _internals, ...answer } = seen.observation;
    return { step: seen.step, observation: i % 2 === 0 && kmsCalls !== undefined ? { ...answer, kmsCalls } : answer };
  };

  test.each(['aws', 'aws-2023', 'huawei-obs'])('is not accused under %s', async (name) => {
    const profile = profileNamed(name);
    const sut = embeddedSut({ ...EMBEDDED_OPTIONS.get(name), transientErrors: 3 });
    let lost = 0;
    let gaveUp = 0;
    for (const [seed, { setup, steps }] of fc
      .sample(traceArbitrary({ profile, supports: EVENT_NAMES, maxSteps: 200 }), { seed: 5, numRuns: 12 * TIMES })
      .entries()) {
      const judge = new TieredJudge({ setup, profile, properties: PROPERTIES, oracle: true });
      const observed = await observe({ sut, seed }, setup, steps);
      for (const seen of observed) judge.see(kept(seen, seed));
      expect(judge.violation).toBeUndefined();
      lost += judge.transientErrors;
      if (judge.unknownBecause !== undefined) gaveUp += 1;
    }
    expect(lost).toBeGreaterThan(10);
    // Writes that may have happened, to more objects than the oracle keeps worlds for before anybody reads them.
    expect(gaveUp).toBeLessThanOrEqual(1);
  });
});
