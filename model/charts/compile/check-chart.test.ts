import { describe, expect, test } from 'vitest';
import { assign, createMachine, not, raise, setup, stateIn } from 'xstate';
import { namedGuards } from '../../testing/named-guards.ts';
import { compileChart } from './compile.ts';

describe('what is no finite chart is refused, with the reason', () => {
  const go = { go: 'b' };
  const machines = [
    ['a context', createMachine({ id: 'x', context: { count: 0 } }), /has a context/],
    ['a context that is made', createMachine({ id: 'x', context: () => ({ count: 0 }) }), /has a context/],
    [
      'a delay',
      createMachine({ id: 'x', initial: 'a', states: { a: { after: { 10: 'b' } }, b: {} } }),
      /delayed transition \(x\.a\)/,
    ],
    [
      'an actor',
      createMachine({ id: 'x', initial: 'a', states: { a: { invoke: { src: 'clock' } } } }),
      /invokes an actor \(x\.a\)/,
    ],
    [
      'an entry action',
      createMachine({ id: 'x', initial: 'a', states: { a: { entry: 'ring' } } }),
      /entry action \(x\.a\)/,
    ],
    [
      'an exit action',
      createMachine({ id: 'x', initial: 'a', states: { a: { exit: 'ring' } } }),
      /exit action \(x\.a\)/,
    ],
    ['an entry action of the root', createMachine({ id: 'x', entry: 'ring' }), /entry action \(x\)/],
    [
      'a transition action',
      createMachine({ id: 'x', on: { go: { actions: assign({}) } } }),
      /has an action \(x on go\)/,
    ],
    [
      'a raised event',
      createMachine({
        id: 'x',
        initial: 'a',
        states: { a: { always: { target: 'b', actions: raise({ type: 'go' }) } }, b: {} },
      }),
      /action/,
    ],
    [
      'an initial action',
      createMachine({ id: 'x', initial: { target: 'a', actions: 'ring' }, states: { a: {} } }),
      /action on an initial transition/,
    ],
    [
      'parallel regions',
      createMachine({ id: 'x', type: 'parallel', states: { a: {}, b: {} } }),
      /parallel regions \(x\)/,
    ],
    [
      'a history state',
      createMachine({ id: 'x', initial: 'a', states: { a: {}, h: { type: 'history' } } }),
      /history state \(x\.h\)/,
    ],
    [
      'a wildcard event',
      createMachine({ id: 'x', initial: 'a', states: { a: { on: { '*': 'b' } }, b: {} } }),
      /wildcard event \(x\.a on \*\)/,
    ],
    [
      'a reaction to completion',
      createMachine({
        id: 'x',
        initial: 'a',
        states: { a: { initial: 'c', states: { c: { type: 'final' } }, onDone: 'b' }, b: {} },
      }),
      /event of XState itself/,
    ],
    [
      'no target',
      createMachine({ id: 'x', initial: 'a', states: { a: { on: { go: {} } } } }),
      /without target \(x\.a on go\)/,
    ],
    [
      'an inline guard',
      createMachine({ id: 'x', initial: 'a', states: { a: { on: { go: { target: 'a', guard: () => true } } } } }),
      /not a plain name/,
    ],
    [
      'an inline guard inside another',
      createMachine({ id: 'x', initial: 'a', states: { a: { on: { go: { target: 'a', guard: not(() => true) } } } } }),
      /not a plain name \(x\.a on go\)/,
    ],
    [
      'a guard on the state itself',
      createMachine({ id: 'x', initial: 'a', states: { a: { on: { go: { target: 'a', guard: stateIn('a') } } } } }),
      /not a plain name/,
    ],
    [
      'a guard with parameters',
      createMachine({
        id: 'x',
        initial: 'a',
        states: { a: { on: { go: { target: 'a', guard: { type: 'p', params: {} } } } } },
      }),
      /not a plain name/,
    ],
    [
      'a guard nobody set up',
      createMachine({ id: 'x', initial: 'a', states: { a: { on: { go: { target: 'a', guard: 'unheard' } } } } }),
      /guard unheard without setting it up/,
    ],
    [
      'a guard named for others',
      setup({ guards: { p: () => true, q: not('p') } }).createMachine({ id: 'x', initial: 'a', states: { a: {} } }),
      /makes the guard q of other guards/,
    ],
    [
      'nine guards',
      setup({ guards: namedGuards('1', '2', '3', '4', '5', '6', '7', '8', '9') }).createMachine({
        id: 'x',
        initial: 'a',
        states: { a: {} },
      }),
      /9 guards, more than 8/,
    ],
    [
      'two states of one name',
      createMachine({
        id: 'x',
        initial: 'a',
        states: { a: { initial: 'c', on: go, states: { c: {} } }, b: { initial: 'c', states: { c: {} } } },
      }),
      /two states are named c/,
    ],
    [
      'an eventless cycle',
      createMachine({ id: 'x', initial: 'a', states: { a: { on: go }, b: { always: 'c' }, c: { always: 'b' } } }),
      /Infinite loop detected/,
    ],
    [
      'a start that depends on a guard',
      setup({ guards: namedGuards('p') }).createMachine({
        id: 'x',
        initial: 'a',
        states: { a: { always: { guard: 'p', target: 'b' } }, b: {} },
      }),
      /its initial state depends on a guard/,
    ],
  ] as const;

  test.each(machines)('%s', (_what, machine, reason) => {
    expect(() => compileChart(machine)).toThrow(reason);
  });
});
