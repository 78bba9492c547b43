import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createActor, createMachine } from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap } from 'xstate/graph';
import { bucketEncryption } from '../charts/bucket-encryption.ts';
import { bucketKey } from '../charts/bucket-key.ts';
import { cacheEntry } from '../charts/cache-entry.ts';
import type { CompiledChart } from '../charts/compile/compile.ts';
import { stateNodes, transitionsOf } from '../charts/compile/state-nodes.ts';
import { kmsKey } from '../charts/kms-key.ts';
import { objectVersion } from '../charts/object-version.ts';
import { replicationStatus } from '../charts/replication-status.ts';
import { RULES } from '../testing/scene.ts';
import { bucketkeyMachine, type MachineEvent, type Thing } from './machine.ts';

const RESULTS = ['sseS3', 'sseKms', 'sseKmsBucketKey', 'dsseKms'] as const;

/** Every event of a thing, with whatever its guards tell apart. */
function eventsOf(...things: readonly Thing[]): readonly MachineEvent[] {
  const types = bucketkeyMachine.events as readonly MachineEvent['type'][];
  return types.filter((type) => things.some((thing) => type.startsWith(`${thing}.`))).flatMap(allOf);
}

function allOf(type: MachineEvent['type']): readonly MachineEvent[] {
  switch (type) {
    case 'bucket.PutBucketEncryption':
    case 'destination.PutBucketEncryption':
      return Object.values(RULES).map((rule) => ({ type, rule }));
    case 'object.PutObject':
    case 'object.CopyObject':
    case 'replica.PutObject':
    case 'replica.CopyObject':
      return RESULTS.flatMap((result) => [true, false].map((eligible) => ({ type, result, eligible })));
    case 'object.CompleteMultipartUpload':
    case 'replica.CompleteMultipartUpload':
      return RESULTS.flatMap((result) => [true, false].map((eligible) => ({ type, result, eligible, inParts: true })));
    case 'object.ReplicaArrives':
    case 'replica.ReplicaArrives':
      return RESULTS.flatMap((result) =>
        (['nothing', 'md5', 'opaque', 'multipart'] as const).map((keeps) => ({ type, result, keeps })),
      );
    case 'object.UpdateObjectEncryption':
    case 'replica.UpdateObjectEncryption':
      return (['sseKms', 'sseKmsBucketKey'] as const).map((result) => ({ type, result }));
    default:
      return [{ type } as MachineEvent];
  }
}

/** The name of the state that each region is in. */
type State = Readonly<Record<string, string>>;

type Table = CompiledChart<string, string, string, { readonly type: string }>;

/** The tables of each thing, in the order of the regions: what an independent search goes by. */
const TABLES: Readonly<Record<Thing, readonly (readonly [string, Table])[]>> = {
  bucket: [['bucket', bucketEncryption]],
  destination: [['destination', bucketEncryption]],
  object: ofObject('object'),
  replica: ofObject('replica'),
  kmsKey: [['kmsKey', kmsKey]],
  bucketKey: [['bucketKey', bucketKey]],
  writer1: [['writer1', cacheEntry]],
  writer2: [['writer2', cacheEntry]],
  reader: [['reader', cacheEntry]],
} as Readonly<Record<Thing, readonly (readonly [string, Table])[]>>;

function ofObject(thing: string) {
  return [
    [`${thing}.encryption`, objectVersion.encryption],
    [`${thing}.etag`, objectVersion.etag],
    [`${thing}.replication`, replicationStatus],
  ] as const;
}

const START: State = Object.fromEntries(
  Object.values(TABLES).flatMap((tables) => tables.map(([region, { initial }]) => [region, initial])),
);

/** What an event leads to by the tables of the thing it is addressed to. */
function tabled(state: State, event: MachineEvent): State {
  const [thing, name] = event.type.split('.') as [Thing, string];
  const after = { ...state };
  for (const [region, table] of TABLES[thing]) {
    const isWrite = ['PutObject', 'CopyObject', 'CompleteMultipartUpload'].includes(name);
    const type = isWrite ? 'Write' : table === replicationStatus && name === 'DeleteObject' ? 'Delete' : name;
    after[region] = table.next(state[region] ?? '', type, table.valuation({ ...event, type })) ?? state[region] ?? '';
  }
  return after;
}

/** Breadth first by the tables alone: where each event leads from each state that is found. */
function searched(events: readonly MachineEvent[]): readonly string[] {
  const transitions: string[] = [];
  const queue = [START];
  const seen = new Set([textOf(START)]);
  for (const state of queue) {
    for (const event of events) {
      const next = tabled(state, event);
      transitions.push(transitionText(state, event, next));
      if (seen.has(textOf(next))) continue;
      seen.add(textOf(next));
      queue.push(next);
    }
  }
  return transitions;
}

function transitionText(state: State, event: MachineEvent, next: State): string {
  return `${textOf(state)} | ${JSON.stringify(event)} | ${textOf(next)}`;
}

function textOf(state: State): string {
  return Object.entries(state)
    .map(([region, name]) => `${region}=${name}`)
    .join(' ');
}

/** A state value as the tables have it: each region with the innermost state it is in. */
function flat(value: unknown, path: readonly string[] = []): State {
  if (typeof value === 'string') return { [path.join('.')]: value };
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([key, inner]) =>
      Object.entries(flat(inner, key === 'replicable' ? path : [...path, key])),
    ),
  );
}

describe('the composed machine', () => {
  test('an event moves the charts of the thing it is addressed to, and no other', () => {
    const actor = createActor(bucketkeyMachine).start();
    actor.send({ type: 'writer1.Generate' });
    actor.send({ type: 'object.PutObject', result: 'sseS3', eligible: false });
    actor.send({ type: 'object.CopyObject', result: 'sseKmsBucketKey', eligible: true });
    actor.send({ type: 'bucketKey.LifetimeRotation' });
    expect(flat(actor.getSnapshot().value)).toEqual({
      ...START,
      writer1: 'warm',
      'object.encryption': 'sseKmsBucketKey',
      'object.etag': 'opaque',
      'object.replication': 'pending',
      bucketKey: 'retired',
    });
  });

  /** A little of each thing: what a year of one bucket may be. */
  const STORY: readonly MachineEvent[] = [
    { type: 'bucket.PutBucketEncryption', rule: RULES.B2 },
    { type: 'destination.PutBucketEncryption', rule: RULES.B2 },
    { type: 'object.PutObject', result: 'sseS3', eligible: false },
    { type: 'object.CopyObject', result: 'sseKmsBucketKey', eligible: true },
    { type: 'object.ReplicationSucceeds' },
    { type: 'replica.ReplicaArrives', result: 'sseKmsBucketKey', keeps: 'opaque' },
    { type: 'kmsKey.Rotate' },
    { type: 'bucketKey.LifetimeRotation' },
    ...(['writer1', 'writer2', 'reader'] as const).flatMap((thing): readonly MachineEvent[] => [
      { type: `${thing}.Unwrap` },
      { type: `${thing}.LifetimeEnds` },
    ]),
  ];

  const KEYS_AND_CACHES = ['kmsKey', 'bucketKey', 'writer1', 'writer2', 'reader'] as const;
  test.each([
    [['bucket', 'destination'], 16],
    [['object'], 56],
    [['object', 'kmsKey', 'writer1'], 56 * 10],
    [['replica', 'destination'], 56 * 4],
    [KEYS_AND_CACHES, 5 * 3 * 8],
  ] as const)('of all events of %s XState finds what a search of the tables finds, %i states', (things, states) => {
    compare(eventsOf(...things), states);
  });

  test('and of a story of all things', () => {
    compare(STORY, 768);
  });

  function compare(events: readonly MachineEvent[], states: number): void {
    const map = getAdjacencyMap(bucketkeyMachine, { events, serializeState: ({ value }) => textOf(flat(value)) });
    const found = adjacencyMapToArray(map).map(({ state, event, nextState }) =>
      transitionText(flat(state.value), event, flat(nextState.value)),
    );
    expect(found.toSorted()).toEqual(searched(events).toSorted());
    expect(Object.keys(map)).toHaveLength(states);
  }

  test('a snapshot goes through JSON in whatever state, and the machine goes on from there', () => {
    const actor = createActor(bucketkeyMachine).start();
    const events = eventsOf(...(Object.keys(TABLES) as Thing[]));
    let moved = 0;
    for (let i = 0; i < events.length; i++) {
      // A stride coprime with their number takes the events in another order than they are listed.
      const event = events[(i * 7) % events.length];
      if (event === undefined) throw new Error('no such event');
      const restored = createActor(bucketkeyMachine, {
        snapshot: JSON.parse(JSON.stringify(actor.getPersistedSnapshot())),
      }).start();
      expect(restored.getSnapshot().value).toEqual(actor.getSnapshot().value);
      const before = actor.getSnapshot().value;
      actor.send(event);
      restored.send(event);
      expect(restored.getSnapshot().value).toEqual(actor.getSnapshot().value);
      if (JSON.stringify(before) !== JSON.stringify(actor.getSnapshot().value)) moved++;
    }
    expect(moved).toBeGreaterThan(20);
  });

  test('its config is JSON that another machine can be made of, as Stately does', () => {
    const json = JSON.parse(JSON.stringify(bucketkeyMachine.config));
    expect(json).toEqual(bucketkeyMachine.config);
    const again: AnyStateMachine = createMachine(json);
    const { guards } = (bucketkeyMachine satisfies AnyStateMachine).implementations;
    const map = getAdjacencyMap(again.provide({ guards }), {
      events: eventsOf('object', 'kmsKey'),
      serializeState: ({ value }) => textOf(flat(value)),
    });
    expect(Object.keys(map)).toHaveLength(56 * 5);
  });

  test('all its states, transitions and guards are those of the charts', () => {
    const charted = Object.values(TABLES).flatMap((tables) => tables.flatMap(([, { states }]) => states));
    const leaves = stateNodes(bucketkeyMachine).filter(({ type }) => type === 'atomic' || type === 'final');
    expect(leaves.map(({ key }) => key)).toEqual(charted);
    for (const transition of stateNodes(bucketkeyMachine).flatMap(transitionsOf)) {
      if (transition.guard === undefined) continue;
      expect(Object.keys(bucketkeyMachine.implementations.guards)).toContain(transition.guard);
    }
  });
});
