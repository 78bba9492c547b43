import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIRST_OPTION, headersOf, initialWorld, type Profile, type Setup, type Step, step } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { type ExploreScope, stepAt } from '../../src/explore/scope.ts';
import { copies } from '../../src/explore/scopes/copies.ts';
import { tiny } from '../../src/explore/scopes/tiny.ts';
import { ON_REQUEST } from '../../src/suts/trace-options.ts';
import { TIMES } from '../../src/testing/times.ts';
import { PROFILE } from '../workload.ts';
import { Reducer } from './reducer.ts';

const YARDSTICK = [
  'PutObject',
  'GetObject',
  'CopyObject',
  'HeadObject',
  'DeleteObject',
  'PutBucketEncryption',
  'EvictBucketKeys',
  'RestartHosts',
  'ThrottleKms',
] as const;

/** Takes the steps in the model and in the reducer; answers how often each event succeeded. */
function compare(setup: Setup, profile: Profile, steps: readonly Step[]): ReadonlyMap<string, number> {
  let world = initialWorld(setup, profile);
  const reducer = new Reducer(setup, profile.cacheLifetime.maxMs);
  const succeeded = new Map<string, number>();
  for (const [at, input] of steps.entries()) {
    const { world: after, outcome } = step(world, input, FIRST_OPTION);
    const { because: _, ...expected } = outcome;
    expect(reducer.take(input), `step ${at + 1}, ${JSON.stringify(input)}`).toEqual(expected);
    if (outcome.status < 400) succeeded.set(input.event.op, (succeeded.get(input.event.op) ?? 0) + 1);
    world = after;
  }
  return succeeded;
}

/**
 * It knows nothing of signatures, of encryption headers on a read, of algorithms that are none, nor of the alias of the
 * managed key.
 */
function isKnown({ requesters }: Setup, { by, event }: Step): boolean {
  const signs = requesters.every(({ name, signature }) => name !== by || signature === undefined);
  const isRead = event.op === 'GetObject' || event.op === 'HeadObject';
  const isManagedAlias = JSON.stringify(event).includes('alias/aws/s3');
  const isAlgorithm = headersOf(event).sse !== '' && headersOf(event).sse !== 'malformed';
  return signs && isAlgorithm && !isManagedAlias && !(isRead && Object.keys(headersOf(event)).length > 0);
}

/** A walk through a scope: its actions in a scattered order, now and then a tick. */
function walk({ actions, tickMs }: ExploreScope, length: number, seed: number): readonly Step[] {
  const choices = fc.sample(fc.nat({ max: actions.length }), { seed, numRuns: length });
  const steps: Step[] = [];
  let atMs = 0;
  for (const choice of choices) {
    const action = actions[choice];
    if (action === undefined) atMs += tickMs;
    else steps.push(stepAt(action, atMs));
  }
  return steps;
}

describe('the reducer answers as the model does, or a ratio to its speed would mean nothing', () => {
  // It knows more, of which the model has learnt more since.
  test('in random traces of the operations that it is a yardstick of', () => {
    const arbitrary = traceArbitrary({
      profile: PROFILE,
      supports: YARDSTICK,
      maxSteps: 300,
      capabilities: ON_REQUEST,
    });
    const succeeded = new Map<string, number>();
    for (const { setup, steps } of fc.sample(arbitrary, { seed: 2026, numRuns: 150 * TIMES })) {
      for (const [op, count] of compare(
        setup,
        PROFILE,
        steps.filter((one) => isKnown(setup, one)),
      ))
        succeeded.set(op, (succeeded.get(op) ?? 0) + count);
    }
    // What never succeeded was not compared.
    expect(YARDSTICK.filter((name) => (succeeded.get(name) ?? 0) < 5)).toEqual([]);
  });

  test.each([tiny, copies])('in walks through the scope $name, whose lifetimes are its own', (scope) => {
    const succeeded = compare(scope.setup, scope.profile, walk(scope, 20_000, 1));
    const names = new Set(scope.actions.map(({ event }) => event.op));
    expect([...names].filter((name) => !succeeded.has(name))).toEqual([]);
  });

  test('a requester that the setup does not have is an error', () => {
    const reducer = new Reducer(tiny.setup, 1);
    expect(() => reducer.take({ atMs: 0, by: 'nobody', event: { op: 'GetObject', bucket: 'b', key: 'x' } })).toThrow(
      '"nobody"',
    );
  });
});
