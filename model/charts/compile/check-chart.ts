import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { stateNodes, transitionsOf } from './state-nodes.ts';

/** A table has a column for each valuation of the guards, so their number must stay small. */
const MAX_GUARDS = 8;

/**
 * Makes sure that a machine is a finite chart, whose next state depends on nothing but the state, the event and named
 * guards.
 *
 * @throws Error naming the chart and what it may not have.
 */
export function checkChart(machine: AnyStateMachine): void {
  if (machine.config.context !== undefined) refuse(machine, 'has a context: what is not control belongs to the world');
  const guards = Object.keys(machine.implementations.guards);
  if (guards.length > MAX_GUARDS) refuse(machine, `has ${guards.length} guards, more than ${MAX_GUARDS}`);
  for (const [name, guard] of Object.entries(machine.implementations.guards)) {
    if (typeof guard !== 'function' || 'check' in guard)
      refuse(machine, `makes the guard ${name} of other guards: write that where it is used`);
  }
  for (const node of stateNodes(machine)) checkNode(machine, node);
}

function checkNode(machine: AnyStateMachine, node: AnyStateNode): void {
  if (node.type === 'parallel') refuse(machine, `has parallel regions (${node.id}): write a chart for each`);
  if (node.type === 'history') refuse(machine, `has a history state (${node.id}): it remembers more than the state`);
  if (node.after.length > 0) refuse(machine, `has a delayed transition (${node.id}): time comes in as an event`);
  if (node.invoke.length > 0) refuse(machine, `invokes an actor (${node.id})`);
  if (node.entry.length > 0) refuse(machine, `has an entry action (${node.id})`);
  if (node.exit.length > 0) refuse(machine, `has an exit action (${node.id})`);
  if (node.type === 'compound' && node.initial.actions.length > 0)
    refuse(machine, `has an action on an initial transition (${node.id})`);
  for (const transition of transitionsOf(node)) checkTransition(machine, node, transition);
}

function checkTransition(machine: AnyStateMachine, node: AnyStateNode, transition: AnyTransitionDefinition): void {
  const event = String(transition.eventType);
  const where = `${node.id} on ${event === '' ? 'always' : event}`;
  if (event.includes('*')) refuse(machine, `has a wildcard event (${where})`);
  if (event.startsWith('xstate.')) refuse(machine, `reacts to an event of XState itself (${where})`);
  if (transition.actions.length > 0) refuse(machine, `has an action (${where})`);
  if (transition.target === undefined) {
    refuse(
      machine,
      `has a transition without target (${where}): name the state itself to stay there, leave the event out to ` +
        'refuse it',
    );
  }
  if (transition.guard !== undefined) checkGuard(machine, transition.guard, where);
}

/** A guard is a name, or `not`, `and`, `or` of guards. */
function checkGuard(machine: AnyStateMachine, guard: unknown, where: string): void {
  if (typeof guard === 'string') {
    if (!Object.hasOwn(machine.implementations.guards, guard))
      refuse(machine, `uses the guard ${guard} without setting it up (${where})`);
  } else if (typeof guard === 'function' && 'guards' in guard && Array.isArray(guard.guards)) {
    for (const part of guard.guards) checkGuard(machine, part, where);
  } else {
    refuse(machine, `has a guard that is not a plain name (${where})`);
  }
}

function refuse(machine: AnyStateMachine, reason: string): never {
  throw new Error(`the chart ${machine.id} cannot be compiled: it ${reason}`);
}
