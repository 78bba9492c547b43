import type { PendingGraph } from './pending-graph.ts';

/** Nodes that belong to no component yet are all in one. */
const FIRST_COMPONENT = 0;

/**
 * Divides a graph into strongly connected components, and those again once some of their edges are left out: the
 * algorithm of Tarjan (1972) without recursion, over typed arrays, in time linear in the edges.
 */
export class Components {
  /** By node: the number of its component. */
  readonly componentOf: Int32Array;
  readonly #graph: PendingGraph;
  #count = FIRST_COMPONENT + 1;
  /** By node: in which order it was come to, from 1; 0 = not yet. */
  readonly #order: Int32Array;
  /** By node: the earliest node it was seen to lead back to. */
  readonly #low: Int32Array;
  /** By node: the edge to look at next. */
  readonly #edge: Int32Array;
  /** Nodes whose components are not complete, and the path that is being followed. */
  readonly #open: Int32Array;
  readonly #path: Int32Array;

  constructor(graph: PendingGraph) {
    const size = graph.states.length;
    this.#graph = graph;
    this.componentOf = new Int32Array(size).fill(FIRST_COMPONENT);
    this.#order = new Int32Array(size);
    this.#low = new Int32Array(size);
    this.#edge = new Int32Array(size);
    this.#open = new Int32Array(size);
    this.#path = new Int32Array(size);
  }

  /**
   * Divides what is one component so far.
   *
   * @param nodes - all nodes of one component, or all nodes of a graph that was not divided yet
   * @param without - edges that have one of these bits are left out
   * @returns the nodes of each new component that contains a cycle
   */
  divide(nodes: Int32Array, without: number): readonly Int32Array[] {
    const { first } = this.#graph;
    const divided = new Int32Array(nodes.length);
    const found: Int32Array[] = [];
    const own = this.componentOf[nodes[0] ?? 0] as number;
    for (const node of nodes) this.#order[node] = 0;
    let [visited, complete] = [0, 0];
    for (const root of nodes) {
      if (this.#order[root] !== 0) continue;
      let [depth, open] = [0, 0];
      const enter = (node: number) => {
        this.#order[node] = ++visited;
        this.#low[node] = visited;
        this.#edge[node] = first[node] as number;
        this.#open[open++] = node;
        this.#path[depth++] = node;
      };
      enter(root);
      while (depth > 0) {
        const node = this.#path[depth - 1] as number;
        const next = this.#nextOf(node, own, without);
        if (next !== -1) {
          if (this.#order[next] === 0) enter(next);
          else this.#low[node] = Math.min(this.#low[node] as number, this.#order[next] as number);
          continue;
        }
        depth--;
        if (depth > 0) {
          const before = this.#path[depth - 1] as number;
          this.#low[before] = Math.min(this.#low[before] as number, this.#low[node] as number);
        }
        if (this.#low[node] !== this.#order[node]) continue;
        const begin = complete;
        const component = this.#count++;
        for (let member = -1; member !== node; ) {
          member = this.#open[--open] as number;
          this.componentOf[member] = component;
          divided[complete++] = member;
        }
        if (complete - begin > 1 || this.#leadsToItself(node, without)) found.push(divided.subarray(begin, complete));
      }
    }
    return found;
  }

  #leadsToItself(node: number, without: number): boolean {
    const { first, targets, labels } = this.#graph;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      if (targets[edge] === node && ((labels[edge] as number) & without) === 0) return true;
    }
    return false;
  }

  /**
   * The node at the end of the next edge that stays among the nodes that are being divided; -1 when there is none left.
   */
  #nextOf(node: number, own: number, without: number): number {
    const { first, targets, labels } = this.#graph;
    const end = first[node + 1] as number;
    for (let edge = this.#edge[node] as number; edge < end; edge++) {
      const target = targets[edge] as number;
      if (((labels[edge] as number) & without) !== 0 || this.componentOf[target] !== own) continue;
      this.#edge[node] = edge + 1;
      return target;
    }
    this.#edge[node] = end;
    return -1;
  }
}
