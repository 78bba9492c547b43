import { describe, expect, test } from 'vitest';
import { encrypt, get, put, remove } from '../../model/testing/events.ts';
import { AWS, IDEAL } from '../../model/testing/model-run.ts';
import { OTHER_BODY, RULES } from '../../model/testing/scene.ts';
import { call, OracleRun, read, seen, seenRefusal, TAG, TAG2, wroteBk, wroteS3 } from './testing/oracle-run.ts';

const ok = seen(200);
const gdk = call('GenerateDataKey', 'ann', 'b');

describe('a verdict is final', () => {
  test('violates stays, whatever comes, and names the first step that cannot be', () => {
    const trial = new OracleRun(IDEAL).given('ann', put('b/o'), wroteS3());
    expect(trial.see('ann', get('b/o'), seenRefusal(404, 'NoSuchKey'))).toBe('violates');
    expect(trial.see('ann', get('b/o'), { ...read(wroteS3()) })).toBe('violates');
    expect([trial.oracle.violation?.stepIndex, trial.oracle.unknownBecause]).toEqual([1, undefined]);
  });

  test('conforms has neither a violation nor a bound', () => {
    const { oracle } = new OracleRun(IDEAL).given('ann', put('b/o'), wroteS3());
    expect([oracle.verdict, oracle.violation, oracle.unknownBecause]).toEqual(['conforms', undefined, undefined]);
    expect(oracle.beginnings).toEqual([]);
  });

  test('a trace without steps conforms', () => {
    const { oracle } = new OracleRun(AWS);
    expect([oracle.verdict, oracle.isTransient, oracle.excusedSteps, oracle.points]).toEqual([
      'conforms',
      false,
      0,
      [],
    ]);
  });
});

describe('a bound that is hit is neither answer', () => {
  /** Two strict caches, so that each step may double what is possible while nobody sees KMS. */
  const TWO = { ...IDEAL, caches: 2 };

  function writing(trial: OracleRun, steps: number): string {
    trial.given('ann', encrypt('b', RULES.B2), ok);
    for (let i = 0; i < steps; i++) {
      trial.wait(1_000);
      const before = trial.oracle.frontier;
      trial.see(i % 2 === 0 ? 'ann' : 'bob', put(`b/${i}`), { status: 200 });
      if (trial.oracle.verdict === 'unknown') expect(trial.oracle.frontier).toEqual(before);
    }
    return trial.oracle.verdict;
  }

  test('of worlds', () => {
    const trial = new OracleRun(TWO, { worlds: 4, results: 1_000 });
    expect(writing(trial, 12)).toBe('unknown');
    expect(trial.oracle.unknownBecause).toMatch(/^step \d+: more than 4 candidate worlds$/);
    expect(trial.oracle.largestFrontier).toBeLessThanOrEqual(4);
  });

  test('of results', () => {
    const trial = new OracleRun(TWO, { worlds: 1_000, results: 3 });
    expect(writing(trial, 12)).toBe('unknown');
    expect(trial.oracle.unknownBecause).toMatch(/^step \d+: more than 3 results of one step$/);
  });

  test('and stays so: even what can never be is no violation any more', () => {
    const trial = new OracleRun(TWO, { worlds: 4, results: 1_000 });
    writing(trial, 12);
    expect(trial.see('ann', get('b/none'), seen(200))).toBe('unknown');
    expect(trial.oracle.violation).toBeUndefined();
  });

  test('a step that cannot be is unknown too when the search for its explanation was cut short', () => {
    const trial = new OracleRun(AWS, { worlds: 256, results: 1 });
    trial.wait(600_000);
    expect(trial.see('ann', put('b/o', { bucketKeyEnabled: true }), seenRefusal(418, 'Teapot'))).toBe('unknown');
  });

  test('a search that just fits is a search to the end', () => {
    const trial = new OracleRun(AWS, { worlds: 1, results: 2 });
    expect(trial.see('ann', put('b/o', { bucketKeyEnabled: true }), seenRefusal(418, 'Teapot'))).toBe('violates');
  });

  test('bounds that are never reached change nothing', () => {
    const trial = new OracleRun(IDEAL, { worlds: 1, results: 1 });
    expect(writing(trial, 12)).toBe('conforms');
    expect(trial.oracle.largestFrontier).toBe(1);
  });
});

describe('a trace that is none', () => {
  test.each([
    ['an unknown requester', 'mallory', 0],
    ['time running backwards', 'ann', -1],
  ] as const)('%s is an error of whoever wrote it, not a verdict', (_what, by, wait) => {
    const trial = new OracleRun(IDEAL).wait(1_000).given('ann', put('b/o'), wroteS3()).wait(wait);
    expect(() => trial.see(by, get('b/o'), ok)).toThrow(RangeError);
    expect(trial.oracle.verdict).toBe('conforms');
    trial.atMs = 1_000;
    expect(trial.see('ann', get('b/o'), read(wroteS3()))).toBe('conforms');
  });
});

describe('lies are found where they cannot be told any more', () => {
  test('a write that was acknowledged and lost', () => {
    const trial = new OracleRun(AWS).given('ann', put('b/o'), wroteS3());
    expect(trial.see('ann', get('b/o'), seenRefusal(404, 'NoSuchKey'))).toBe('violates');
  });

  test('an old content after a new write', () => {
    const trial = new OracleRun(AWS).given('ann', put('b/o', {}, OTHER_BODY), { status: 200 });
    expect(trial.see('ann', get('b/o'), read(wroteS3()))).toBe('violates');
  });

  test('an object that came back after it was deleted', () => {
    const trial = new OracleRun(AWS).given('ann', put('b/o'), wroteS3()).given('ann', remove('b/o'), seen(204));
    expect(trial.see('ann', get('b/o'), read(wroteS3()))).toBe('violates');
  });

  test('an object whose encryption changed with the rule (F-13)', () => {
    const trial = new OracleRun(AWS)
      .given('ann', put('b/o'), wroteS3())
      .given('ann', encrypt('b', RULES.B2), ok)
      .wait(600_000);
    expect(trial.see('ann', get('b/o'), read(wroteBk('K1', TAG)))).toBe('violates');
  });

  test('a bucket key that crossed from one KMS key to another (F-28)', () => {
    const trial = new OracleRun(AWS)
      .given('ann', encrypt('b', RULES.B2), ok)
      .wait(600_000)
      .given('ann', put('b/o'), wroteBk('K1', TAG, gdk));
    expect(trial.see('ann', put('b/p', { sse: 'aws:kms', kmsKeyId: 'K2' }), wroteBk('K2', TAG2))).toBe('violates');
  });

  test('a bucket key that crossed from one bucket to another (F-114)', () => {
    const trial = new OracleRun(AWS)
      .given('ann', encrypt('b', RULES.B2), ok)
      .given('ann', encrypt('c', RULES.B2), ok)
      .wait(600_000);
    trial.given('ann', put('b/o'), wroteBk('K1', TAG, gdk));
    expect(trial.see('ann', put('c/o'), wroteBk('K1', TAG2))).toBe('violates');
  });

  test('a bucket key that crossed between requesters (F-97), or between sessions until 2023 (F-96)', () => {
    for (const [profile, by, verdict] of [
      [AWS, 'bob', 'violates'],
      [AWS, 'ann-scoped', 'violates'],
      [AWS, 'ann-again', 'conforms'],
      [{ ...AWS, requesterMode: 'session' as const }, 'ann-again', 'violates'],
    ] as const) {
      const trial = new OracleRun(profile)
        .given('ann', encrypt('b', RULES.B2), ok)
        .wait(600_000)
        .given('ann', put('b/o'), wroteBk('K1', TAG, gdk));
      expect(trial.see(by, get('b/o'), read(wroteBk('K1', TAG)))).toBe(verdict);
    }
  });

  test('of two bucket keys a requester holds, a warm write may have taken either (F-113)', () => {
    const trial = () =>
      new OracleRun(AWS)
        .given('ann', encrypt('b', RULES.B2), ok)
        .wait(600_000)
        .given('ann', put('b/first'), wroteBk('K1', TAG, gdk))
        .given('ann', put('b/second'), wroteBk('K1', TAG, gdk))
        .given('ann', put('b/either'), wroteBk('K1', TAG));
    const decrypts = call('Decrypt', 'bob', 'b');
    for (const name of ['b/first', 'b/second'] as const) {
      const reading = trial().given('bob', get(name), read(wroteBk('K1', TAG), decrypts));
      expect(reading.see('bob', get('b/either'), read(wroteBk('K1', TAG)))).toBe('conforms');
    }
    const reading = trial().given('bob', get('b/first'), read(wroteBk('K1', TAG), decrypts));
    expect(reading.see('bob', get('b/second'), read(wroteBk('K1', TAG)))).toBe('violates');
  });
});
