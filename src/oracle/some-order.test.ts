import { describe, expect, test } from 'vitest';
import type { Event, Observation } from '../../model/index.ts';
import { encrypt, get, put } from '../../model/testing/events.ts';
import { IDEAL, ModelRun } from '../../model/testing/model-run.ts';
import { RULES, SCENE } from '../../model/testing/scene.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { Judge } from '../check/judge.ts';
import { inSomeOrder, type OrderTrial } from './some-order.ts';
import type { Verdict } from './verdict.ts';

const A = { text: 'a', md5: '0cc175b9c0f1b6a831c399e269772661' };
const B = { text: 'b', md5: '92eb5ffee6ae2fec3ad71c777531578f' };
const OK: Observation = { status: 200 };

function write(fromMs: number, endMs: number, body = A): ObservedStep {
  return seen(fromMs, endMs, { ...put('c/x'), body } as Event, OK);
}

function read(fromMs: number, endMs: number, contentMd5: string | null): ObservedStep {
  return seen(fromMs, endMs, get('c/x'), contentMd5 === null ? { status: 404 } : { status: 200, contentMd5 });
}

function seen(fromMs: number, endMs: number, event: Event, observation: Observation, by = 'ann'): ObservedStep {
  return { step: { atMs: fromMs, by, event }, observation, endMs };
}

function judged(...steps: readonly ObservedStep[]) {
  const judge = new Judge({ setup: SCENE, profile: IDEAL, properties: [], oracle: true });
  for (const one of steps) judge.see(one);
  judge.end();
  const { violation, unknownBecause } = judge;
  return violation?.reason ?? unknownBecause ?? 'conforms';
}

describe('requests that overlap are explained in some order', () => {
  test.each([
    ['a read that began before a write ended may see it', [write(0, 10), read(5, 15, A.md5)]],
    ['or not', [write(0, 10), read(5, 15, null)]],
    ['a read that ended before a write did may see it', [write(0, 10), read(2, 3, A.md5)]],
    ['two writes come to either, which a later read shows', [write(0, 10, A), write(1, 9, B), read(20, 21, A.md5)]],
    ['or the other', [write(0, 10, A), write(1, 9, B), read(20, 21, B.md5)]],
    ['what began when another ended came after it', [write(0, 10), read(10, 15, A.md5)]],
    ['what began at the same time has no order', [read(0, 0, A.md5), write(0, 0)]],
  ])('%s', (_, steps) => {
    expect(judged(...steps)).toBe('conforms');
  });

  test.each([
    ['a read that began when a write had ended sees it', [write(0, 10), read(10, 15, null)], /^(?!.*overlapped)/],
    ['a read sees nothing that is written later', [read(0, 9, A.md5), write(9, 12)], /^(?!.*overlapped)/],
    [
      'a read that began when a write had ended sees it, whatever else is read meanwhile',
      [write(0, 10), read(5, 20, null), read(10, 15, null)],
      /^3 requests overlapped/,
    ],
    [
      'of two reads, one after the other, beside a write the later one does not see less',
      [write(0, 30), read(1, 5, A.md5), read(6, 9, null)],
      /^3 requests overlapped, and in no order does the model explain GetObject \(step 2\) and GetObject \(step 3\), w/,
    ],
  ])('%s, or it is a violation', (_, steps, reason) => {
    expect(judged(...steps)).toMatch(reason);
    expect(judged(...steps)).not.toBe('conforms');
  });

  test('what two reads beside two writes saw has one order for both', () => {
    const writes = [write(0, 50, A), write(0, 50, B)];
    const [a, b] = [A.md5, B.md5];
    expect(judged(...writes, read(10, 11, a), read(12, 13, b), read(60, 61, b))).toBe('conforms');
    expect(judged(...writes, read(10, 11, a), read(12, 13, b), read(60, 61, a))).not.toBe('conforms');
  });
});

test('what was seen before requests that overlap counts for them, where the past is not known either', () => {
  const judge = new Judge({ setup: { ...SCENE, unknown: 'everything' }, profile: IDEAL, properties: [], oracle: true });
  for (const one of [write(0, 10, A), read(20, 30, A.md5), read(25, 35, B.md5)]) judge.see(one);
  judge.end();
  expect(judge.violation?.reason).toMatch(/^2 requests overlapped/);
});

describe('time', () => {
  const rule = { ...seen(0, 0, encrypt('b', RULES.B2), OK) };
  const run = new ModelRun(IDEAL);
  run.take('ann', encrypt('b', RULES.B2));
  const { kmsCalls } = run.take('ann', put('b/o'));
  const cold = (fromMs: number, endMs: number, calls: 0 | 1): ObservedStep =>
    seen(fromMs, endMs, put('b/o'), { status: 200, kmsCalls: kmsCalls.slice(0, calls) });

  test('a request takes effect between its beginning and its end', () => {
    // A bucket key lasts five minutes from the call that brought it.
    expect(judged(rule, cold(1_000, 1_000, 1), cold(300_900, 301_100, 0))).toBe('conforms');
    expect(judged(rule, cold(1_000, 1_000, 1), cold(300_900, 301_100, 1))).toBe('conforms');
    expect(judged(rule, cold(1_000, 1_000, 1), cold(300_900, 300_999, 1))).not.toBe('conforms');
    expect(judged(rule, cold(1_000, 1_000, 1), cold(301_000, 301_100, 0))).not.toBe('conforms');
  });

  test('what a request has brought lasts from whenever within it that came', () => {
    const later = (atMs: number, calls: 0 | 1) => judged(rule, cold(1_000, 2_000, 1), cold(atMs, atMs, calls));
    expect([later(301_500, 0), later(301_500, 1)]).toEqual(['conforms', 'conforms']);
    expect([later(300_999, 0), later(302_000, 1)]).toEqual(['conforms', 'conforms']);
    expect(later(300_999, 1)).not.toBe('conforms');
    expect(later(302_000, 0)).not.toBe('conforms');
  });

  test('of more than eight requests that overlap nobody tries the orders', () => {
    const many = Array.from({ length: 9 }, (_, index) => write(index, 100));
    expect(judged(...many)).toBe('step 1: more than 8 requests that overlap');
    expect(judged(...many.slice(1))).toBe('conforms');
  });

  test('one after the other they are not together, however many', () => {
    expect(judged(...Array.from({ length: 50 }, (_, index) => write(10 * index, 10 * index + 10)))).toBe('conforms');
  });
});

describe('a bound that is hit while orders are tried is no answer', () => {
  /** Explains everything, but for what it is made to answer. */
  class Trial implements OrderTrial {
    constructor(
      readonly seeing: Verdict,
      readonly absorbing: Verdict,
    ) {}

    fork(): this {
      return this;
    }

    see(): Verdict {
      return this.seeing;
    }

    seeAny(): Verdict {
      return this.seeing;
    }

    absorb(): Verdict {
      return this.absorbing;
    }
  }

  const both = [write(0, 0, A), write(0, 0, B)];

  test.each([
    ['by a step', new Trial('unknown', 'conforms')],
    ['by two orders that come to the same', new Trial('conforms', 'unknown')],
  ])('%s', (_, trial) => {
    expect(inSomeOrder<Trial>(trial, both, true)).toBe('unknown');
  });

  test('by two instants of the last one', () => {
    const trial = new Trial('conforms', 'unknown');
    expect(inSomeOrder<Trial>(trial, [write(0, 10)], true)).toBe('unknown');
    expect(inSomeOrder<Trial>(trial, [write(0, 10)], false)).toBe(trial);
  });

  test('by the steps that are taken', () => {
    const trial = new Trial('conforms', 'conforms');
    expect(inSomeOrder<Trial>(trial, both, true, 3)).toBe('unknown');
    expect(inSomeOrder<Trial>(trial, both, true, 4)).toBe(trial);
  });

  test('and none is, where none is hit', () => {
    const trial = new Trial('conforms', 'conforms');
    expect(inSomeOrder<Trial>(trial, both, true)).toBe(trial);
    expect(inSomeOrder<Trial>(new Trial('violates', 'conforms'), both, true)).toBeUndefined();
  });
});
