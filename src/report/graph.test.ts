import { instance } from '@viz-js/viz';
import { describe, expect, test } from 'vitest';
import type { Graph } from '../explore/graph/graph.ts';
import { tiny } from '../explore/scopes/tiny.ts';
import { graphDot } from './graph-dot.ts';
import { graphNdjson } from './graph-ndjson.ts';

const world = { kmsThrottled: false, buckets: [], objects: [], kmsKeys: [], mayHold: [] };
const get = { by: 'a "&" \\b', event: { op: 'GetObject', bucket: 'b', key: '__proto__' } } as const;

/** Two states: a tick leads on, two answers lead back. */
const graph: Graph = {
  scope: { ...tiny, name: 'two', actions: [get] },
  states: 2,
  world: () => world,
  edgesFrom: (from) => [
    { from, to: 0, action: get, status: 200, code: null },
    { from, to: 0, action: get, status: 404, code: 'NoSuchKey' },
    { from, to: 1, action: undefined, status: null, code: null },
  ],
};

describe('the graph of a scope is told', () => {
  test('in the DOT language: states by number, arrows in words, nothing that leads nowhere', () => {
    const shown = JSON.stringify(world).replaceAll('"', '\\"');
    const by = String.raw`\"a \\\"&amp;\\\" \\\\b\"`;
    expect([...graphDot(graph)].join('')).toBe(
      `digraph "two" {
  node [shape="circle"]
  start [shape="point", tooltip="start"]
  start -> 0
  0 [tooltip="${shown}", peripheries="2"]
  0 -> 1 [label="tick"]
  1 [tooltip="${shown}"]
  1 -> 0 [label="${by} GetObject b/__proto__: 200\\n${by} GetObject b/__proto__: 404 NoSuchKey"]
}
`,
    );
  });

  test('in a way that Graphviz takes: names are shown as they are', async () => {
    const drawn = (await instance()).renderString([...graphDot(graph)].join(''), { format: 'svg' });
    const texts = [...drawn.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) =>
      text.replaceAll('&quot;', '"').replaceAll('&#45;', '-').replaceAll('&amp;', '&'),
    );
    const by = String.raw`"a \"&\" \\b"`;
    expect(texts).toEqual([
      '0',
      '1',
      'tick',
      `${by} GetObject b/__proto__: 200`,
      `${by} GetObject b/__proto__: 404 NoSuchKey`,
    ]);
  });

  test('as lines of JSON: a head, a line a state, a line a transition', () => {
    const lines = [...graphNdjson(graph)].join('').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { bucketkeyGraph: 1, scope: 'two', tickMs: tiny.tickMs, states: 2 },
      { state: 0, world },
      { from: 0, to: 0, ...get, status: 200, code: null },
      { from: 0, to: 0, ...get, status: 404, code: 'NoSuchKey' },
      { from: 0, to: 1, by: null, event: null, status: null, code: null },
      { state: 1, world },
      { from: 1, to: 0, ...get, status: 200, code: null },
      { from: 1, to: 0, ...get, status: 404, code: 'NoSuchKey' },
      { from: 1, to: 1, by: null, event: null, status: null, code: null },
    ]);
  });
});
