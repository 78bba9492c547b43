import { bench, describe } from 'vitest';
import { transition } from 'xstate';
import { kmsKey, kmsKeyMachine } from '../model/charts/kms-key.ts';
import { objectVersion } from '../model/charts/object-version.ts';

/** Steps of one iteration: divide the time of an iteration by it. */
const STEPS = 1_000;

describe(`${STEPS} events`, () => {
  const keyEvents = Array.from({ length: STEPS }, (_, index) => kmsKey.events[(index * 7) % kmsKey.events.length] ?? 'Use');
  const valuations = Array.from({ length: STEPS }, (_, index) => index % (1 << objectVersion.guards.length));

  bench('KMS key, table', () => {
    let state = kmsKey.initial;
    for (const event of keyEvents) state = kmsKey.next(state, event) ?? kmsKey.initial;
  });

  bench('object version, table with guards', () => {
    let state = objectVersion.initial;
    for (const holding of valuations) state = objectVersion.next(state, 'Write', holding) ?? objectVersion.initial;
  });

  bench('KMS key, transition() of XState', () => {
    const start = kmsKeyMachine.resolveState({ value: 'enabled' });
    let snapshot = start;
    for (const event of keyEvents) snapshot = transition(kmsKeyMachine, snapshot.status === 'done' ? start : snapshot, { type: event })[0];
  });
});
