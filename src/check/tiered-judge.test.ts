import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY_MS,
  type EncryptionHeaders,
  EVENT_NAMES,
  HOUR_MS,
  type KmsCall,
  kmsKeyArn,
  lifted,
  MINUTE_MS,
  type Observation,
  profileNamed,
  type Setup,
  type Step,
} from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { modelSut } from '../suts/model-sut.ts';
import { TIMES } from '../testing/times.ts';
import { check } from './check.ts';
import { Judge } from './judge.ts';
import { observe } from './run-trace.ts';
import { TieredJudge } from './tiered-judge.ts';

const AWS = profileNamed('aws');
const ACCOUNT = '111111111111';
const KEYS = { k1: kmsKeyArn(ACCOUNT, 'k1'), k2: kmsKeyArn(ACCOUNT, 'k2') };
const SETUP: Setup = {
  requesters: [{ name: 'ann', account: ACCOUNT, principal: 'ann', session: 's1' }],
  kmsKeys: [
    { id: 'k1', account: ACCOUNT },
    { id: 'k2', account: ACCOUNT },
  ],
  aliases: [],
  buckets: [{ name: 'b', account: ACCOUNT, plainObjects: [] }],
};

function step(atMs: number, event: Step['event'], observation: Partial<Observation> = {}): ObservedStep {
  return { step: { atMs, by: 'ann', event }, observation: { status: 200, ...observation } };
}

function rule(atMs: number, key: string): ObservedStep {
  const rules = [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key, BucketKeyEnabled: true }] as const;
  return step(atMs, { op: 'PutBucketEncryption', bucket: 'b', rules });
}

function moved({ step: { atMs, ...rest }, observation }: ObservedStep, byMs: number): ObservedStep {
  return { step: { ...rest, atMs: atMs + byMs }, observation };
}

/** A write under a bucket key of a KMS key, with a call of its own or without. */
function write(atMs: number, keyArn: string, isCold: boolean): ObservedStep {
  const body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
  const call: KmsCall = {
    operation: 'GenerateDataKey',
    by: 'ann',
    keyArn,
    context: { 'aws:s3:arn': 'arn:aws:s3:::b' },
    result: 'ok',
  };
  return step(
    atMs,
    { op: 'PutObject', bucket: 'b', key: 'x', body, headers: {} },
    { sse: 'aws:kms', kmsKeyArn: keyArn, bucketKeyEnabled: true, kmsCalls: isCold ? [call] : [] },
  );
}

const read = (atMs: number, contentMd5 = '9dd4e461268c8034f5c8564e155c67a6') =>
  step(atMs, { op: 'GetObject', bucket: 'b', key: 'x' }, { contentMd5, kmsCalls: [] });
const CONFIGURED = [rule(0, 'k1'), write(HOUR_MS, KEYS.k1, true)];

function judged(steps: readonly ObservedStep[], profile = AWS): TieredJudge {
  const judge = new TieredJudge({ setup: SETUP, profile, properties: PROPERTIES, oracle: true });
  for (const seen of steps) judge.see(seen);
  return judge;
}

const onlyIf = (steps: readonly ObservedStep[]) => judged(steps).explainedDoubt()?.onlyIf;

describe('a trace that goes beyond an assumption', () => {
  test('needs it by so much, to the millisecond', () => {
    expect(judged([...CONFIGURED, read(25 * HOUR_MS - 1)]).doubt).toBeUndefined();
    expect(onlyIf([...CONFIGURED, read(25 * HOUR_MS)])).toBe(
      'conforms only if a cached bucket key may serve for more than 24 h; assumed: at most 24 h',
    );
    expect(onlyIf([...CONFIGURED, read(25 * HOUR_MS + 1500)])).toBe(
      'conforms only if a cached bucket key may serve for 1 d 1.5 s; assumed: at most 24 h',
    );
  });

  test('an old rule seen too long, and beyond the outer bound it is no excuse any more', () => {
    const late = (minutes: number) => [
      ...CONFIGURED,
      rule(2 * HOUR_MS, 'k2'),
      write(2 * HOUR_MS + minutes * MINUTE_MS, KEYS.k1, false),
    ];
    expect(judged(late(14)).doubt).toBeUndefined();
    expect(onlyIf(late(20))).toBe(
      'conforms only if an old bucket rule may be seen for 20 min; assumed: at most 15 min',
    );
    expect(judged(late(30)).violation).toMatchObject({ property: 'explained', stepIndex: 3 });
  });

  test('of several assumptions that have to fail together all are named, each with its least length', () => {
    const steps = [
      rule(0, 'k1'),
      write(HOUR_MS, KEYS.k1, true),
      read(27 * HOUR_MS),
      write(28 * HOUR_MS, KEYS.k1, true),
      rule(29 * HOUR_MS, 'k2'),
      write(29 * HOUR_MS + 16 * MINUTE_MS, KEYS.k1, true),
    ];
    expect(onlyIf(steps)).toBe(
      'conforms only if all of this is so: a cached bucket key may serve for 26 h; assumed: at most 24 h; and an ' +
        'old bucket rule may be seen for 16 min; assumed: at most 15 min',
    );
  });

  test('a lifetime that is over sooner than it lasts at least is told how soon, and violates if strict', () => {
    const least = { minMs: HOUR_MS, maxMs: 2 * HOUR_MS };
    const own = { ...AWS, caches: 1, earlyEviction: false, cacheLifetime: least, generationLifetime: least } as const;
    const cold = (atMs: number) => [...CONFIGURED, write(HOUR_MS + atMs, KEYS.k1, true)];
    expect(judged(cold(HOUR_MS), own)).toMatchObject({ doubt: undefined, violation: undefined });
    expect(judged(cold(40 * MINUTE_MS), own).explainedDoubt()).toMatchObject({
      onlyIf:
        'conforms only if a cached bucket key may be gone after 40 min; assumed: it serves for at least 1 h, or if a ' +
        'bucket key may make no more data keys after 40 min; assumed: it makes them for at least 1 h',
    });
    expect(judged(cold(40 * MINUTE_MS), { ...own, strict: true }).violation).toMatchObject({ stepIndex: 2 });
  });

  test('a key id beside AES256 that is ignored, and an MD5 for an ETag under DSSE', () => {
    const body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
    const put = (headers: EncryptionHeaders): Step['event'] => ({
      op: 'PutObject',
      bucket: 'b',
      key: 'x',
      body,
      headers,
    });
    const ignored = step(HOUR_MS, put({ sse: 'AES256', kmsKeyId: 'k1' }), { sse: 'AES256', kmsKeyArn: null });
    expect(onlyIf([ignored])).toBe(
      'conforms only if a key id beside AES256 may be ignored; assumed: the request is refused',
    );
    const isMd5 = step(HOUR_MS, put({ sse: 'aws:kms:dsse' }), { sse: 'aws:kms:dsse', etag: body.md5 });
    expect(onlyIf([isMd5, { ...isMd5 }])).toBe(
      'conforms only if the ETag of an object under DSSE may be the MD5 of its content; assumed: it is opaque, as ' +
        'under aws:kms',
    );
    const another = step(HOUR_MS, { op: 'HeadObject', bucket: 'b', key: 'x' }, { etag: 'a'.repeat(32) });
    expect(judged([isMd5, another]).violation).toMatchObject({ stepIndex: 1 });
  });

  test('goes on, and violates at the step that no assumption excuses', () => {
    const md5 = '0cc175b9c0f1b6a831c399e269772661';
    const judge = judged([...CONFIGURED, read(26 * HOUR_MS), read(27 * HOUR_MS), read(28 * HOUR_MS, md5)]);
    expect(judge.violation).toMatchObject({ property: 'decryptable', stepIndex: 4 });
    expect(judge.doubt).toBeUndefined();
  });

  test('violates at once by a strict profile, and so it does where no assumption would help', () => {
    const steps = [...CONFIGURED, read(26 * HOUR_MS)];
    expect(judged(steps, { ...AWS, strict: true }).violation).toMatchObject({ property: 'every-requester-pays' });
    expect(judged([rule(0, 'k1'), write(HOUR_MS, KEYS.k1, false)]).violation).toMatchObject({ stepIndex: 1 });
  });

  test('is doubted after ten thousand steps as well, and then told only what is assumed', () => {
    const idle = Array.from({ length: 10_001 }, (_, i) =>
      step(HOUR_MS + i, { op: 'GetBucketEncryption', bucket: 'b' }),
    );
    const steps = [...CONFIGURED, ...idle, read(26 * HOUR_MS)];
    expect(judged(steps).doubt).toMatchObject({ property: 'every-requester-pays', stepIndex: 10_003 });
    expect(onlyIf(steps)).toContain(
      'conforms only if one or more of this is so: a cached bucket key may serve for more',
    );
    const early = [...CONFIGURED, read(26 * HOUR_MS), ...idle.map((seen) => moved(seen, 26 * HOUR_MS))];
    expect(judged(early).doubt).toMatchObject({ stepIndex: 2 });
    expect(onlyIf(early)).toMatch(/^conforms only if one or more of this is so: /);
    const bad = judged([...steps, read(27 * HOUR_MS, '0cc175b9c0f1b6a831c399e269772661')]);
    expect(bad.violation).toMatchObject({ property: 'decryptable', stepIndex: 10_004 });
  });
});

describe('what is lifted admits all that the profile admits, and more', () => {
  const traces = fc.sample(traceArbitrary({ profile: AWS, supports: EVENT_NAMES, maxSteps: 50 * TIMES }), {
    seed: 9,
    numRuns: 40,
  });

  test('nothing that the model does with its assumptions lifted is refused', async () => {
    const profile = lifted(AWS);
    const refused: unknown[] = [];
    for (const [seed, { setup, steps }] of traces.entries()) {
      const judge = new TieredJudge({ setup, profile: AWS, properties: PROPERTIES, oracle: true });
      for (const seen of await observe({ sut: modelSut(profile), seed }, setup, steps)) judge.see(seen);
      if (judge.violation !== undefined) refused.push(judge.violation);
    }
    expect(refused).toEqual([]);
  });

  test('no mutant violates it before it violates the profile', async () => {
    const earlier: unknown[] = [];
    for (const [i, mutant] of MUTANTS.entries()) {
      const { setup, steps } = traces[i % traces.length] ?? mutant.witness;
      const by = { setup, properties: PROPERTIES, oracle: true };
      const [within, beyond] = [new Judge({ ...by, profile: AWS }), new Judge({ ...by, profile: lifted(AWS) })];
      for (const seen of await observe({ sut: mutantSut(mutant), seed: i }, setup, steps)) {
        within.see(seen);
        if (beyond.see(seen) === 'violates' && within.violation === undefined)
          earlier.push([mutant.id, beyond.violation]);
      }
    }
    expect(earlier).toEqual([]);
  });
});

describe('check', () => {
  test('shrinks and keeps a run that is doubted, and its verdict is unknown', async () => {
    const sut = embeddedSut({ cacheLifetimeMs: 40 * DAY_MS, generationLifetimeMs: 5 * MINUTE_MS });
    const report = await check(
      { profile: AWS, runs: 300, seed: 3, maxSteps: 300, properties: ['every-requester-pays'] },
      sut,
    );
    expect(report).toMatchObject({ verdict: 'unknown', properties: [{ verdict: 'unknown' }] });
    const [found] = report.violations;
    expect(found?.trace.steps.length).toBeLessThanOrEqual(4);
    expect(found?.violation.onlyIf).toMatch(
      /^conforms only if a cached bucket key may serve for .*; assumed: at most 24 h$/,
    );
    expect(report.unknownBecause).toBe(found?.violation.onlyIf);
  });
});
