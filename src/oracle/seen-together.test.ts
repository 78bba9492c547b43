import { describe, expect, test } from 'vitest';
import type { Body, Event, Observation, Profile } from '../../model/index.ts';
import { abort, begin, encrypt, get, listParts, part, put } from '../../model/testing/events.ts';
import { IDEAL } from '../../model/testing/model-run.ts';
import { OTHER_BODY, RULES, SCENE, TEST_BODY } from '../../model/testing/scene.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { DEFAULT_BOUNDS } from './bounds.ts';
import { Oracle } from './oracle.ts';

const OK: Observation = { status: 200 };
const NONE: Observation = { status: 404 };
const shows = ({ md5 }: Body): Observation => ({ status: 200, contentMd5: md5 });

function seen(atMs: number, endMs: number, event: Event, observation: Observation): ObservedStep {
  return { step: { atMs, by: 'ann', event }, observation, endMs };
}

/** An oracle of so many strict caches, which looks at so much. */
function oracleOf(caches = 1, bounds = DEFAULT_BOUNDS): Oracle {
  const profile: Profile = { ...IDEAL, caches };
  return new Oracle(SCENE, profile, bounds);
}

describe('requests that overlap', () => {
  const both = [seen(0, 9, put('b/o'), OK), seen(1, 8, put('b/o', {}, OTHER_BODY), OK)];

  test('count as a step each, so that a later violation has its place in the trace', () => {
    const oracle = oracleOf();
    expect(oracle.seeTogether(both)).toBe('conforms');
    expect(oracle.see(seen(10, 10, get('b/o'), NONE))).toBe('violates');
    expect(oracle.violation?.stepIndex).toBe(2);
  });

  test('leave the worlds of every order, and the most that there were is kept', () => {
    const oracle = oracleOf();
    oracle.seeTogether(both.map((one) => ({ ...one, step: { ...one.step, atMs: 0 }, endMs: 0 })));
    expect([oracle.frontier.length, oracle.largestFrontier]).toEqual([2, 2]);
    expect(oracle.see(seen(10, 10, get('b/o'), shows(OTHER_BODY)))).toBe('conforms');
    expect(oracle.seeTogether([seen(11, 11, put('b/p'), OK), seen(11, 11, put('b/q'), OK)])).toBe('conforms');
    expect([oracle.frontier.length, oracle.largestFrontier]).toEqual([1, 2]);
  });

  test('are none of it where there are none', () => {
    const oracle = new Oracle({ ...SCENE, unknown: 'everything' }, IDEAL);
    expect(oracle.seeTogether([])).toBe('conforms');
    expect(oracle.see(seen(0, 0, get('b/o'), shows(TEST_BODY)))).toBe('conforms');
  });

  test('change no verdict that is final, nor what it says', () => {
    const oracle = oracleOf();
    oracle.see(seen(0, 0, get('b/o'), OK));
    const { violation } = oracle;
    expect(oracle.seeTogether(both)).toBe('violates');
    expect(oracle.violation).toBe(violation);
    expect(oracle.seeAny({ atMs: 0, by: 'ann', event: put('b/o') })).toBe('violates');
    expect(oracle.frontier).toHaveLength(1);
  });

  test('are unknown where their orders come to more worlds than are kept, and it is said so', () => {
    const oracle = oracleOf(1, { worlds: 1, results: 100 });
    expect(oracle.seeTogether(both)).toBe('unknown');
    expect(oracle.unknownBecause).toBe('step 1: more orders of requests that overlap than are looked at');
    expect([oracle.verdict, oracle.violation]).toEqual(['unknown', undefined]);
  });

  test('are known where their orders come to as many worlds as are kept', () => {
    const oracle = oracleOf(1, { worlds: 2, results: 100 });
    expect(oracle.seeTogether(both.map((one) => ({ ...one, step: { ...one.step, atMs: 0 }, endMs: 0 })))).toBe(
      'conforms',
    );
  });

  test('leave it open what comes later of an upload that was aborted beside a part of it (F-200)', () => {
    const oracle = oracleOf();
    oracle.see(seen(0, 0, begin('c/x'), OK));
    expect(oracle.seeTogether([seen(1, 9, part('c/x', 1), OK), seen(2, 8, abort('c/x'), { status: 204 })])).toBe(
      'conforms',
    );
    expect(oracle.see(seen(10, 10, listParts('c/x'), OK))).toBe('unknown');
    expect(oracle.unknownBecause).toMatch(/^step 4: an upload that may be there although it was aborted/);
  });

  test('tell of the fewest that have no order, counted from the beginning of the trace', () => {
    const oracle = oracleOf();
    oracle.see(seen(0, 0, put('b/o'), OK));
    expect(oracle.seeTogether([seen(1, 9, get('b/o'), OK), seen(2, 8, get('b/o'), NONE)])).toBe('violates');
    expect(oracle.violation).toMatchObject({ core: [2], stepIndex: 2 });
  });
});

describe('a request of which nobody knows what became', () => {
  const step = { atMs: 5, by: 'ann', event: put('b/o', {}, OTHER_BODY) };

  function written(): Oracle {
    const oracle = oracleOf();
    oracle.see(seen(0, 0, put('b/o'), OK));
    expect(oracle.seeAny(step)).toBe('conforms');
    return oracle;
  }

  test('came to whatever the model admits, or to nothing, and to nothing else', () => {
    expect(written().see(seen(5, 5, get('b/o'), shows(OTHER_BODY)))).toBe('conforms');
    expect(written().see(seen(5, 5, get('b/o'), shows(TEST_BODY)))).toBe('conforms');
    expect(written().see(seen(5, 5, get('b/o'), NONE))).toBe('violates');
  });

  test('is a step, at its time', () => {
    const oracle = written();
    expect(oracle.frontier.map(({ nowMs }) => nowMs)).toEqual([5, 5]);
    oracle.see(seen(5, 5, get('b/o'), NONE));
    expect(oracle.violation?.stepIndex).toBe(2);
  });

  test('is unknown where it may have come to more than is kept', () => {
    const oracle = oracleOf(1, { worlds: 1, results: 100 });
    expect(oracle.seeAny(step)).toBe('unknown');
    expect(oracle.unknownBecause).toMatch(/more outcomes of one step than are looked at$/);
  });

  test('is unknown where there is more than can be looked at of one thing that it may have come to', () => {
    const oracle = oracleOf(2, { worlds: 100, results: 2 });
    oracle.see(seen(0, 0, encrypt('b', RULES.B2), OK));
    for (const by of ['ann', 'bob']) oracle.see({ step: { atMs: 1, by, event: put('b/o') }, observation: OK });
    expect(oracle.verdict).toBe('conforms');
    expect(oracle.seeAny(step)).toBe('unknown');
    expect(oracle.unknownBecause).toMatch(/more outcomes of one step than are looked at$/);
  });
});
