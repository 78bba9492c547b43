import { describe, expect, test } from 'vitest';
import { and, createMachine, not, or, setup } from 'xstate';
import { namedGuards } from '../../testing/named-guards.ts';
import { compileChart } from './compile.ts';

describe('what XState makes of a chart, the table says', () => {
  const lift = setup({
    types: {} as { events: { type: 'call' | 'arrive' | 'stop' | 'repair' | 'look' } },
    guards: namedGuards('full', 'broken'),
  }).createMachine({
    id: 'lift',
    initial: 'idle',
    on: { stop: '.halted' },
    states: {
      idle: { on: { call: 'leaving', look: { target: 'idle' } } },
      leaving: { always: [{ guard: 'broken', target: 'halted' }, { target: 'moving.accelerating' }] },
      moving: {
        initial: 'cruising',
        on: { arrive: { guard: not('full'), target: 'idle' }, look: '.cruising' },
        states: {
          accelerating: {
            on: { look: 'braking', call: { guard: and(['full', or(['broken', 'full'])]), target: 'braking' } },
          },
          cruising: {},
          braking: { always: { guard: 'full', target: 'cruising' } },
        },
      },
      halted: { on: { repair: 'moving', stop: { guard: 'broken', target: 'scrapped' } } },
      scrapped: { type: 'final' },
    },
  });
  const table = compileChart(lift);
  const { full, broken } = table.mask;

  test('a nested state goes by its own name, a state that is left at once by none', () => {
    expect(table.states).toEqual(['idle', 'accelerating', 'cruising', 'braking', 'halted', 'scrapped']);
    expect(table.initial).toBe('idle');
    expect([...table.events].sort()).toEqual(['arrive', 'call', 'look', 'repair', 'stop']);
    expect(table.guards).toEqual(['full', 'broken']);
    expect(table.mask).toEqual({ full: 1, broken: 2 });
  });

  test('eventless transitions are followed, under the same valuation', () => {
    expect(table.next('idle', 'call')).toBe('accelerating');
    expect(table.next('idle', 'call', broken)).toBe('halted');
    expect(table.next('accelerating', 'look')).toBe('braking');
    expect(table.next('accelerating', 'look', full)).toBe('cruising');
  });

  test('an eventless transition that a guard lets through changes the state, whatever the event', () => {
    expect(table.next('braking', 'repair')).toBeUndefined();
    expect(table.next('braking', 'repair', full)).toBe('cruising');
  });

  test('an inner state goes before the outer one, and the outer one answers for the inner', () => {
    expect(table.next('cruising', 'look')).toBe('cruising');
    expect(table.next('cruising', 'arrive')).toBe('idle');
    expect(table.next('halted', 'stop', broken)).toBe('scrapped');
    expect(table.next('halted', 'stop')).toBe('halted');
    expect(table.next('halted', 'repair')).toBe('cruising');
  });

  test('not, and, or are worked out', () => {
    expect(table.next('accelerating', 'arrive', full)).toBeUndefined();
    expect(table.next('accelerating', 'call', broken)).toBeUndefined();
    expect(table.next('accelerating', 'call', full)).toBe('cruising');
  });

  test('staying is not refusing', () => {
    expect(table.next('idle', 'look')).toBe('idle');
    expect(table.next('idle', 'arrive')).toBeUndefined();
  });

  test('a chart that is done takes no event, not even one of its root', () => {
    for (const event of table.events) expect(table.next('scrapped', event)).toBeUndefined();
  });
});

test('eight guards are still compiled, all valuations apart', () => {
  const guards = namedGuards('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  const chart = compileChart(
    setup({ types: {} as { events: { type: 'go' } }, guards }).createMachine({
      id: 'eight',
      initial: 'off',
      states: { off: { on: { go: { guard: and(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']), target: 'on' } } }, on: {} },
    }),
  );
  const all = Object.values(chart.mask).reduce((sum, bit) => sum | bit, 0);
  expect(all).toBe(255);
  for (let valuation = 0; valuation < 255; valuation++) expect(chart.next('off', 'go', valuation)).toBeUndefined();
  expect(chart.next('off', 'go', all)).toBe('on');
});

test('the machine that was compiled still has its own guards, which answer nothing', () => {
  const machine = setup({ types: {} as { events: { type: 'go' } }, guards: namedGuards('p') }).createMachine({
    id: 'own',
    initial: 'a',
    states: { a: { on: { go: { guard: 'p', target: 'a' } } } },
  });
  expect(compileChart(machine).next('a', 'go', 1)).toBe('a');
  const snapshot = machine.resolveState({ value: 'a' });
  expect(() => machine.getTransitionData(snapshot, { type: 'go' })).toThrow(/the guard p has no value here/);
});

test('names from outside are just names', () => {
  const chart = compileChart(createMachine({ id: 'plain', initial: 'a', states: { a: { on: { go: 'a' } } } }));
  const next: (state: string, event: string) => string | undefined = chart.next;
  for (const name of ['__proto__', 'constructor', 'toString', '']) {
    expect(next('a', name)).toBeUndefined();
    expect(next(name, 'go')).toBeUndefined();
  }
});
