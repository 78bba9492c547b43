import type { Graph } from '../explore/graph/graph.ts';

/** Version of the format. */
const FORMAT = 1;

/**
 * The graph of a scope as lines of JSON, piece by piece: a head, then a line a state, each followed by a line for
 * whatever leads on from it.
 */
export function* graphNdjson(graph: Graph): Generator<string> {
  const { scope, states } = graph;
  yield line({ bucketkeyGraph: FORMAT, scope: scope.name, tickMs: scope.tickMs, states });
  for (let state = 0; state < states; state++) {
    const edges = graph.edgesFrom(state).map(({ from, to, action, status, code }) => {
      const { by = null, event = null } = action ?? {};
      return line({ from, to, by, event, status, code });
    });
    yield line({ state, world: graph.world(state) }) + edges.join('');
  }
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
