import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createActor, type StateValue } from 'xstate';
import { CHARTS, type CompiledChart } from '../../model/index.ts';
import { RULES } from '../../model/testing/scene.ts';

/** An event with whatever it says. */
interface Sent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Events as they come about, whose guards read what they say. */
const EVENTS: Readonly<Record<string, readonly Sent[]>> = {
  bucketEncryption: [
    ...Object.values(RULES).map((rule) => ({ type: 'PutBucketEncryption', rule })),
    { type: 'PutBucketEncryption', rule: { SSEAlgorithm: 'AES256', BucketKeyEnabled: true } },
    { type: 'DeleteBucketEncryption' },
  ],
  objectVersion: [
    ...(['sseS3', 'sseKms', 'sseKmsBucketKey', 'dsseKms'] as const).flatMap((result) => [
      { type: 'Write', result },
      ...(['nothing', 'md5', 'opaque'] as const).map((keeps) => ({ type: 'ReplicaArrives', result, keeps })),
    ]),
    ...(['sseKms', 'sseKmsBucketKey'] as const).map((result) => ({ type: 'UpdateObjectEncryption', result })),
    { type: 'DeleteObject' },
  ],
  replicationStatus: [
    ...[true, false].map((eligible) => ({ type: 'Write', eligible })),
    ...['ReplicationSucceeds', 'ReplicationFails', 'ReplicationThrottled', 'ReplicaArrives', 'Delete'].map((type) => ({
      type,
    })),
  ],
};

describe.each(CHARTS)('$title', ({ machine, tables }) => {
  const guarded = tables.some(({ guards }) => guards.length > 0);
  const all: readonly Sent[] = machine.events.map((type) => ({ type }));
  const events = EVENTS[machine.id] ?? all;

  test('has an example of every event', () => {
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(machine.events));
    expect(machine.id in EVENTS).toBe(guarded);
  });

  test('runs under createActor as its tables say, its guards reading the events', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (sequence) => {
        const actor = createActor(machine).start();
        let states = tables.map((table) => table.initial);
        for (const event of sequence) {
          if (actor.getSnapshot().status === 'active') actor.send(event);
          states = tables.map((table, index) => {
            const state = states[index] ?? table.initial;
            return table.on[event.type]?.after(state, table.valuation(event)) ?? state;
          });
          const value: StateValue = actor.getSnapshot().value;
          expect(tables.map((table) => stateIn(table, value))).toEqual(states);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

/** The state of a table in the state value of its chart: the innermost, of its own region if it has one. */
function stateIn({ id }: CompiledChart<string, string, string>, value: StateValue): string {
  const [, region] = id.split('.');
  return innermost(region === undefined || typeof value === 'string' ? value : (value[region] ?? ''));
}

function innermost(value: StateValue): string {
  return typeof value === 'string' ? value : innermost(Object.values(value)[0] ?? '');
}
