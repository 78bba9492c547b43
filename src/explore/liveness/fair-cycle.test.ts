import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assumption } from '../../../properties/goal.ts';
import { type Bits, bitsOf } from './bits.ts';
import { fairCycle } from './fair-cycle.ts';
import type { PendingGraph } from './pending-graph.ts';

/** An edge of a graph, and the bits it shows. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly label: number;
}

const never = () => false;
const assumption = (given: boolean, expected: boolean): Assumption => ({
  id: 'assumed',
  text: '',
  requirements: [],
  given: given ? never : undefined,
  expected: expected ? never : undefined,
});
/** Always some steps; some steps, if others are given; no steps of a kind for ever. */
const BITS = bitsOf([assumption(false, true), assumption(true, true), assumption(true, false)]);
const [ALWAYS, GIVEN, THEN, BANNED] = [2, 4, 8, 16] as const;

function graphOf(size: number, edges: readonly Edge[]): PendingGraph {
  const ordered = Array.from({ length: size }, (_, node) => edges.filter(({ from }) => from === node));
  const flat = ordered.flat();
  let end = 0;
  return {
    states: Int32Array.from({ length: size }, (_, node) => node),
    first: Int32Array.of(0, ...ordered.map((own) => (end += own.length))),
    targets: Int32Array.from(flat, ({ to }) => to),
    labels: Int32Array.from(flat, ({ label }) => label),
    actions: new Int32Array(flat.length),
    results: new Int32Array(flat.length),
  };
}

function sourceOf({ first }: PendingGraph, edge: number): number {
  return first.findLastIndex((begin) => begin <= edge);
}

/** Whether a run that takes just these steps again and again meets the assumptions. */
function isFair(label: number, bits: readonly Bits[]): boolean {
  return bits.every(({ given, expected }) => (given !== 0 && (label & given) === 0) || (label & expected) !== 0);
}

/** Length of a shortest fair way round from a node, by trying walks, shorter ones first. */
function shortestRound(
  { first, targets, labels }: PendingGraph,
  start: number,
  bits: readonly Bits[],
): number | undefined {
  const known = new Set<string>();
  let walks = [{ at: start, label: 0 }];
  for (let length = 1; walks.length > 0; length++) {
    const next: typeof walks = [];
    for (const { at, label } of walks) {
      for (let edge = first[at]!; edge < first[at + 1]!; edge++) {
        const walk = { at: targets[edge]!, label: label | labels[edge]! };
        if (walk.at === start && isFair(walk.label, bits)) return length;
        const name = JSON.stringify(walk);
        if (!known.has(name)) next.push(walk);
        known.add(name);
      }
    }
    walks = next;
  }
  return undefined;
}

const graphs = fc.integer({ min: 1, max: 6 }).chain((size) => {
  const node = fc.nat({ max: size - 1 });
  const label = fc.subarray([ALWAYS, GIVEN, THEN, BANNED]).map((bits) => bits.reduce((all, bit) => all | bit, 0));
  return fc.array(fc.record({ from: node, to: node, label }), { maxLength: 12 }).map((edges) => graphOf(size, edges));
});

describe('a fair cycle', () => {
  test('is found if there is one, by trying every walk', () => {
    let found = 0;
    fc.assert(
      fc.property(graphs, (graph) => {
        const lengths = [...graph.states].map((node) => shortestRound(graph, node, BITS));
        const cycle = fairCycle(graph, BITS, (node) => node);
        expect(cycle !== undefined).toBe(lengths.some((length) => length !== undefined));
        if (cycle !== undefined) found++;
      }),
      { numRuns: 3_000 },
    );
    expect(found).toBeGreaterThan(100);
  });

  test('leads back to where it began, and is fair', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const cycle = fairCycle(graph, BITS, (node) => node);
        if (cycle === undefined) return;
        let at = cycle.node;
        for (const edge of cycle.edges) {
          expect(sourceOf(graph, edge)).toBe(at);
          at = graph.targets[edge]!;
        }
        expect(at).toBe(cycle.node);
        expect(
          isFair(
            cycle.edges.reduce((all, edge) => all | graph.labels[edge]!, 0),
            BITS,
          ),
        ).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test('with one kind of step to wait for, no lasso is shorter that begins its cycle with such a step', () => {
    const one = BITS.slice(0, 1);
    fc.assert(
      fc.property(graphs, (graph) => {
        const totals = [...graph.states].flatMap((node) => {
          const begins = [...graph.labels.keys()].filter(
            (edge) => sourceOf(graph, edge) === node && (graph.labels[edge]! & ALWAYS) !== 0,
          );
          const back = begins.map((edge) => 1 + distance(graph, graph.targets[edge]!, node));
          return node + Math.min(Number.POSITIVE_INFINITY, ...back);
        });
        const cycle = fairCycle(graph, one, (node) => node);
        expect(cycle === undefined ? Number.POSITIVE_INFINITY : cycle.node + cycle.edges.length).toBe(
          Math.min(...totals),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('is found where a path is longer than any recursion is deep', () => {
    const size = 200_000;
    const ring = Array.from({ length: size }, (_, from) => ({
      from,
      to: (from + 1) % size,
      label: from === size - 1 ? ALWAYS : 0,
    }));
    const first = Int32Array.from({ length: size + 1 }, (_, node) => node);
    const graph: PendingGraph = {
      states: first.slice(0, size),
      first,
      targets: Int32Array.from(ring, ({ to }) => to),
      labels: Int32Array.from(ring, ({ label }) => label),
      actions: new Int32Array(size),
      results: new Int32Array(size),
    };
    expect(fairCycle(graph, BITS, (node) => node)?.edges).toHaveLength(size);
    graph.targets[size - 1] = size - 1;
    expect(fairCycle(graph, BITS, (node) => node)).toEqual({ node: size - 1, edges: [size - 1] });
  });

  test('is not needed where nothing is expected of every run: one may stop', () => {
    const graph = graphOf(2, []);
    expect(fairCycle(graph, BITS.slice(1), (node) => node)).toEqual({ node: 0, edges: [] });
    expect(fairCycle(graph, BITS, (node) => node)).toBeUndefined();
    expect(fairCycle(graphOf(0, []), BITS.slice(1), (node) => node)).toBeUndefined();
  });
});

test('an assumption that no run meets is refused: everything would hold under it', () => {
  expect(() => bitsOf([assumption(false, false)])).toThrow('no run meets the assumption assumed');
  expect(() => bitsOf(Array.from({ length: 16 }, () => assumption(false, true)))).toThrow('16 assumptions, at most 15');
});

/** Length of a shortest way from one node to another; 0 from a node to itself. */
function distance({ first, targets }: PendingGraph, from: number, to: number): number {
  const known = new Set([from]);
  let front = [from];
  for (let length = 0; front.length > 0; length++) {
    if (front.includes(to)) return length;
    front = front
      .flatMap((node) => [...targets.slice(first[node]!, first[node + 1]!)])
      .filter((node) => !known.has(node) && known.add(node));
  }
  return Number.POSITIVE_INFINITY;
}
