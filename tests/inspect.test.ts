import { createInspector, type StatelyInspectionEvent } from '@statelyai/inspect';
import { expect, test, vi } from 'vitest';
import { createActor } from 'xstate';
import { bucketkeyMachine, FIRST_OPTION, MachineFeed } from '../model/index.ts';
import { IDEAL } from '../model/testing/model-run.ts';
import { check, embeddedSut, type Sut } from '../src/api/index.ts';

const CAST = {
  bucket: 'alpha',
  destination: 'archive',
  object: 'a',
  kmsKey: 'key-1',
  writer1: 'writer',
  writer2: 'writer-2',
  reader: 'reader',
};

test('Stately’s inspector is told what the machine is, and where it stands while a check runs', async () => {
  const told: StatelyInspectionEvent[] = [];
  const { inspect } = createInspector({ send: (event) => void told.push(event) });
  const values: unknown[] = [];
  const sut = embeddedSut();
  const watched: Sut = {
    ...sut,
    async start(setup, seed) {
      const session = await sut.start(setup, seed);
      const feed = new MachineFeed(setup, IDEAL, CAST);
      const actor = createActor(bucketkeyMachine, { id: `trace ${seed}`, inspect }).start();
      return {
        ...session,
        apply(step) {
          for (const event of feed.take(step, FIRST_OPTION)) {
            actor.send(event);
            values.push(actor.getSnapshot().value);
          }
          return session.apply(step);
        },
      };
    },
  };
  const { verdict } = await check({ profile: IDEAL, runs: 6, seed: 1, maxSteps: 150 }, watched);
  expect(verdict).toBe('conforms');
  const actors = told.filter(({ type }) => type === '@xstate.actor');
  const [first] = actors;
  const definition: unknown = JSON.parse(first?.type === '@xstate.actor' ? (first.definition ?? '') : '');
  expect(actors.length).toBeGreaterThanOrEqual(3);
  expect(Object.keys((definition as { states: object }).states).toSorted()).toEqual(
    Object.keys(bucketkeyMachine.root.states).toSorted(),
  );
  const shown = () =>
    told.flatMap((event) =>
      event.type === '@xstate.snapshot' && event.event.type !== 'xstate.init'
        ? ['value' in event.snapshot ? event.snapshot.value : undefined]
        : [],
    );
  // The inspector sends one event whenever nothing else is to be done.
  await vi.waitFor(() => expect(shown()).toEqual(values));
  expect(new Set(shown().map((value) => JSON.stringify(value))).size).toBeGreaterThan(10);
});
