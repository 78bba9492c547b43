import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  initialTransition,
  type StateValue,
  transition,
} from 'xstate';
import type { EventOf, GuardOf, PayloadOf, StateOf } from './chart-types.ts';
import { checkChart } from './check-chart.ts';
import { type Move, TabledMove } from './move.ts';
import { guardsUsed, stateNodes } from './state-nodes.ts';

/** A chart as a table: the same transitions as the XState machine, some hundred times faster. */
export interface CompiledChart<S extends string, E extends string, G extends string, P = { readonly type: string }> {
  /** Id of the machine. */
  readonly id: string;
  /** Every state the chart can rest in, in document order; a nested state goes by its own name. */
  readonly states: readonly S[];
  /** Every event some state handles, in document order. */
  readonly events: readonly E[];
  /** Every guard the chart uses, in the order in which they were set up. */
  readonly guards: readonly G[];
  readonly initial: S;
  /** Bit of each guard; the bits of all guards that hold, or-ed, are a valuation. */
  readonly mask: Readonly<Record<G, number>>;
  /** The valuation that an event stands for, as the guards read it. */
  valuation(event: P): number;
  /** Every entry of the table that is no refusal; valuations that XState does not tell apart are one entry. */
  readonly cells: readonly Cell[];
  /** What each event does: `chart.on.Event.from(state)`. */
  readonly on: Readonly<Record<E, Move<S, E>>>;
  /**
   * The same for an event that is known only by its name: where an event is written out, {@link on} takes less time.
   */
  next(state: S, event: E, valuation?: number): S | undefined;
}

/** One entry of a table: where an event leads from a state, under valuations of the guards that come to the same. */
export interface Cell {
  readonly state: string;
  readonly event: string;
  readonly holdings: readonly number[];
  readonly next: string;
}

/** Bounds a cycle of eventless transitions, which XState itself would follow for ever. */
const MAX_MICROSTEPS = 1_000;

/** The event no chart handles: shows whether a state stays as it is. */
const NOTHING = '(nothing)';

/**
 * Turns a chart into a table by asking XState itself: every event in every state under every valuation of the guards.
 * What XState makes of nesting and of eventless transitions is therefore right by construction. An event is refused
 * where XState selects no transition for it; a transition from a state to itself is not a refusal.
 *
 * @throws Error if the machine is not a finite chart: context, actions, `after`, `invoke`, parallel or history states,
 * inline guards, more than 8 guards, transitions without target, two states of one name, an eventless cycle, an initial
 * state that depends on guards.
 */
export function compileChart<M extends AnyStateMachine>(
  machine: M,
): CompiledChart<StateOf<M>, EventOf<M>, GuardOf<M>, PayloadOf<M>> {
  checkChart(machine);
  const probe = new Probe(machine);
  const valuations = Array.from({ length: 1 << probe.guards.length }, (_, valuation) => valuation);
  const leaves = leavesByName(machine);
  const events: readonly string[] = machine.events;

  // XState answers with copies of its names; one and the same string for a state is compared in no time.
  const own = new Map([...leaves.keys()].map((name) => [name, name]));
  const states: string[] = [];
  const cells: Cell[] = [];
  const moves = new Map(events.map((event) => [event, new TabledMove(machine.id, event)]));
  for (const [name, leaf] of leaves) {
    const snapshot = probe.at(leaf);
    if (!valuations.some((valuation) => probe.stays(snapshot, valuation))) continue;
    states.push(name);
    for (const [event, move] of moves) {
      const row: (string | undefined)[] = [];
      for (const { holdings, next } of probe.row(snapshot, event, valuations)) {
        const to = next && own.get(next);
        for (const valuation of holdings) row[valuation] = to;
        if (to !== undefined) cells.push({ state: name, event, holdings, next: to });
      }
      move.add(name, row);
    }
  }
  const initials = new Set(valuations.map((valuation) => probe.initial(valuation)));
  if (initials.size !== 1)
    throw new Error(`the chart ${machine.id} cannot be compiled: its initial state depends on a guard`);

  // The table holds nothing but names of this very machine, whose types say the same.
  const compiled: CompiledChart<string, string, string, PayloadOf<M>> = {
    id: machine.id,
    states,
    events,
    guards: probe.guards,
    initial: own.get(probe.initial(0)) ?? probe.initial(0),
    mask: Object.fromEntries(probe.guards.map((guard, index) => [guard, 1 << index])),
    valuation: (event) => valuationOf(machine, probe.guards, event),
    cells,
    on: Object.fromEntries(moves),
    next: (state, event, valuation) => moves.get(event)?.from(state, valuation),
  };
  return compiled as CompiledChart<StateOf<M>, EventOf<M>, GuardOf<M>, PayloadOf<M>>;
}

function valuationOf(machine: AnyStateMachine, guards: readonly string[], event: { readonly type: string }): number {
  let valuation = 0;
  for (const [index, guard] of guards.entries()) {
    if (machine.implementations.guards[guard]?.({ context: {}, event }, undefined) === true) valuation |= 1 << index;
  }
  return valuation;
}

/** Where an event leads under some valuations: undefined where it is refused. */
interface Row {
  readonly holdings: readonly number[];
  readonly next: string | undefined;
}

/** A machine whose guards answer by a valuation. */
class Probe {
  readonly guards: readonly string[];
  readonly #machine: AnyStateMachine;
  #holding = 0;
  /** The guards that were asked since the last event, as bits. */
  #asked = 0;

  constructor(machine: AnyStateMachine) {
    this.guards = guardsUsed(machine);
    const answers = this.guards.map((guard, index) => {
      const bit = 1 << index;
      const holds = (): boolean => {
        this.#asked |= bit;
        return (this.#holding & bit) !== 0;
      };
      return [guard, holds] as const;
    });
    this.#machine = machine.provide({ guards: Object.fromEntries(answers) });
    this.#machine.options.maxIterations = MAX_MICROSTEPS;
  }

  /** The machine resting in a state. */
  at(leaf: AnyStateNode): AnyMachineSnapshot {
    return this.#machine.resolveState({ value: stateValueOf(leaf), context: {} });
  }

  /** The state the machine starts in. */
  initial(valuation: number): string {
    this.#holding = valuation;
    const [snapshot] = initialTransition(this.#machine);
    if (snapshot.status === 'error') throw snapshot.error;
    return leafName(snapshot.value);
  }

  /**
   * The state after an event, for each kind of valuations that XState tells apart: it is not asked again where only
   * guards differ that it had not asked for.
   */
  row(snapshot: AnyMachineSnapshot, event: string, valuations: readonly number[]): readonly Row[] {
    const known: (Row & { readonly asked: number; readonly answers: number; readonly holdings: number[] })[] = [];
    for (const valuation of valuations) {
      const same = known.find(({ asked, answers }) => (valuation & asked) === answers);
      if (same !== undefined) {
        same.holdings.push(valuation);
        continue;
      }
      this.#asked = 0;
      const next = this.next(snapshot, event, valuation);
      known.push({ asked: this.#asked, answers: valuation & this.#asked, holdings: [valuation], next });
    }
    return known;
  }

  /** Whether no eventless transition leads out of a state. */
  stays(snapshot: AnyMachineSnapshot, valuation: number): boolean {
    return this.next(snapshot, NOTHING, valuation) === undefined;
  }

  /** The state after an event, or undefined where the event is refused. */
  next(snapshot: AnyMachineSnapshot, event: string, valuation: number): string | undefined {
    // XState delivers no event to a machine that is done, though its transition function would still take one.
    if (snapshot.status === 'done') return undefined;
    this.#holding = valuation;
    const before = leafName(snapshot.value);
    const after = leafName(transition(this.#machine, snapshot, { type: event })[0].value);
    // Guards may let an eventless transition go on although nothing handles the event: the state has changed all the
    // same.
    return snapshot.can({ type: event }) || after !== before ? after : undefined;
  }
}

function leavesByName(machine: AnyStateMachine): Map<string, AnyStateNode> {
  const leaves = new Map<string, AnyStateNode>();
  for (const node of stateNodes(machine)) {
    if (node.type !== 'atomic' && node.type !== 'final') continue;
    if (leaves.has(node.key))
      throw new Error(`the chart ${machine.id} cannot be compiled: two states are named ${node.key}`);
    leaves.set(node.key, node);
  }
  return leaves;
}

function stateValueOf(leaf: AnyStateNode): StateValue {
  return leaf.path.reduceRight<StateValue>((inner, key) => (inner === '' ? key : { [key]: inner }), '');
}

function leafName(value: StateValue): string {
  if (typeof value === 'string') return value;
  const [inner] = Object.values(value);
  if (inner === undefined) throw new Error('a state value without states');
  return leafName(inner);
}
