import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Event, profileNamed, type Step } from '../../model/index.ts';
import { encrypt, get, put } from '../../model/testing/events.ts';
import { RULES, SCENE } from '../../model/testing/scene.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { mayOverlap } from '../check/overlap/groups.ts';
import { withoutShared } from '../check/overlap/run-overlapped.ts';
import { RACE_FAULTS } from '../check/overlap/testing/race-faults.ts';
import { Oracle } from '../oracle/oracle.ts';
import { REFERENCE_PARTS, type ReferenceParts } from '../reference/index.ts';
import { scheduledFor } from './testing/scheduled.ts';

const SEED = 13;
const RUNS = 50;
const IDEAL = profileNamed('ideal');
const UNDER_AWS_KEY = { sse: 'aws:kms', bucketKeyEnabled: true } as const;

function step(event: Event, by = 'ann'): Step {
  return { atMs: 0, by, event };
}

const BEFORE: readonly Event[] = [encrypt('b', RULES.B2)];

const REQUESTS: Step[] = [
  step(get('b/k')),
  step(put('b/k')),
  step(put('b/l')),
  step(put('b/m'), 'bob'),
  step(put('d/k', UNDER_AWS_KEY)),
  step(encrypt('b', RULES.B0)),
  step({ op: 'DeleteBucket', bucket: 'd' }),
];

/** What tells afterwards what they have left. */
const AFTERWARDS: readonly Event[] = [
  get('b/k'),
  put('b/z'),
  { op: 'CreateBucket', bucket: 'd' },
  put('d/z', UNDER_AWS_KEY),
];

const requests = fc
  .subarray(REQUESTS, { maxLength: 5 })
  .filter((steps) =>
    steps.every((one, place) => steps.slice(place + 1).every((other) => mayOverlap(one.event, other.event))),
  );

/** What is wrong with requests that a scheduler has overlapped; undefined as it should be. */
async function wrongWith(steps: readonly Step[], scheduler: fc.Scheduler, parts: ReferenceParts) {
  const reference = scheduledFor(scheduler, IDEAL, SCENE, parts);
  const oracle = new Oracle(SCENE, IDEAL);
  const alone = async (event: Event) =>
    oracle.see({ step: step(event), observation: await reference.apply(step(event)) });
  for (const event of BEFORE) await alone(event);
  const answers = await reference.applyTogether(steps);
  const group = steps.map((one, place): ObservedStep => {
    const others = answers.filter((_, other) => other !== place);
    return withoutShared({ step: one, observation: answers[place] ?? { status: 0 } }, others);
  });
  oracle.seeTogether(group);
  for (const event of AFTERWARDS) await alone(event);
  return oracle.violation?.reason ?? oracle.unknownBecause;
}

/**
 * Several for the same requests: of two that were found among more, one of them shows the race again. A number is drawn
 * before each, as schedulers drawn one after the other would do the same.
 */
const schedulers = fc.array(fc.tuple(fc.noShrink(fc.nat()), fc.scheduler()), { minLength: 6, maxLength: 6 });

function checked(parts: ReferenceParts) {
  const property = fc.asyncProperty(requests, schedulers, async (steps, several) => {
    for (const [, scheduler] of several) {
      const wrong = await wrongWith(steps, scheduler, parts);
      if (wrong !== undefined) throw new Error(`${wrong}\n${scheduler}`);
    }
  });
  return fc.check(property, { seed: SEED, numRuns: RUNS });
}

describe('requests that a scheduler of fast-check overlaps', () => {
  test('have some order', async () => {
    const { failed, numRuns, errorInstance } = await checked(REFERENCE_PARTS);
    expect(errorInstance).toBeNull();
    expect({ failed, numRuns }).toEqual({ failed: false, numRuns: RUNS });
  });

  /** Of each fault, after how many draws it is found, and what is left of them. */
  const found = [
    { numRuns: 3, left: ['PutObject', 'PutObject'] },
    { numRuns: 19, left: ['PutObject', 'DeleteBucket'] },
    { numRuns: 19, left: ['PutObject', 'DeleteBucket'] },
    { numRuns: 1, left: ['PutObject', 'PutBucketEncryption'] },
  ];
  test.each(RACE_FAULTS.map(([fault, parts], place) => [fault, parts, found[place]] as const))(
    'shrink to the two that show that %s',
    async (_fault, parts, expected) => {
      const { counterexample, numRuns, errorInstance } = await checked(parts);
      expect({ numRuns, left: counterexample?.[0].map(({ event }) => event.op) }).toEqual(expected);
      expect(String(errorInstance)).toMatch(/begins resolved/);
    },
  );
});
