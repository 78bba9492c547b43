import { assign, setup } from 'xstate';
import { type Choices, givenChoices } from '../openness/given.ts';
import type { Profile } from '../openness/profile.ts';
import { EVENT_NAMES } from '../operations/operations.ts';
import { step } from '../step/step.ts';
import { initialWorld } from '../store/initial-world.ts';
import type { World } from '../store/world.ts';
import type { EventName, Step } from '../vocabulary/events/event.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import type { Setup } from '../vocabulary/setup.ts';

/** Context of the composed machine: the world, and what the last step answered. */
export interface MachineContext {
  readonly world: World;
  /** Undefined before the first step. */
  readonly outcome: Outcome | undefined;
}

/** A step as an XState event: its type is the name of the model's event. */
export interface MachineEvent {
  readonly type: EventName;
  readonly step: Step;
  /** How the step is resolved; without it every open point takes its first option. */
  readonly choices?: Choices;
}

const FIRST: Choices = { options: [] };

const composed = setup({
  types: {} as { context: MachineContext; events: MachineEvent; input: { setup: Setup; profile: Profile } },
  actions: {
    step: assign(({ context, event }) => step(context.world, event.step, givenChoices(event.choices ?? FIRST))),
  },
  guards: {
    refused: ({ context }) => (context.outcome?.status ?? 0) >= 400,
  },
});

const takesAStep = Object.fromEntries(
  EVENT_NAMES.map((name) => [name, { target: '.settling', actions: 'step' as const }]),
);

/**
 * The whole model as one XState machine over the world, for `createActor`, `@xstate/graph` and the Stately inspector.
 * The lifecycles are the charts; `step` moves all of them, and this machine shows how the last request ended. Not for
 * hot paths: call {@link step}.
 *
 * @example
 * ```ts
 * import { createActor } from 'xstate';
 * import { bucketkeyMachine, profileNamed } from 'bucketkey/model';
 *
 * const setup = {
 *   requesters: [{ name: 'app', account: '111111111111', principal: 'app', session: 's1' }],
 *   kmsKeys: [],
 *   aliases: [],
 *   buckets: [],
 * };
 * const actor = createActor(bucketkeyMachine, { input: { setup, profile: profileNamed('ideal')! } }).start();
 * actor.send({ type: 'CreateBucket', step: { atMs: 0, by: 'app', event: { op: 'CreateBucket', bucket: 'b1' } } });
 * console.log(actor.getSnapshot().value, actor.getSnapshot().context.outcome?.status); // answered 200
 * ```
 */
export const bucketkeyMachine = composed.createMachine({
  id: 'bucketkey',
  description: 'The composed model: each event is one step of the world.',
  context: ({ input }) => ({ world: initialWorld(input.setup, input.profile), outcome: undefined }),
  initial: 'idle',
  on: takesAStep,
  states: {
    idle: { description: 'Nothing has been asked yet.' },
    settling: {
      description: 'The step has been taken; how did it end?',
      always: [{ guard: 'refused', target: 'refused' }, { target: 'answered' }],
    },
    answered: { description: 'The last step succeeded.' },
    refused: { description: 'The last step was refused.' },
  },
});
