import { Numbers } from '../memo/numbers.ts';
import type { Bits } from './assumption.ts';
import { Components } from './components.ts';
import { type FairComponent, fairComponents } from './fair-components.ts';
import type { PendingGraph } from './pending-graph.ts';

/** A way round in a graph that a run may take for ever. */
export interface FairCycle {
  /** The node it begins and ends with. */
  readonly node: number;
  /** Its edges, in order; none where a run may stop at the node. */
  readonly edges: readonly number[];
}

/**
 * A fair cycle: of all nodes in which a run does something that is expected of it again and again, it begins with the one nearest to the
 * first state, and from there no fair way round is shorter. Undefined when there is none.
 */
export function fairCycle(graph: PendingGraph, bits: readonly Bits[]): FairCycle | undefined {
  // Where nothing is expected of every run, one may as well stop.
  if (bits.every(({ given }) => given !== 0)) return graph.states.length === 0 ? undefined : { node: 0, edges: [] };
  const components = new Components(graph);
  let nearest: { readonly node: number; readonly within: FairComponent } | undefined;
  for (const within of fairComponents(graph, components, bits)) {
    for (const node of within.nodes) {
      if ((nearest === undefined || node < nearest.node) && leaves(graph, components, within, node)) nearest = { node, within };
    }
  }
  return nearest && { node: nearest.node, edges: shortestRound(graph, components, nearest.within, nearest.node) };
}

/** Whether an edge that leaves a node within its component shows something that is expected. */
function leaves(graph: PendingGraph, components: Components, within: FairComponent, node: number): boolean {
  let shown = 0;
  forEachWithin(graph, components, within, node, (edge) => {
    shown |= graph.labels[edge] as number;
  });
  return (shown & within.expected) !== 0;
}

/** Breadth first over pairs of a node and what was shown on the way there. */
function shortestRound(graph: PendingGraph, components: Components, within: FairComponent, start: number): readonly number[] {
  const expected = singleBits(within.expected);
  const ways = 1 << expected.length;
  /** By pair: the edge that was taken to it plus 1, and its place among the pairs. */
  const taken = new Int32Array(graph.states.length * ways);
  const pairs = new Numbers();
  const before = new Numbers();
  pairs.push(start * ways);
  before.push(-1);
  const edgesTo = (place: number) => {
    const edges: number[] = [];
    for (let at = place; before.items[at] !== -1; at = before.items[at] as number)
      edges.push((taken[pairs.items[at] as number] as number) - 1);
    return edges.reverse();
  };
  for (let place = 0; place < pairs.length; place++) {
    const pair = pairs.items[place] as number;
    const shown = pair % ways;
    let closing = -1;
    forEachWithin(graph, components, within, (pair - shown) / ways, (edge) => {
      const label = graph.labels[edge] as number;
      const now = expected.reduce((all, bit, index) => ((label & bit) === 0 ? all : all | (1 << index)), shown);
      const target = graph.targets[edge] as number;
      if (target === start && now === ways - 1 && closing === -1) closing = edge;
      const next = target * ways + now;
      if (taken[next] !== 0 || next === start * ways) return;
      taken[next] = edge + 1;
      pairs.push(next);
      before.push(place);
    });
    if (closing !== -1) return [...edgesTo(place), closing];
  }
  throw new Error('a fair component without a fair way round');
}

function forEachWithin(
  { first, targets, labels }: PendingGraph,
  { componentOf }: Components,
  { without }: FairComponent,
  node: number,
  see: (edge: number) => void,
): void {
  const own = componentOf[node];
  for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
    if (((labels[edge] as number) & without) === 0 && componentOf[targets[edge] as number] === own) see(edge);
  }
}

function singleBits(bits: number): readonly number[] {
  const single: number[] = [];
  for (let bit = 1; bit > 0; bit <<= 1) if ((bits & bit) !== 0) single.push(bit);
  return single;
}
