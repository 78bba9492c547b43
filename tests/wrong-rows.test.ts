import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Event, EventName, Profile, Setup, Step } from '../model/index.ts';
import { OPERATIONS, type Operation, PROFILES } from '../model/index.ts';
import type { ObservedStep } from '../properties/observed-step.ts';
import type { ExploreScope } from '../src/explore/scope.ts';

const IDEAL = PROFILES.find(({ name }) => name === 'ideal') as Profile;
const object = { bucket: 'b', key: 'k' };
const source = { bucket: 'a', key: 'x' };
const body = { text: 'a', md5: '0cc175b9c0f1b6a831c399e269772661' };
const setup: Setup = {
  requesters: [
    { name: 'one', account: '111111111111', principal: 'r1', session: 's' },
    { name: 'two', account: '111111111111', principal: 'r2', session: 's' },
  ],
  kmsKeys: [{ id: 'k1', account: '111111111111' }],
  aliases: [],
  buckets: [
    { name: 'b', account: '111111111111', plainObjects: [{ key: 'k', body }] },
    { name: 'c', account: '111111111111', plainObjects: [] },
  ],
};
const put: Event = { op: 'PutObject', ...object, body, headers: {} };
const get: Event = { op: 'GetObject', ...object };
const head: Event = { op: 'HeadObject', ...object };
const copy: Event = { op: 'CopyObject', source, ...object, headers: {} };
const restart: Event = { op: 'RestartHosts' };
const deletion: Event = { op: 'ScheduleKeyDeletion', keyId: 'k1', pendingWindowInDays: 8 };

function stepOf(name: string | null, event: Event): Step {
  return { atMs: 0, by: name, event };
}

function scopeOf(...actions: readonly { readonly by: string | null; readonly event: Event }[]): ExploreScope {
  return { name: 's', title: '', setup, profile: IDEAL, tickMs: 1_000, actions, monitored: false };
}

/** Something derived from the rows: what it comes to, and a wrong row under which it comes to something else. */
interface Derived {
  readonly what: string;
  readonly op: EventName;
  readonly wrong: Partial<Operation>;
  /** Loads what is derived and asks it something. */
  ask(): Promise<unknown>;
}

const derived: readonly Derived[] = [
  {
    what: 'the schema of a trace has the fields of the row',
    op: 'HeadObject',
    wrong: { fields: { bucket: 'bucket' } },
    ask: async () => z.toJSONSchema((await import('../src/trace/schema/event-schema.ts')).eventSchema),
  },
  {
    what: 'a trace is checked for who asks',
    op: 'GetObject',
    wrong: { by: 'environment' },
    ask: async () => (await import('../src/trace/step-check.ts')).eventProblem(stepOf(null, get), new Set(['one'])),
  },
  {
    what: 'a body is checked against its MD5',
    op: 'PutObject',
    wrong: { fields: { ...OPERATIONS.PutObject.fields, body: 'flag' } },
    ask: async () => {
      const { eventProblem } = await import('../src/trace/step-check.ts');
      return eventProblem(stepOf('one', { ...put, body: { ...body, md5: '' } }), new Set(['one']));
    },
  },
  {
    what: 'an event is told by its template',
    op: 'CopyObject',
    wrong: { wording: { call: '{source}' } },
    ask: async () => {
      const [{ eventText }, { Names }] = await Promise.all([
        import('../src/report/event-text.ts'),
        import('../src/report/names.ts'),
      ]);
      const header = { bucketkeyTrace: 1, profile: 'ideal', sut: '', seed: 0, setup };
      return eventText(copy, new Names({ header, steps: [] }));
    },
  },
  {
    what: 'a sentence begins with what was done',
    op: 'CopyObject',
    wrong: { wording: { ...OPERATIONS.CopyObject.wording, past: 'wrote {bucket}/{key}' } },
    ask: async () =>
      (await import('../properties/wording.ts')).stepText({ step: stepOf('one', copy), observation: { status: 200 } }),
  },
  {
    what: 'an action is renamed where its row has names',
    op: 'CopyObject',
    wrong: { fields: { ...OPERATIONS.CopyObject.fields, source: 'flag' } },
    ask: async () => {
      const [{ renamedAction }, { Renaming }] = await Promise.all([
        import('../src/explore/large/symmetry/renamed-action.ts'),
        import('../src/explore/large/symmetry/renaming.ts'),
      ]);
      const names = { requesters: new Map(), buckets: new Map([['a', 'z']]), keys: new Map(), caches: [] };
      return renamedAction(stepOf('one', copy), new Renaming(setup, names));
    },
  },
  {
    what: 'a scope knows the buckets and keys of its actions',
    op: 'CopyObject',
    wrong: { fields: { ...OPERATIONS.CopyObject.fields, source: 'flag' } },
    ask: async () => {
      const { bucketNames, keyNames } = await import('../src/explore/scope.ts');
      return [bucketNames(scopeOf(stepOf('one', copy))), keyNames(scopeOf(stepOf('one', copy)))];
    },
  },
  {
    what: 'what is about the hosts is looked up alone',
    op: 'RestartHosts',
    wrong: { about: 'kms' },
    ask: async () => {
      const throttle: Event = { op: 'ThrottleKms', on: true };
      return (await import('../src/explore/large/action-groups.ts')).actionGroups(
        scopeOf(stepOf(null, restart), stepOf(null, throttle)),
      );
    },
  },
  {
    what: 'who looks at headers matters by the account only',
    op: 'HeadObject',
    wrong: { reads: { ...OPERATIONS.HeadObject.reads, decrypts: 'always' } },
    ask: async () => {
      const { symmetriesOf } = await import('../src/explore/large/symmetry/symmetries.ts');
      return symmetriesOf(scopeOf(stepOf('one', head), stepOf('one', get), stepOf('two', get))).map(
        ({ actions }) => actions,
      );
    },
  },
  {
    what: 'the model shows of a version what the row says',
    op: 'HeadObject',
    wrong: { reads: { ...OPERATIONS.HeadObject.reads, shows: 'etag' } },
    ask: async () => {
      const { initialWorld, FIRST_OPTION, step } = await import('../model/index.ts');
      const { world } = step(initialWorld(setup, IDEAL), stepOf('one', put), FIRST_OPTION);
      return step(world, stepOf('one', head), FIRST_OPTION).outcome;
    },
  },
  {
    what: 'S3 is asked for every action of the row',
    op: 'HeadObject',
    wrong: { reads: { ...OPERATIONS.HeadObject.reads, needs: ['s3:GetObject', 's3:DeleteObject'] } },
    ask: async () => {
      const { initialWorld, FIRST_OPTION, step } = await import('../model/index.ts');
      const statements = [{ effect: 'Deny', principal: '*', actions: ['s3:DeleteObject'] }] as const;
      const { world } = step(
        initialWorld(setup, IDEAL),
        stepOf('one', { op: 'PutBucketPolicy', bucket: 'b', statements }),
        FIRST_OPTION,
      );
      return step(world, stepOf('one', head), FIRST_OPTION).outcome;
    },
  },
  {
    what: 'what an answer never shows says nothing',
    op: 'HeadObject',
    wrong: { reads: { ...OPERATIONS.HeadObject.reads, shows: 'etag' } },
    ask: async () => {
      const [{ shownOf }, { operationOf }] = await Promise.all([
        import('../properties/ledger/shown-of.ts'),
        import('../model/index.ts'),
      ]);
      return shownOf(operationOf(head), { status: 200, sse: null, etag: 'e' });
    },
  },
  {
    what: 'what may be opened is, where KMS was called',
    op: 'GetObject',
    wrong: { reads: { ...OPERATIONS.GetObject.reads, decrypts: 'headDecrypts' } },
    ask: async () => {
      const { objectDecrypted: objectOpened, operationOf } = await import('../model/index.ts');
      const call = { operation: 'Decrypt', by: 'one', keyArn: '', context: {}, result: 'ok' } as const;
      return [undefined, [], [call]].map((calls) => objectOpened(get, operationOf(get), calls) ?? null);
    },
  },
  {
    what: 'a scope file may name only what is there',
    op: 'CopyObject',
    wrong: { fields: { ...OPERATIONS.CopyObject.fields, source: 'flag' } },
    ask: async () =>
      (await import('../src/explore/scope-file/action-check.ts')).actionsProblem([stepOf('one', copy)], setup, 1_000),
  },
  {
    what: 'a waiting period in a scope file is a whole number of ticks',
    op: 'ScheduleKeyDeletion',
    wrong: { fields: { keyId: 'keyId', pendingWindowInDays: 'rotationPeriod' } },
    ask: async () =>
      (await import('../src/explore/scope-file/action-check.ts')).actionsProblem(
        [stepOf('one', deletion)],
        setup,
        7_001,
      ),
  },
  {
    what: 'the explorer finds what was opened',
    op: 'GetObject',
    wrong: { reads: { ...OPERATIONS.GetObject.reads, decrypts: 'never' } },
    ask: async () => {
      const [{ sidesOf }, { initialWorld, FIRST_OPTION, step }] = await Promise.all([
        import('../properties/transition.ts'),
        import('../model/index.ts'),
      ]);
      const before = initialWorld(setup, IDEAL);
      const { world: after, outcome } = step(before, stepOf('one', get), FIRST_OPTION);
      const written = { objects: [], bucketKeys: [] };
      return sidesOf({ before, step: stepOf('one', get), outcome, after, written }).opened?.version;
    },
  },
  {
    what: 'the ledger finds what was written',
    op: 'PutObject',
    wrong: { writes: { ...OPERATIONS.PutObject.writes, leaves: 'nothing' } },
    ask: async () => {
      const { Ledger } = await import('../properties/ledger.ts');
      const seen: ObservedStep = { step: stepOf('one', put), observation: { status: 200 } };
      return new Ledger(setup, IDEAL).sides(seen).write?.version.md5;
    },
  },
  {
    what: 'shrinking replaces names where the row has some',
    op: 'CopyObject',
    wrong: { fields: { ...OPERATIONS.CopyObject.fields, source: 'flag' } },
    ask: async () => {
      const { withSimplerNames } = await import('../properties/arbitraries/shrink/simpler-names.ts');
      return [...withSimplerNames({ setup, steps: [stepOf('one', copy)] })];
    },
  },
  {
    what: 'shrinking simplifies what the row says there is',
    op: 'PutBucketReplication',
    wrong: { fields: { ...OPERATIONS.PutBucketReplication.fields, replicaKmsKeyId: 'keyReference' } },
    ask: async () => {
      const { withSimplerEvents } = await import('../properties/arbitraries/shrink/simpler-events.ts');
      const replication: Event = {
        op: 'PutBucketReplication',
        bucket: 'b',
        destination: 'c',
        role: 'one',
        replicaKmsKeyId: 'k1',
      };
      return [...withSimplerEvents({ setup, steps: [stepOf('one', replication)] })];
    },
  },
  {
    what: 'the size of a trace counts what can be simpler',
    op: 'ScheduleKeyDeletion',
    wrong: { fields: { keyId: 'keyId', pendingWindowInDays: 'flag' } },
    ask: async () =>
      (await import('../properties/arbitraries/shrink/size.ts')).sizeOf({ setup, steps: [stepOf('one', deletion)] }),
  },
  {
    what: 'a careless proposal has the fields of the row',
    op: 'EvictBucketKeys',
    wrong: { fields: {} },
    ask: async () => {
      const { traceArbitrary } = await import('../properties/arbitraries/index.ts');
      const arbitrary = traceArbitrary({ profile: IDEAL, supports: ['PutObject', 'EvictBucketKeys'], maxSteps: 60 });
      return fc.sample(arbitrary, { seed: 1, numRuns: 40 });
    },
  },
  {
    what: 'statistics know what ends a replication',
    op: 'DeleteObject',
    wrong: { writes: { ...OPERATIONS.DeleteObject.writes, to: 'replica' } },
    ask: async () => {
      const { TraceStatistics } = await import('../properties/arbitraries/statistics.ts');
      const statistics = new TraceStatistics();
      const seen = { status: 200, replicationStatus: 'COMPLETED' } as const;
      for (const op of ['ReplicateObject', 'DeleteObject', 'ReplicateObject'] as const)
        statistics.see(stepOf(null, { op, ...object }), seen);
      return statistics.of('ReplicateObject');
    },
  },
  {
    what: 'a property looks at what may call KMS',
    op: 'CopyObject',
    wrong: {
      reads: { ...OPERATIONS.CopyObject.reads, decrypts: 'never' },
      writes: { ...OPERATIONS.CopyObject.writes, leaves: 'nothing' },
    },
    ask: async () => (await import('../properties/no-free-ride.ts')).noFreeRide.events,
  },
];

const FILES = ['bucket', 'object', 'kms', 'environment'] as const;

/** Has the rows loaded anew, one of them wrong. */
function plant(op: EventName, wrong: Partial<Operation>): void {
  for (const file of FILES) {
    vi.doMock(`../model/operations/${file}-operations.ts`, async (original) =>
      Object.fromEntries(
        Object.entries(await original<Record<string, Record<string, Operation>>>()).map(([name, rows]) => [
          name,
          op in rows ? { ...rows, [op]: { ...rows[op], ...wrong } } : rows,
        ]),
      ),
    );
  }
  vi.resetModules();
}

afterEach(() => {
  for (const file of FILES) vi.doUnmock(`../model/operations/${file}-operations.ts`);
  vi.resetModules();
});

describe('whatever is derived from a row notices that it is wrong', () => {
  test.each(derived)('$what', async ({ op, wrong, ask }) => {
    const right = await ask();
    expect(right).toBeDefined();
    plant(op, wrong);
    expect(JSON.stringify(await ask())).not.toBe(JSON.stringify(right));
  });

  test('and a row that is right is noticed by nothing', async () => {
    for (const { op, ask } of derived) {
      const right = JSON.stringify(await ask());
      plant(op, {});
      expect(JSON.stringify(await ask())).toBe(right);
    }
  });
});
