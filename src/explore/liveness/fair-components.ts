import type { Bits } from './bits.ts';
import type { Components } from './components.ts';
import type { PendingGraph } from './pending-graph.ts';

/** A strongly connected component in which a run can go on for ever although all assumptions hold. */
export interface FairComponent {
  readonly nodes: Int32Array;
  /** Edges with one of these bits would make it unfair. */
  readonly without: number;
  /** Bits that a run through it has to show again and again. */
  readonly expected: number;
}

/**
 * Finds the fair components of a graph. A component whose steps are given but not what they have expected of them is
 * unfair as it is; what of it is left without those steps is looked at again (Lichtenstein & Pnueli 1985; Emerson & Lei
 * 1987: the emptiness check of a Streett automaton, of which an assumption is a pair).
 */
export function fairComponents(
  graph: PendingGraph,
  components: Components,
  bits: readonly Bits[],
): readonly FairComponent[] {
  const fair: FairComponent[] = [];
  const open: { readonly nodes: Int32Array; readonly without: number }[] = [];
  if (graph.states.length > 0) open.push({ nodes: Int32Array.from(graph.states.keys()), without: 0 });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { without } = next;
    for (const nodes of components.divide(next.nodes, without)) {
      const seen = bitsWithin(graph, components, nodes, without);
      const due = bits.filter(({ given }) => given === 0 || (seen & given) !== 0);
      const broken = due.filter(({ expected }) => (seen & expected) === 0);
      if (broken.length === 0)
        fair.push({ nodes, without, expected: due.reduce((all, { expected }) => all | expected, 0) });
      else if (broken.every(({ given }) => given !== 0)) {
        open.push({ nodes, without: broken.reduce((all, { given }) => all | given, without) });
      }
    }
  }
  return fair;
}

/** All bits of the edges within a component. */
function bitsWithin(
  { first, targets, labels }: PendingGraph,
  { componentOf }: Components,
  nodes: Int32Array,
  without: number,
): number {
  const own = componentOf[nodes[0] ?? 0];
  let bits = 0;
  for (const node of nodes) {
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      const label = labels[edge] as number;
      if ((label & without) === 0 && componentOf[targets[edge] as number] === own) bits |= label;
    }
  }
  return bits;
}
