import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ENVIRONMENT_EVENTS,
  type EncryptionHeaders,
  type EncryptionRule,
  EVENT_NAMES,
  type EventName,
  FIRST_OPTION,
  initialWorld,
  type Outcome,
  PROFILES,
  type Profile,
  profileNamed,
  type Step,
  shownRule,
  step,
  type World,
} from '../../model/index.ts';
import type { GeneratedTrace } from './generated-trace.ts';
import { BODIES, HOSTILE_KEYS, LOOK_ALIKE_KEYS } from './pools.ts';
import { TraceStatistics } from './statistics.ts';
import { drawTrace, traceArbitrary } from './trace-arbitrary.ts';
import type { Walk } from './walk.ts';

const IDEAL = profileNamed('ideal');
const AWS = profileNamed('aws');
const ENVIRONMENT: ReadonlySet<string> = new Set(ENVIRONMENT_EVENTS);

function traces(
  profile: Profile,
  numRuns: number,
  supports: readonly EventName[] = EVENT_NAMES,
  maxSteps = 300,
): GeneratedTrace[] {
  return fc.sample(traceArbitrary({ profile, supports, maxSteps }), { seed: 2026, numRuns });
}

/** Takes the steps in the model and shows each with the world before it. */
function replay(
  { setup, steps }: GeneratedTrace,
  profile: Profile,
  see: (taken: Step, outcome: Outcome, before: World) => void,
): void {
  let world = initialWorld(setup, profile);
  for (const taken of steps) {
    const result = step(world, taken, FIRST_OPTION);
    see(taken, result.outcome, world);
    world = result.world;
  }
}

const IDEAL_TRACES = traces(IDEAL, 300);

describe('random traces', () => {
  test('are the same for the same seed, so that a seed is enough to repeat a run', () => {
    expect(JSON.stringify(traces(AWS, 20))).toBe(JSON.stringify(traces(AWS, 20)));
  });

  test('are pinned for one seed: a change here changes what every recorded seed means', () => {
    const [trace] = fc.sample(traceArbitrary({ profile: IDEAL, supports: EVENT_NAMES, maxSteps: 12 }), {
      seed: 5,
      numRuns: 1,
    });
    const shown = trace?.steps.map(({ atMs, by, event }) => `${atMs} ${by ?? '-'} ${event.op}`);
    expect(shown).toMatchInlineSnapshot(`
      [
        "0 admin PutObject",
        "0 reader GetObject",
        "11 scoped GetObject",
        "11 admin UploadPart",
        "11 admin CopyObject",
        "11 replicator PutBucketEncryption",
        "11 narrow PutObject",
      ]
    `);
  });

  test('differ from seed to seed', () => {
    expect(new Set(IDEAL_TRACES.map((trace) => JSON.stringify(trace))).size).toBe(IDEAL_TRACES.length);
  });

  test('are plain data: text and back changes nothing, names of built-in properties included', () => {
    for (const trace of IDEAL_TRACES.slice(0, 50)) {
      const text = JSON.stringify(trace);
      expect(JSON.stringify(JSON.parse(text))).toBe(text);
    }
    expect(IDEAL_TRACES.some((trace) => JSON.stringify(trace).includes('{"__proto__":"polluted"}'))).toBe(true);
  });

  test.each(PROFILES)(
    'are legal under $name: times never decrease, requesters are the setup’s, the environment has none',
    (profile) => {
      for (const trace of traces(profile, 40)) {
        const requesters = new Set(trace.setup.requesters.map(({ name }) => name));
        let before = 0;
        for (const { atMs, by, event } of trace.steps) {
          expect(Number.isSafeInteger(atMs) && atMs >= before).toBe(true);
          before = atMs;
          if (ENVIRONMENT.has(event.op)) expect(by).toBeNull();
          else expect(requesters).toContain(by);
          if (event.op === 'PutObject') expect(BODIES).toContainEqual(event.body);
        }
        expect(() => replay(trace, profile, () => undefined)).not.toThrow();
      }
    },
  );

  test('have setups in which nothing is named twice and every alias has its key', () => {
    for (const { setup } of IDEAL_TRACES) {
      const lists = [
        setup.requesters.map(({ name }) => name),
        setup.kmsKeys.map(({ id }) => id),
        setup.aliases.map(({ account, alias }) => account + alias),
        setup.buckets.map(({ name }) => name),
        ...setup.buckets.map(({ plainObjects }) => plainObjects.map(({ key }) => key)),
      ];
      for (const list of lists) expect(new Set(list).size).toBe(list.length);
      for (const { account, keyId } of setup.aliases) expect(setup.kmsKeys).toContainEqual({ id: keyId, account });
    }
  });

  test('have setups with two accounts, sessions of one role, a scoping policy and objects from before 2023', () => {
    const setups = IDEAL_TRACES.map(({ setup }) => setup);
    for (const { requesters, kmsKeys, buckets } of setups) {
      expect(new Set(requesters.map(({ account }) => account)).size).toBe(2);
      expect(new Set(buckets.map(({ account }) => account)).size).toBe(2);
      expect(kmsKeys.filter(({ keySpec, origin }) => keySpec === undefined && origin === undefined)).toHaveLength(3);
      expect(buckets.some(({ plainObjects }) => plainObjects.length > 0)).toBe(true);
    }
    const some = (has: (setup: GeneratedTrace['setup']) => boolean): boolean => setups.some(has) && !setups.every(has);
    expect(some(({ requesters }) => requesters.some(({ session }) => session === 's2'))).toBe(true);
    expect(some(({ kmsKeys, kmsQuotas }) => kmsKeys.length > 3 && kmsQuotas !== undefined)).toBe(true);
    expect(some(({ requesters }) => requesters.some(({ scopingPolicy }) => scopingPolicy !== undefined))).toBe(true);
    expect(some(({ requesters }) => new Set(requesters.flatMap((one) => one.scopingPolicy ?? [])).size === 2)).toBe(
      true,
    );
    expect(some(({ requesters }) => requesters.some(({ principal }) => principal === 'writer-narrow'))).toBe(true);
    expect(some(({ buckets }) => buckets.some(({ name }) => name === 'alpha-logs'))).toBe(true);
    expect(some(({ buckets }) => buckets.length === 4)).toBe(true);
    expect(some(({ aliases }) => aliases.length === 2)).toBe(true);
  });

  test('are long on average, short at times, and never longer than allowed', () => {
    const lengths = IDEAL_TRACES.map(({ steps }) => steps.length);
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    expect(mean).toBeGreaterThan(80);
    expect(mean).toBeLessThan(130);
    expect(Math.max(...lengths)).toBeGreaterThan(270);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(300);
    expect(lengths.filter((length) => length <= 15).length).toBeGreaterThan(30);
    for (const maxSteps of [1, 2, 10]) {
      for (const { steps } of traces(IDEAL, 30, EVENT_NAMES, maxSteps))
        expect(steps.length).toBeLessThanOrEqual(maxSteps);
    }
  });

  test('contain nothing the system under test does not support', () => {
    const supports: EventName[] = [
      'CreateBucket',
      'PutObject',
      'GetObject',
      'PutBucketEncryption',
      'PutBucketReplication',
    ];
    const seen = new Set(traces(IDEAL, 60, supports).flatMap(({ steps }) => steps.map(({ event }) => event.op)));
    expect([...seen].sort()).toEqual([...supports].sort());
    expect(traces(IDEAL, 5, []).every(({ steps }) => steps.length === 0)).toBe(true);
  });

  test('do not replicate where the profile has no replication', () => {
    const profile = profileNamed('huawei-obs');
    const seen = new Set(traces(profile, 60).flatMap(({ steps }) => steps.map(({ event }) => event.op)));
    for (const name of ['PutBucketReplication', 'DeleteBucketReplication', 'ReplicateObject'] as const)
      expect(seen).not.toContain(name);
    expect(seen.size).toBe(EVENT_NAMES.length - 3);
  });

  test('leave some kinds of events out of each trace, so that what never occurs cannot hide the rest', () => {
    const long = IDEAL_TRACES.filter(({ steps }) => steps.length > 100);
    const kinds = long.map(({ steps }) => new Set(steps.map(({ event }) => event.op)).size);
    expect(long.length).toBeGreaterThan(50);
    expect(Math.min(...kinds)).toBeLessThan(12);
    expect(Math.max(...kinds)).toBeGreaterThan(20);
  });
});

describe('taken together, random traces', () => {
  const statistics = new TraceStatistics();
  for (const trace of IDEAL_TRACES) {
    statistics.beginTrace();
    replay(trace, IDEAL, (taken, outcome) => statistics.see(taken, outcome));
  }

  test.each(EVENT_NAMES)('have %s succeed, and where it can be refused, refused as well', (name) => {
    const { count, refused } = statistics.of(name);
    expect(count - refused).toBeGreaterThan(10);
    if (ENVIRONMENT.has(name)) expect(refused).toBe(0);
    else expect(refused).toBeGreaterThan(0);
  });

  test('are refused often enough to test refusals, and succeed often enough to get somewhere', () => {
    expect(statistics.refusedShare).toBeGreaterThan(0.15);
    expect(statistics.refusedShare).toBeLessThan(0.35);
  });

  test('are seldom refused by accident: most refusals are meant', () => {
    const walks = fc.sample(new Walks(), { seed: 2026, numRuns: 100 });
    const unwanted = walks.reduce((sum, walk) => sum + walk.unwanted, 0);
    const steps = walks.reduce((sum, walk) => sum + walk.length, 0);
    expect(unwanted).toBeGreaterThan(0);
    expect(unwanted / steps).toBeLessThan(0.05);
  });

  test('read warm and cold, neither of them rarely', () => {
    const { warm, cold } = statistics.bucketKeyReads;
    expect(warm / (warm + cold)).toBeGreaterThan(0.3);
    expect(warm / (warm + cold)).toBeLessThan(0.8);
  });

  test('mostly replicate what waits for replication', () => {
    const { count, noOps } = statistics.of('ReplicateObject');
    expect(noOps).toBeGreaterThan(0);
    expect(noOps / count).toBeLessThan(0.4);
  });

  test('use every hostile object key', () => {
    const keys = new Set(
      IDEAL_TRACES.flatMap(({ steps }) => steps.map(({ event }) => (event.op === 'PutObject' ? event.key : ''))),
    );
    for (const key of HOSTILE_KEYS) expect(keys).toContain(key);
  });

  test('write two keys that look alike in one bucket, every pair', () => {
    const met = new Set<string>();
    for (const { steps } of IDEAL_TRACES) {
      const written = new Set(
        steps.map(({ event }) => (event.op === 'PutObject' ? `${event.bucket}/${event.key}` : '')),
      );
      for (const pair of LOOK_ALIKE_KEYS)
        if (pair.every((key) => written.has(`alpha/${key}`))) met.add(pair.join(' and '));
    }
    expect([...met].sort()).toEqual(LOOK_ALIKE_KEYS.map((pair) => pair.join(' and ')).sort());
  });

  test('put policies in which a Deny stands first, and conditions of every kind on either effect', () => {
    const kinds = new Set<string>();
    for (const { steps } of traces(IDEAL, 600)) {
      for (const { event } of steps) {
        if (event.op !== 'PutKeyPolicy' && event.op !== 'PutBucketPolicy') continue;
        const effects = event.statements.map(({ effect }) => effect).join(' ');
        if (/^(Allow|Deny) (Allow|Deny)$/.test(effects)) kinds.add(`${event.op} ${effects}`);
        if (event.op === 'PutBucketPolicy') continue;
        for (const { effect, contextArn } of event.statements)
          if (contextArn !== undefined) kinds.add(`${effect} ${contextArn.replaceAll(/[^*?/]+/g, '.')}`);
      }
    }
    const forms = ['.', './.', './*', '.*', '.*.*.', '.?', '.?*'];
    for (const effect of ['Allow', 'Deny']) for (const form of forms) expect(kinds).toContain(`${effect} ${form}`);
    for (const op of ['PutKeyPolicy', 'PutBucketPolicy'])
      for (const effects of ['Allow Deny', 'Deny Allow']) expect(kinds).toContain(`${op} ${effects}`);
  });

  test('come to the millisecond before, at and after the end of a lifetime, also the longest that AWS admits', () => {
    for (const [profile, lifetime] of [
      [IDEAL, 300_000],
      [AWS, 300_000],
      [AWS, 86_400_000],
    ] as const) {
      const offsets = new Set<number>();
      for (const trace of traces(profile, 100)) {
        const coldAtMs = new Set<number>();
        replay(trace, profile, ({ atMs }, { kmsCalls }) => {
          for (const offset of [-1, 0, 1]) if (coldAtMs.has(atMs - lifetime - offset)) offsets.add(offset);
          if (kmsCalls.length > 0) coldAtMs.add(atMs);
        });
      }
      expect([...offsets].sort((a, b) => a - b)).toEqual([-1, 0, 1]);
    }
  });

  test('end the waiting period of a KMS key, and let years pass', () => {
    const codes = new Set<string | null>();
    let longest = 0;
    for (const trace of IDEAL_TRACES) {
      replay(trace, IDEAL, ({ atMs, event }, { code }) => {
        if (event.op === 'GetObject') codes.add(code);
        longest = Math.max(longest, atMs);
      });
    }
    for (const code of [
      'KMS.NotFoundException',
      'KMS.DisabledException',
      'KMS.KMSInvalidStateException',
      'SlowDown',
      'AccessDenied',
    ]) {
      expect(codes).toContain(code);
    }
    expect(longest).toBeGreaterThan(364 * 86_400_000);
  });

  test.each(['PENDING', 'COMPLETED', 'FAILED'] as const)('leave replication %s', (status) => {
    let seen = 0;
    for (const trace of IDEAL_TRACES) {
      replay(trace, IDEAL, ({ event }, outcome) => {
        if (event.op === 'ReplicateObject' && outcome.replicationStatus === status && outcome.kmsCalls.length > 0)
          seen++;
      });
    }
    expect(seen).toBeGreaterThan(5);
  });

  test.each(['PutObject', 'CopyObject'] as const)(
    'have %s with every row of the resolution matrix under every bucket rule',
    (op) => {
      const cells = new Set<string>();
      for (const trace of [...IDEAL_TRACES, ...traces(AWS, 300)]) {
        replay(trace, IDEAL, ({ event }, _, { scope, buckets }) => {
          if (event.op !== op) return;
          const bucket = buckets.get(scope.bucket(event.bucket));
          if (bucket !== undefined)
            cells.add(`${rowOf(event.headers)} ${columnOf(shownRule(bucket.encryption.current))}`);
        });
      }
      const missing = ROWS.flatMap((row) => COLUMNS.map((column) => `${row} ${column}`)).filter(
        (cell) => !cells.has(cell),
      );
      expect(missing).toEqual([]);
    },
  );
});

/** The walks behind the traces, which know what was meant to succeed. */
class Walks extends fc.Arbitrary<Walk> {
  generate(random: fc.Random): fc.Value<Walk> {
    return new fc.Value(drawTrace(random, { profile: IDEAL, supports: EVENT_NAMES, maxSteps: 300 }), undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is Walk {
    return false;
  }

  shrink(): fc.Stream<fc.Value<Walk>> {
    return fc.Stream.nil();
  }
}

/** Rows of the matrix of PutObject, without those of SSE-C. */
const ROWS = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P14', 'P15'] as const;
const COLUMNS = ['B0', 'B1', 'B2', 'B3', 'B4', 'AES256 with the flag'] as const;

function rowOf({ sse, kmsKeyId, bucketKeyEnabled, context }: EncryptionHeaders): (typeof ROWS)[number] {
  if (context !== undefined) return 'P14';
  if (sse === undefined && kmsKeyId !== undefined) return 'P9';
  if (sse === undefined) return bucketKeyEnabled === undefined ? 'P1' : bucketKeyEnabled ? 'P7' : 'P8';
  if (sse !== 'aws:kms' && bucketKeyEnabled === true) return 'P15';
  if (sse === 'AES256') return kmsKeyId === undefined ? 'P2' : 'P11';
  if (sse === 'aws:kms:dsse') return 'P10';
  if (bucketKeyEnabled !== undefined) return bucketKeyEnabled ? 'P5' : 'P6';
  return kmsKeyId === undefined ? 'P3' : 'P4';
}

function columnOf({ SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled }: EncryptionRule): string {
  if (SSEAlgorithm === 'AES256') return BucketKeyEnabled === true ? 'AES256 with the flag' : 'B0';
  if (SSEAlgorithm === 'aws:kms:dsse') return 'B4';
  if (BucketKeyEnabled !== true) return 'B1';
  return KMSMasterKeyID === undefined ? 'B3' : 'B2';
}
