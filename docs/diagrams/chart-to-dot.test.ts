import { describe, expect, test } from 'vitest';
import { and, createMachine, not, or, setup } from 'xstate';
import { namedGuards } from '../../model/testing/named-guards.ts';
import { chartToDot } from './chart-to-dot.ts';
import { guardText } from './guard-text.ts';

/** The lines of a graph that speak of the node `id`, or of the arrows between two nodes. */
function linesOf(dot: string, start: string): string[] {
  return dot.split('\n').filter((line) => line.trim().startsWith(start));
}

describe('a chart as a graph', () => {
  const door = setup({
    types: {} as { events: { type: 'push' | 'lock' | 'burn' | 'knock' } },
    guards: namedGuards('heavy'),
  }).createMachine({
    id: 'door',
    initial: 'standing',
    on: { burn: '.ashes' },
    states: {
      standing: {
        description: 'A "door" \\ that stands.',
        initial: 'closed',
        on: { knock: '.closed' },
        states: {
          closed: { on: { push: [{ guard: 'heavy', target: 'closed' }, { target: 'open' }], lock: 'closed' } },
          open: { on: { push: 'closed' } },
        },
      },
      ashes: { type: 'final' },
    },
  });
  const dot = chartToDot(door);

  test('each state has a box, a final one a double border', () => {
    expect(linesOf(dot, '"door.standing.closed" [')).toHaveLength(1);
    expect(linesOf(dot, '"door.standing.open" [')[0]).toContain('label="open"');
    expect(linesOf(dot, '"door.ashes" [')[0]).toContain('peripheries="2"');
    expect(linesOf(dot, '"door.standing.open" [')[0]).not.toContain('peripheries');
  });

  test('the start leads to the innermost first state', () => {
    expect(linesOf(dot, '"(start)" ->')).toEqual(['  "(start)" -> "door.standing.closed"']);
  });

  test('a nested state is framed, and what its states share is drawn once', () => {
    expect(dot).toContain('subgraph "cluster_door.standing" {');
    expect(linesOf(dot, '"door.standing" [')[0]).toContain('label="any of these"');
    expect(linesOf(dot, '"door" [')[0]).toContain('label="any state"');
    expect(linesOf(dot, '"door.standing" ->')).toHaveLength(1);
    expect(linesOf(dot, '"door" -> "door.ashes"')).toHaveLength(1);
  });

  test('transitions with one target share an arrow, each with its guard; the branch that is left says else', () => {
    const [loop] = linesOf(dot, '"door.standing.closed" -> "door.standing.closed"');
    expect(loop).toContain('>push [heavy]<');
    expect(loop).toContain('>lock<');
    expect(linesOf(dot, '"door.standing.closed" -> "door.standing.open"')[0]).toContain('>push [else]<');
    expect(linesOf(dot, '"door.standing.open" -> "door.standing.closed"')[0]).toContain('>push<');
  });

  test('quotes and backslashes of a description do not end the string they stand in', () => {
    expect(dot).toContain('tooltip="A \\"door\\" \\\\ that stands."');
  });

  test('an eventless transition says so', () => {
    const machine = createMachine({ id: 'x', initial: 'a', states: { a: { always: { target: 'b' } }, b: {} } });
    expect(linesOf(chartToDot(machine), '"x.a" -> "x.b"')[0]).toContain('>always<');
  });

  test('markup in a name is only text', () => {
    const machine = createMachine({ id: 'x', initial: 'a', states: { a: { on: { 'a<b>&c': 'a' } } } });
    expect(linesOf(chartToDot(machine), '"x.a" -> "x.a"')[0]).toContain('>a&lt;b&gt;&amp;c<');
  });
});

describe('a guard in words', () => {
  test('names, negations and combinations', () => {
    expect(guardText('p')).toBe('p');
    expect(guardText(not('p'))).toBe('not p');
    expect(guardText(and(['p', 'q']))).toBe('p and q');
    expect(guardText(or(['p', not('q')]))).toBe('p or (not q)');
  });

  test('a guard without a name has no words', () => {
    expect(() => guardText(() => true)).toThrow(TypeError);
  });
});
