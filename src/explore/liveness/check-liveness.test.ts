import { describe, expect, test } from 'vitest';
import { DAY_MS, type Event, type EventName, perform } from '../../../model/index.ts';
import { keyStateAt } from '../../../model/rules/kms-answer.ts';
import { earlierSettingsEnd } from '../../../properties/earlier-settings-end.ts';
import type { ExploreProgress } from '../exploration.ts';
import type { ExploreScope } from '../scope.ts';
import { caches } from '../scopes/caches.ts';
import { copies } from '../scopes/copies.ts';
import { tiny } from '../scopes/tiny.ts';
import { forgetsWhoObtained } from '../testing/faults.ts';
import { checkLiveness } from './check-liveness.ts';
import type { GoalReport, Lasso, Liveness } from './liveness.ts';
import {
  disabledLooksThrottled,
  forgetsTheThrottled,
  lookingMakesItLast,
  pendingIntoSseS3,
  useRestartsWaitingPeriod,
} from './testing/faults.ts';
import { onceATick } from './testing/once-a-tick.ts';
import { runAgain } from './testing/run-again.ts';
import { deletion, REPLICATE_ALL, replicas, slow } from './testing/scopes.ts';

type Act = typeof perform;

const UNBOUNDED = { maxStates: 1_000_000 };

async function checked(scope: ExploreScope, act?: Act): Promise<Liveness> {
  const report = await checkLiveness(scope, act === undefined ? UNBOUNDED : { ...UNBOUNDED, act });
  if (report === undefined) throw new Error(`nothing can be pending in ${scope.name}`);
  return report;
}

/** The steps of a lasso, and those that are repeated. */
function told(
  lasso: Lasso | undefined,
): { stem: readonly EventName[]; cycle: readonly EventName[]; days: number } | undefined {
  if (lasso === undefined) return undefined;
  const ops = lasso.trace.steps.map(({ step }) => step.event.op);
  return { stem: ops.slice(0, lasso.cycleFrom), cycle: ops.slice(lasso.cycleFrom), days: lasso.roundMs / DAY_MS };
}

function without(report: GoalReport | undefined, id: string) {
  return told(report?.assumptions.find((assumption) => assumption.id === id)?.rulesOut);
}

function lassoOf(goals: readonly GoalReport[]): Lasso {
  const lasso = goals.find((goal) => goal.lasso !== undefined)?.lasso;
  if (lasso === undefined) throw new Error('nothing was found');
  return lasso;
}

describe('in the model everything that is pending comes to an end', () => {
  test('tiny: the deletion of a KMS key', async () => {
    const { verdict, states, goals } = await checked(tiny);
    expect([verdict, states]).toEqual(['conforms', 260]);
    expect(goals.map(({ id, subject, pendingStates }) => [id, subject, pendingStates])).toEqual([
      ['pending-deletion-ends', 'k1', 84],
    ]);
    expect(without(goals[0], 'time-passes')).toEqual({ stem: ['ScheduleKeyDeletion'], cycle: [], days: 0 });
  });

  test('copies: replication settles, because it is attempted again and faults heal', async () => {
    const { verdict, states, goals } = await checked(copies);
    expect([verdict, states]).toEqual(['conforms', 33_952]);
    expect(goals.map(({ id, subject, pendingStates }) => [id, subject, pendingStates])).toEqual([
      ['replication-settles', 'b/x', 12_992],
    ]);
    expect(without(goals[0], 'attempted-again')).toEqual({
      stem: ['PutBucketReplication', 'PutObject'],
      cycle: [],
      days: 0,
    });
    const throttled = without(goals[0], 'throttling-heals');
    expect(throttled?.stem).toHaveLength(4);
    expect(throttled?.stem).toContain('ThrottleKms');
    expect([throttled?.cycle, throttled?.days]).toEqual([['ReplicateObject'], 0]);
  });

  test('caches has nothing that can be pending', async () => {
    expect(await checkLiveness(caches, UNBOUNDED)).toBeUndefined();
  });

  test('what is never pending is reported as never exercised', async () => {
    const { verdict, goals } = await checked({
      ...replicas,
      actions: replicas.actions.filter((action) => action !== REPLICATE_ALL),
    });
    expect(verdict).toBe('conforms');
    expect(goals.map(({ pendingStates }) => pendingStates)).toEqual([0]);
    expect(goals[0]?.assumptions.map(({ rulesOut }) => rulesOut)).toEqual([undefined, undefined]);
  });

  test('a rule that is taken away, or leaves KMS-encrypted objects out, leaves nothing to attempt (F-66)', async () => {
    const { by, event } = REPLICATE_ALL;
    if (event.op !== 'PutBucketReplication') throw new Error('another rule was expected');
    const { replicaKmsKeyId: _, ...narrow } = event;
    const { verdict, goals } = await checked({
      ...replicas,
      actions: [
        ...replicas.actions,
        { by, event: narrow },
        { by, event: { op: 'DeleteBucketReplication', bucket: 'b' } },
      ],
    });
    expect(verdict).toBe('conforms');
    expect(goals[0]?.pendingStates).toBeGreaterThan(0);
  });
});

describe('a mistake that keeps something pending is found, by a shortest way to a cycle', () => {
  test.each<
    [
      reason: string,
      scope: ExploreScope,
      act: Act,
      id: string,
      stem: readonly EventName[],
      cycle: readonly EventName[],
      days: number,
    ]
  >([
    [
      'a replica that arrives in a bucket with SSE-S3 leaves its source pending',
      replicas,
      pendingIntoSseS3,
      'replication-settles',
      ['PutBucketReplication', 'PutObject', 'ReplicateObject'],
      ['ReplicateObject'],
      0,
    ],
    [
      'a disabled KMS key is tried for ever',
      replicas,
      disabledLooksThrottled,
      'replication-settles',
      ['PutBucketEncryption', 'PutBucketReplication', 'PutObject', 'DisableKey'],
      ['ReplicateObject'],
      0,
    ],
    [
      'what was throttled once is never taken up again',
      replicas,
      forgetsTheThrottled,
      'replication-settles',
      [
        'PutBucketEncryption',
        'PutBucketReplication',
        'PutObject',
        'ThrottleKms',
        'ReplicateObject',
        'ThrottleKms',
        'ReplicateObject',
      ],
      ['ReplicateObject'],
      0,
    ],
    [
      'a waiting period that each use starts anew never ends',
      deletion,
      useRestartsWaitingPeriod,
      'pending-deletion-ends',
      ['PutBucketEncryption', 'PutObject', 'ScheduleKeyDeletion'],
      ['GetObject'],
      7,
    ],
  ])('%s', async (_, scope, act, id, stem, cycle, days) => {
    const { verdict, goals } = await checked(scope, act);
    expect(verdict).toBe('violates');
    const found = goals.find(({ lasso }) => lasso !== undefined);
    expect(found?.id).toBe(id);
    const { stem: way = [], ...round } = told(found?.lasso) ?? {};
    // Steps that may as well come in another order do.
    expect(way.toSorted()).toEqual(stem.toSorted());
    expect(round).toEqual({ cycle, days });
    expect((await checked(scope)).verdict).toBe('conforms');
  });
});

describe('a lasso is a run of the model', () => {
  test('the cycle leads back to where it began, with the replication pending all the way', async () => {
    for (const act of [pendingIntoSseS3, disabledLooksThrottled, forgetsTheThrottled]) {
      const { goals } = await checked(replicas, act);
      const { keys, worlds } = runAgain(replicas, lassoOf(goals), act);
      expect(new Set(keys).size).toBe(1);
      expect(worlds.map(({ scope, objects }) => objects.get(scope.object('b', 'x'))?.replication)).toEqual([
        'pending',
        'pending',
      ]);
    }
  });

  test('so does one without the assumption that faults heal, on the model as it is', async () => {
    const { goals } = await checked(replicas);
    const throttled = goals[0]?.assumptions.find(({ id }) => id === 'throttling-heals')?.rulesOut;
    if (throttled === undefined) throw new Error('the assumption is not needed');
    const { keys, worlds } = runAgain(replicas, throttled, perform);
    expect(new Set(keys).size).toBe(1);
    expect(worlds.map(({ kmsThrottled }) => kmsThrottled)).toEqual([true, true]);
    expect(worlds.map(({ scope, objects }) => objects.get(scope.object('b', 'x'))?.replication)).toEqual([
      'pending',
      'pending',
    ]);
  });

  test('the cycle takes as long as it says', async () => {
    const { goals } = await checked(deletion, useRestartsWaitingPeriod);
    const { keys, worlds } = runAgain(deletion, lassoOf(goals), useRestartsWaitingPeriod);
    expect(new Set(keys).size).toBe(1);
    expect(worlds.map((world) => keyStateAt(world.kmsKeys.get(0)!.control.current, world.nowMs))).toEqual([
      'pendingDeletion',
      'pendingDeletion',
    ]);
  });
});

describe('settings that are seen late', () => {
  const change = (event: Event) => ({ by: 'ann', event });
  const looks = change({ op: 'GetBucketEncryption', bucket: 'b' });
  const rules = [
    change({ op: 'PutBucketEncryption', bucket: 'b', rules: [{ SSEAlgorithm: 'aws:kms' }] }),
    change({ op: 'DeleteBucketEncryption', bucket: 'b' }),
  ];

  test.each([
    ['the encryption rule of b', rules],
    ['the state of k1', [change({ op: 'DisableKey', keyId: 'k1' }), change({ op: 'EnableKey', keyId: 'k1' })]],
    [
      'the key policy of k1',
      [
        change({
          op: 'PutKeyPolicy',
          keyId: 'k1',
          statements: [{ effect: 'Allow', principal: '*', actions: ['kms:PutKeyPolicy'] }],
        }),
        change({
          op: 'PutKeyPolicy',
          keyId: 'k1',
          statements: [{ effect: 'Allow', principal: '*', actions: ['kms:*'] }],
        }),
      ],
    ],
    [
      'the target of alias/a',
      [
        change({ op: 'UpdateAlias', alias: 'alias/a', keyId: 'k2' }),
        change({ op: 'UpdateAlias', alias: 'alias/a', keyId: 'k1' }),
      ],
    ],
  ])('%s is seen as it is once it is left alone, and need not be otherwise', async (subject, actions) => {
    const { verdict, goals } = await checked({ ...slow, actions }, onceATick);
    expect(verdict).toBe('conforms');
    expect(goals.map((goal) => [goal.id, goal.subject])).toEqual([['earlier-settings-end', subject]]);
    // A goal may rest on a part of what its property rests on, and on nothing else.
    expect(earlierSettingsEnd.requirements).toEqual(expect.arrayContaining([...(goals[0]?.requirements ?? ['none'])]));
    const busy = without(goals[0], 'left-alone');
    expect(busy?.days).toBeGreaterThan(0);
    expect(busy?.cycle.length).toBeGreaterThan(0);
  });

  test('a mistake by which looking makes the earlier rule last is found', async () => {
    const scope = { ...slow, actions: [...rules.slice(0, 1), looks] };
    expect((await checked(scope, onceATick)).verdict).toBe('conforms');
    const { goals } = await checked(scope, (draft, input, chooser) =>
      (input.event.op === 'GetBucketEncryption' ? lookingMakesItLast : onceATick)(draft, input, chooser),
    );
    expect(told(lassoOf(goals))).toEqual({ stem: ['PutBucketEncryption'], cycle: ['GetBucketEncryption'], days: 7 });
  });
});

describe('a check that is cut short claims nothing', () => {
  test('by the bound on states', async () => {
    const report = await checkLiveness(tiny, { maxStates: 259 });
    expect([report?.verdict, report?.unknownBecause, report?.goals]).toEqual([
      'unknown',
      'the bound of 259 states for liveness',
      [],
    ]);
    expect((await checkLiveness(tiny, { maxStates: 260 }))?.verdict).toBe('conforms');
  });

  test.each([
    ['states are found', 0, false],
    ['what is pending is', 12, true],
  ])('by an interruption while %s', async (_, atDepth, isSeenWhole) => {
    const interruption = new AbortController();
    // Not at once, but when the search has expanded this level: it is the last one, or is not.
    const soon = () => setImmediate(() => setImmediate(() => interruption.abort()));
    const onProgress = ({ depth }: ExploreProgress) => depth === atDepth && soon();
    const report = await checkLiveness(replicas, { ...UNBOUNDED, signal: interruption.signal, onProgress });
    expect([report?.verdict, report?.unknownBecause, report?.goals]).toEqual(['unknown', 'the interruption', []]);
    expect(report?.states === (await checked(replicas)).states).toBe(isSeenWhole);
  });

  test('by a broken invariant', async () => {
    const report = await checkLiveness(tiny, { ...UNBOUNDED, act: forgetsWhoObtained });
    expect([report?.verdict, report?.unknownBecause]).toEqual(['unknown', 'a violation of every-requester-pays']);
  });
});
