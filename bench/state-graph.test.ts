import { describe, expect, test } from 'vitest';
import { medium } from '../src/explore/scopes/medium.ts';
import { tiny } from '../src/explore/scopes/tiny.ts';
import { differenceOf, graphOf, type StateGraph } from './state-graph.ts';

const graph = graphOf(tiny, Number.POSITIVE_INFINITY);

/** The graph with its states numbered from the other end, the first one apart. */
function renumbered(before: StateGraph): StateGraph {
  const last = before.length;
  const number = (state: number): number => (state === 0 ? 0 : last - state);
  return Array.from({ length: last }, (_, state) => (before[number(state)] ?? []).map(number));
}

function withEdge(state: number, action: number, to: number): StateGraph {
  return graph.map((row, at) => (at === state ? row.map((next, place) => (place === action ? to : next)) : row));
}

describe('a twin is compared with the model state by state', () => {
  test('the model has as many states as exploration counts', () => {
    expect([graph.length, graph.flat().length]).toEqual([260, 3_380]);
  });

  test('and to a depth as many as exploration finds until there', () => {
    const begun = graphOf(medium, 3);
    expect(begun).toHaveLength(1 + 9 + 44 + 184);
    expect(begun.filter((row) => row.length === medium.actions.length + 1)).toHaveLength(1 + 9 + 44);
    expect(begun.slice(1 + 9 + 44).flat()).toEqual([]);
  });

  test('the numbers of states make no difference', () => {
    expect(differenceOf(graph, renumbered(graph))).toBeUndefined();
  });

  test('one action that leads elsewhere does', () => {
    const to = graph[100]?.[3] === 7 ? 8 : 7;
    expect(differenceOf(graph, withEdge(100, 3, to))).toContain('leads elsewhere');
    expect(differenceOf(withEdge(100, 3, to), graph)).toContain('leads elsewhere');
  });

  test('so do a state too few, an action too few, and states that nothing reaches', () => {
    expect(differenceOf(graph, graph.slice(1))).toBe('260 states and 259');
    expect(
      differenceOf(
        graph,
        graph.map((row) => row.slice(1)),
      ),
    ).toBe('13 actions and 12 in state 0');
    expect(differenceOf([[0], [1]], [[0], [1]])).toBe('only 1 states are reached');
  });
});
