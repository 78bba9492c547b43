import { Numbers } from '../numbers.ts';
import type { Bits } from './bits.ts';
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

/** Edges that are looked at for a shorter lasso once there is one. */
const EDGES_FOR_A_SHORTER_ONE = 2_000_000;

/**
 * A fair cycle; undefined when there is none. It begins with a step of a kind that is expected again and again. Among
 * those that do, it is the one that makes the shortest lasso, or the shortest that was found before the graph was too
 * large to go on looking.
 *
 * @param depthOf - length of a shortest way from the first state to a node
 */
export function fairCycle(
  graph: PendingGraph,
  bits: readonly Bits[],
  depthOf: (node: number) => number,
): FairCycle | undefined {
  // Where nothing is expected of every run, one may as well stop.
  if (bits.every(({ given }) => given !== 0)) return graph.states.length === 0 ? undefined : { node: 0, edges: [] };
  const components = new Components(graph);
  const rounds = new Rounds(graph, components, bits);
  let best: FairCycle | undefined;
  let shortest = Number.POSITIVE_INFINITY;
  for (const within of fairComponents(graph, components, bits)) {
    for (const node of within.nodes.toSorted()) {
      const most = shortest - depthOf(node) - 1;
      if (most < 1 || (best !== undefined && rounds.edgesSeen > EDGES_FOR_A_SHORTER_ONE)) break;
      const edges = rounds.shortest(within, node, most);
      if (edges === undefined) continue;
      best = { node, edges };
      shortest = depthOf(node) + edges.length;
    }
  }
  return best;
}

/** Ways round in fair components, looked for breadth first over pairs of a node and what was shown on the way there. */
class Rounds {
  /** How many edges have been looked at. */
  edgesSeen = 0;
  readonly #graph: PendingGraph;
  readonly #components: Components;
  readonly #bits: readonly Bits[];
  /** How many sets of assumptions there are, whose expectations may have been shown. */
  readonly #sets: number;
  /** By pair: the edge that was taken to it plus 1. */
  readonly #taken: Int32Array;

  constructor(graph: PendingGraph, components: Components, bits: readonly Bits[]) {
    this.#graph = graph;
    this.#components = components;
    this.#bits = bits;
    this.#sets = 1 << bits.length;
    this.#taken = new Int32Array(graph.states.length * this.#sets);
  }

  /**
   * A shortest fair way round from a node that begins with a step of a kind that is expected; undefined if it takes
   * more than `most`.
   */
  shortest(within: FairComponent, start: number, most: number): readonly number[] | undefined {
    const pairs = new Numbers();
    const before = new Numbers();
    pairs.push(start * this.#sets);
    before.push(0);
    let round: readonly number[] | undefined;
    for (let [length, place] = [1, 0]; length <= most && round === undefined; length++) {
      const end = pairs.length;
      for (; place < end && round === undefined; place++) round = this.#goOn(within, start, pairs, before, place);
      if (place === pairs.length) break;
    }
    for (let i = 0; i < pairs.length; i++) this.#taken[pairs.items[i] as number] = 0;
    return round;
  }

  /** Takes every step from a pair; answers the way round, if one of them closes it. */
  #goOn(
    within: FairComponent,
    start: number,
    pairs: Numbers,
    before: Numbers,
    place: number,
  ): readonly number[] | undefined {
    const { labels, targets } = this.#graph;
    const pair = pairs.items[place] as number;
    const shown = pair % this.#sets;
    const expected = this.#setOf(within.expected);
    let closing = -1;
    forEachWithin(this.#graph, this.#components, within, (pair - shown) / this.#sets, (edge) => {
      this.edgesSeen++;
      const now = shown | (this.#setOf(labels[edge] as number) & expected);
      if (now === 0) return;
      const target = targets[edge] as number;
      if (target === start && now === expected && closing === -1) closing = edge;
      const next = target * this.#sets + now;
      if (this.#taken[next] !== 0) return;
      this.#taken[next] = edge + 1;
      pairs.push(next);
      before.push(place);
    });
    if (closing === -1) return undefined;
    const edges = [closing];
    for (let at = place; at !== 0; at = before.items[at] as number)
      edges.push((this.#taken[pairs.items[at] as number] as number) - 1);
    return edges.reverse();
  }

  /** The assumptions whose expectations a label shows, a bit each. */
  #setOf(label: number): number {
    let set = 0;
    for (const [index, { expected }] of this.#bits.entries()) if ((label & expected) !== 0) set |= 1 << index;
    return set;
  }
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
