import { describe, expect, test } from 'vitest';
import { type Body, type Event, type Observation, profileNamed } from '../../model/index.ts';
import { abort, begin, encrypt, get, put } from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { RULES, SCENE } from '../../model/testing/scene.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { Judge } from '../check/judge.ts';
import { smallestCore } from './smallest-core.ts';
import type { OrderTrial } from './some-order.ts';

const A = { text: 'a', md5: '0cc175b9c0f1b6a831c399e269772661' };
const B = { text: 'b', md5: '92eb5ffee6ae2fec3ad71c777531578f' };

type ObjectName = `${string}/${string}`;

function write(fromMs: number, endMs: number, name: ObjectName = 'c/x', body: Body = A): ObservedStep {
  return seen(fromMs, endMs, put(name, {}, body), { status: 200 });
}

function read(fromMs: number, endMs: number, { md5 }: Body): ObservedStep {
  return seen(fromMs, endMs, get('c/x'), { status: 200, contentMd5: md5 });
}

function missed(fromMs: number, endMs: number, name: ObjectName = 'c/x'): ObservedStep {
  return seen(fromMs, endMs, get(name), { status: 404 });
}

function seen(atMs: number, endMs: number, event: Event, observation: Observation): ObservedStep {
  return { step: { atMs, by: 'ann', event }, observation, endMs };
}

function violationOf(steps: readonly ObservedStep[], setup = SCENE, profile = IDEAL) {
  const judge = new Judge({ setup, profile, properties: [], oracle: true });
  for (const one of steps) judge.see(one);
  judge.end();
  return judge.violation;
}

/** Overlaps with all that is short, and has to do with none of it. */
const LONG = write(0, 100, 'c/long');

describe('the fewest requests that have no order', () => {
  test('are two among eight', () => {
    const others = [1, 2, 3, 4, 5].map((atMs) => write(atMs, atMs + 90, `c/other${atMs}`));
    const violation = violationOf([LONG, ...others, write(10, 20), missed(20, 30)], SCENE, profileNamed('aws'));
    expect(violation).toMatchObject({ core: [6, 7], stepIndex: 7, parts: [{ part: 'status', expected: '200' }] });
    expect(violation?.reason).toBe(
      '8 requests overlapped, and in no order does the model explain PutObject (step 7) and GetObject (step 8), ' +
        'whatever became of the others. Where the rest is explained: ann tried to read c/x at 0.02 s, but 200 is ' +
        'due, not 404',
    );
  });

  test('are three, none of which can be left out', () => {
    const writes = [write(0, 100), write(0, 100, 'c/x', B)];
    expect(violationOf([...writes, read(10, 20, A), read(30, 40, B), read(50, 60, A)])?.core).toEqual([2, 3, 4]);
    expect(violationOf([...writes, read(10, 20, A), read(30, 40, B)])).toBeUndefined();
    expect(violationOf([...writes, read(30, 40, B), read(50, 60, A)])).toBeUndefined();
  });

  test('are all, where each can be but not all of them: then nothing became of others', () => {
    const aborted = (atMs: number) => seen(atMs, atMs + 9, abort('c/x'), { status: 204 });
    const violation = violationOf([seen(0, 1, begin('c/x'), { status: 200 }), aborted(2), aborted(3)]);
    expect(violation?.core).toEqual([1, 2]);
    expect(violation?.reason).toMatch(
      /^2 requests overlapped, and in no order does the model explain \w+ \(step 2\) and \w+ \(step 3\)\. Where the/,
    );
  });

  test('are one, where nothing that overlaps with it can have led to its answer', () => {
    expect(violationOf([LONG, read(10, 20, B)])).toMatchObject({ core: [1], stepIndex: 1 });
  });

  test('are blamed for what they were answered, not whoever has read what they wrote', () => {
    // That the write was refused is what cannot be, as it was read.
    const refused = seen(10, 20, encrypt('c', RULES.B2), { status: 403 });
    expect(violationOf([LONG, refused, read(30, 40, A)])?.core).toEqual([1]);
    const failed = { ...write(20, 50), observation: { status: 500, code: 'InternalError' } };
    expect(violationOf([LONG, read(10, 60, A), failed])?.core).toEqual([2]);
  });

  test('are those that are over first, and a later one that is refused as well is not told', () => {
    expect(violationOf([LONG, write(10, 20), missed(20, 30), missed(40, 50)])?.core).toEqual([1, 2]);
  });

  test('are all that nothing can be said without, where a bound is hit', () => {
    /** Refuses whoever looks at all, and says nothing where somebody does not. */
    const trial: OrderTrial & { fork(): OrderTrial } = {
      fork: () => trial,
      see: () => 'violates',
      seeAny: () => 'unknown',
      absorb: () => 'conforms',
    } as never;
    expect(smallestCore(trial as never, [write(0, 9), write(0, 9, 'c/y')], true)).toEqual([0, 1]);
  });

  test('are not told of one request, nor where it is unknown what was before', () => {
    const alone = violationOf([read(0, 9, A)]);
    expect(alone?.reason).toMatch(/^ann read c\/x/);
    expect(alone).not.toHaveProperty('core');
    const recorded = { ...SCENE, unknown: { objects: [{ bucket: 'c', key: 'y' }] } };
    const violation = violationOf([LONG, write(10, 20), missed(20, 30)], recorded);
    expect(violation).not.toHaveProperty('core');
    expect(violation?.reason).toMatch(
      /^3 requests overlapped, and in no order does the model explain PutObject \(step 1\) and PutObject \(step 2\)/,
    );
  });

  test('where nothing explains all but the last, it is told what is wrong in the order of their beginnings', () => {
    const recorded = { ...SCENE, unknown: { objects: [{ bucket: 'c', key: 'y' }] } };
    expect(violationOf([LONG, write(10, 20), missed(20, 30), missed(40, 50)], recorded)?.reason).toMatch(
      /^4 requests overlapped.* In the order in which they began: ann tried to read c\/x at 0\.02 s, but 200 is due/,
    );
  });
});
