import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { FIRST_OPTION } from '../openness/first.ts';
import { profileNamed } from '../openness/profiles.ts';
import { EVENT_NAMES } from '../operations/operations.ts';
import { step } from '../step/step.ts';
import { initialWorld } from '../store/initial-world.ts';
import type { Step } from '../vocabulary/events/event.ts';
import type { Setup } from '../vocabulary/setup.ts';
import { bucketkeyMachine } from './machine.ts';

const setup: Setup = {
  requesters: [{ name: 'app', account: '111111111111', principal: 'app', session: 's1' }],
  kmsKeys: [{ id: 'k1', account: '111111111111' }],
  aliases: [],
  buckets: [{ name: 'b1', account: '111111111111', plainObjects: [] }],
};
const body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
const steps: readonly Step[] = [
  {
    atMs: 0,
    by: 'app',
    event: { op: 'PutBucketEncryption', bucket: 'b1', rules: [{ SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true }] },
  },
  { atMs: 1, by: 'app', event: { op: 'PutObject', bucket: 'b1', key: 'k', body, headers: {} } },
  { atMs: 2, by: 'app', event: { op: 'GetObject', bucket: 'b1', key: 'k' } },
  { atMs: 3, by: 'app', event: { op: 'GetObject', bucket: 'b1', key: 'missing' } },
];

function ideal() {
  const profile = profileNamed('ideal');
  if (profile === undefined) throw new Error('the profile ideal is gone');
  return profile;
}

describe('the composed machine', () => {
  test('answers as step does, since it is step', () => {
    const actor = createActor(bucketkeyMachine, { input: { setup, profile: ideal() } }).start();
    let world = initialWorld(setup, ideal());
    for (const input of steps) {
      const result = step(world, input, FIRST_OPTION);
      world = result.world;
      actor.send({ type: input.event.op, step: input });
      const { context } = actor.getSnapshot();
      expect(context.outcome).toEqual(result.outcome);
    }
  });

  test('shows how the last request ended', () => {
    const actor = createActor(bucketkeyMachine, { input: { setup, profile: ideal() } }).start();
    expect(actor.getSnapshot().value).toBe('idle');
    const ends = steps.map((input) => {
      actor.send({ type: input.event.op, step: input });
      return actor.getSnapshot().value;
    });
    expect(ends).toEqual(['answered', 'answered', 'answered', 'refused']);
  });

  test('takes every event of the alphabet', () => {
    expect(Object.keys(bucketkeyMachine.config.on ?? {}).sort()).toEqual([...EVENT_NAMES].sort());
  });

  test('given choices are data: another option at an open point is another world', () => {
    const aws = profileNamed('aws');
    if (aws === undefined) throw new Error('the profile aws is gone');
    const calls = (options: readonly number[]) => {
      const actor = createActor(bucketkeyMachine, { input: { setup, profile: aws } }).start();
      for (const input of steps.slice(0, 2))
        actor.send({ type: input.event.op, step: { ...input, atMs: input.atMs * 3_600_000 }, choices: { options } });
      return actor.getSnapshot().context.outcome?.kmsCalls.map((call) => call.operation);
    };
    expect(calls([0])).toEqual(['GenerateDataKey']);
    expect(calls([1])).toEqual(['GenerateDataKey', 'Decrypt']);
  });
});
