import { describe, expect, test } from 'vitest';
import { createMachine, setup, stateIn } from 'xstate';
import { namedGuards } from '../../testing/named-guards.ts';
import { compileRegions } from './compile-regions.ts';

describe('a chart of parallel regions', () => {
  const lamp = setup({
    types: {} as { events: { type: 'press' | 'turn' } },
    guards: namedGuards('warm', 'bright'),
  }).createMachine({
    id: 'lamp',
    type: 'parallel',
    states: {
      power: {
        initial: 'off',
        on: { press: '.off' },
        states: { off: { on: { press: { guard: 'bright', target: 'on' } } }, on: {} },
      },
      colour: { initial: 'white', states: { white: { on: { turn: { guard: 'warm', target: 'amber' } } }, amber: {} } },
    },
  });
  const { power, colour } = compileRegions(lamp);

  test('is a table for each, with the states, events and guards of that region alone', () => {
    expect([power.id, power.states, power.events, power.guards]).toEqual([
      'lamp.power',
      ['off', 'on'],
      ['press'],
      ['bright'],
    ]);
    expect([colour.id, colour.states, colour.events, colour.guards]).toEqual([
      'lamp.colour',
      ['white', 'amber'],
      ['turn'],
      ['warm'],
    ]);
  });

  test('each of which moves by itself, and refuses what is the business of another', () => {
    expect(power.next('off', 'press', power.mask.bright)).toBe('on');
    expect(power.next('on', 'press')).toBe('off');
    expect(colour.next('white', 'turn', colour.mask.warm)).toBe('amber');
    expect(colour.next('white', 'turn')).toBeUndefined();
    expect(power.next('off', 'turn')).toBeUndefined();
  });
});

describe('regions that depend on each other are refused, with the reason', () => {
  const two = (a: object, root: object = {}) =>
    createMachine({
      id: 'x',
      type: 'parallel',
      ...root,
      states: { a: { initial: 'one', states: { one: a, two: {} } }, b: { initial: 'c', states: { c: {}, d: {} } } },
    });
  const cases = [
    ['no regions', createMachine({ id: 'x', initial: 'a', states: { a: {} } }), /has no parallel regions/],
    ['a transition of all of them', two({}, { on: { go: '.a.two' } }), /transition of all regions/],
    ['a transition into another', two({ on: { go: '#x.b.d' } }), /out of its region \(x\.a\.one\)/],
    ['an eventless one into another', two({ always: '#x.b.d' }), /out of its region \(x\.a\.one\)/],
    ['regions within regions', two({ type: 'parallel', states: { e: {}, f: {} } }), /parallel regions/],
    ['a guard that looks at another', two({ on: { go: { guard: stateIn('#x.b.d'), target: 'two' } } }), /guard/],
  ] as const;

  test.each(cases)('%s', (_what, machine, reason) => {
    expect(() => compileRegions(machine)).toThrow(reason);
  });
});
