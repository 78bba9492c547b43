import type { Graph, GraphEdge } from '../explore/graph/graph.ts';
import { eventText } from './event-text.ts';
import { Names, nameText } from './names.ts';

/**
 * The graph of a scope in the DOT language of Graphviz, piece by piece: a node a state, with its number and its world
 * as a tooltip, an arrow for all that leads from one to another. What leaves the state as it is has none.
 */
export function* graphDot(graph: Graph): Generator<string> {
  const { scope, states } = graph;
  const { setup, actions } = scope;
  const names = new Names({ header: { setup }, steps: actions.map((step) => ({ step })) });
  yield `digraph ${quoted(scope.name)} {
  node [shape="circle"]
  start [shape="point", tooltip="start"]
  start -> 0
`;
  for (let state = 0; state < states; state++) {
    const border = state === 0 ? ', peripheries="2"' : '';
    const lines = [`  ${state} [tooltip=${quoted(JSON.stringify(graph.world(state)))}${border}]`];
    for (const [to, words] of arrowsFrom(graph.edgesFrom(state), names))
      lines.push(`  ${state} -> ${to} [label=${words.map(escaped).join('\\n').replace(/^|$/g, '"')}]`);
    yield `${lines.join('\n')}\n`;
  }
  yield '}\n';
}

/** What leads from a state to each other one, in words. */
function arrowsFrom(edges: readonly GraphEdge[], names: Names): ReadonlyMap<number, readonly string[]> {
  const arrows = new Map<number, string[]>();
  for (const edge of edges) {
    if (edge.to === edge.from) continue;
    arrows.set(edge.to, [...(arrows.get(edge.to) ?? []), edgeText(edge, names)]);
  }
  return arrows;
}

function edgeText({ action, status, code }: GraphEdge, names: Names): string {
  if (action === undefined) return 'tick';
  const by = action.by === null ? '' : `${nameText(action.by)} `;
  return `${by}${eventText(action.event, names)}: ${status}${code === null ? '' : ` ${code}`}`;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** Graphviz reads backslashes and entities in what it shows. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
