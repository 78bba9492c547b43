import { assign, setup } from 'xstate';
import {
  EVENT_NAMES,
  type EventName,
  FIRST_OPTION,
  initialWorld,
  type Outcome,
  type Profile,
  type Setup,
  type Step,
  step,
  type World,
} from '../model/index.ts';

/** A step as an XState event: its type is the name of the model's event. */
export interface WorldEvent {
  readonly type: EventName;
  readonly step: Step;
}

interface WorldContext {
  readonly world: World;
  /** Undefined before the first step. */
  readonly outcome: Outcome | undefined;
}

const takesAStep = Object.fromEntries(
  EVENT_NAMES.map((name) => [name, { target: '.settling', actions: 'step' as const }]),
);

/** A whole world of the model in the context of an XState machine, to see what XState takes for a step of the model. */
export const worldMachine = setup({
  types: {} as { context: WorldContext; events: WorldEvent; input: { setup: Setup; profile: Profile } },
  actions: { step: assign(({ context, event }) => step(context.world, event.step, FIRST_OPTION)) },
  guards: { refused: ({ context }) => (context.outcome?.status ?? 0) >= 400 },
}).createMachine({
  id: 'world',
  context: ({ input }) => ({ world: initialWorld(input.setup, input.profile), outcome: undefined }),
  initial: 'idle',
  on: takesAStep,
  states: {
    idle: {},
    settling: { always: [{ guard: 'refused', target: 'refused' }, { target: 'answered' }] },
    answered: {},
    refused: {},
  },
});
