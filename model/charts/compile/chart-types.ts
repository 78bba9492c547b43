import type { AnyStateMachine, EventFromLogic, SnapshotFrom, StateMachine, StateValue } from 'xstate';

/** The innermost names of a state value: `'a' | { b: 'c' | 'd' }` has `'a' | 'c' | 'd'`. */
export type LeafOf<V extends StateValue> = V extends string
  ? V
  : V extends Readonly<Record<string, StateValue>>
    ? LeafOf<V[keyof V]>
    : never;

/** Names of the states of a chart; a nested state goes by its own name. */
export type StateOf<M extends AnyStateMachine> = LeafOf<SnapshotFrom<M>['value']>;

/** Events of a chart, with what its guards read of them. */
export type PayloadOf<M extends AnyStateMachine> = EventFromLogic<M>;

/** Names of the events of a chart. */
export type EventOf<M extends AnyStateMachine> = PayloadOf<M>['type'];

/** Names of the guards a chart was set up with. */
export type GuardOf<M extends AnyStateMachine> =
  M extends StateMachine<
    infer _Context,
    infer _Event,
    infer _Children,
    infer _Actor,
    infer _Action,
    infer Guard,
    infer _Delay,
    infer _StateValue,
    infer _Tag,
    infer _Input,
    infer _Output,
    infer _Emitted,
    infer _Meta,
    infer _StateSchema
  >
    ? Guard['type']
    : never;
