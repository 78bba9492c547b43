import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forEachResult, initialWorld, perform, type StepResult, type World } from '../../../model/index.ts';
import { Coverage } from '../coverage.ts';
import { replicas } from '../liveness/testing/scopes.ts';
import { NONE } from '../memo/action-runner.ts';
import { stateOf } from '../parts/state-of.ts';
import { type ExploreScope, stepAt } from '../scope.ts';
import { openProfile } from '../scopes/common.ts';
import { Successors } from './successors.ts';

/**
 * Replication with a cache that may lose anything, and a flag that a replica may or may not have (D-08): attempts with
 * several results. A rule may be taken or refused (U-14), so that the first result need not be the idle one.
 */
const open: ExploreScope = {
  ...replicas,
  profile: {
    ...openProfile('open'),
    coldWrite: ['generate', 'unwrap'],
    readWarmsWrite: [false, true],
    inertHeader: ['ignored', 'refused'],
    mixedReplicaFlag: [false, true],
  },
  actions: [
    ...replicas.actions,
    {
      by: 'ann',
      event: { op: 'PutBucketEncryption', bucket: 'b', rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' }] },
    },
    {
      by: 'ann',
      event: {
        op: 'PutBucketEncryption',
        bucket: 'b',
        rules: [{ SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }],
      },
    },
    { by: null, event: { op: 'EvictBucketKeys', bucket: 'd' } },
  ],
};

function resultsOf(world: World, scope: ExploreScope, place: number): readonly StepResult[] {
  const action = scope.actions[place];
  if (action === undefined) throw new Error(`no action ${place}`);
  const results: StepResult[] = [];
  forEachResult(world, stepAt(action, world.nowMs), { etag: () => undefined }, (result) => {
    results.push(result);
    return true;
  });
  return results;
}

test('what leaves a state as it is, is the first result that leaves the whole world as it is', () => {
  const initial = initialWorld(open.setup, open.profile);
  const successors = new Successors(open, new Coverage(), perform);
  const { layout } = successors;
  const seen = { none: 0, first: 0, later: 0 };
  const walk = fc.array(fc.tuple(fc.nat({ max: open.actions.length }), fc.nat({ max: 7 })), {
    minLength: 10,
    maxLength: 40,
    size: 'max',
  });
  fc.assert(
    fc.property(walk, (moves) => {
      let world = initial;
      for (const [place, choice] of moves) {
        const state = stateOf(layout, world);
        for (const action of open.actions.keys()) {
          const expected = resultsOf(world, open, action).findIndex(
            (result) => stateOf(layout, result.world).join() === state.join(),
          );
          expect(successors.idleResult(action, Uint32Array.from([0, ...state]), 1)).toBe(expected);
          if (expected === NONE) seen.none++;
          else if (expected === 0) seen.first++;
          else seen.later++;
        }
        const results = place === open.actions.length ? [] : resultsOf(world, open, place);
        world = results[choice % results.length]?.world ?? { ...world, nowMs: world.nowMs + open.tickMs };
      }
    }),
    { numRuns: 30, seed: 11 },
  );
  expect(Math.min(seen.none, seen.first, seen.later)).toBeGreaterThan(0);
});
