import { describe, expect, test } from 'vitest';
import { perform } from '../../../model/index.ts';
import { caches } from '../scopes/caches.ts';
import { tiny } from '../scopes/tiny.ts';
import { type GraphEdge, GraphError, graphOf } from './graph.ts';

describe('the graph of a scope', () => {
  test('has every state and every transition of an exploration', async () => {
    const graph = await graphOf(tiny);
    const edges = Array.from({ length: graph.states }, (_, state) => graph.edgesFrom(state)).flat();
    // Nothing is open in tiny, so no two results come to the same: as many as `explore` counts.
    expect([graph.states, edges.length]).toEqual([260, 3_380]);
    // From the first state every other one is reached, each by an edge from one that was found before.
    const reached = new Set([0]);
    for (const { from, to } of edges) if (reached.has(from)) reached.add(to);
    expect(reached.size).toBe(260);
    expect(edges.filter(({ action }) => action === undefined)).toHaveLength(260);
  });

  test('says what is answered, and shows the worlds', async () => {
    const graph = await graphOf(tiny);
    const taken = (from: number, op: string, by = 'ann') =>
      graph.edgesFrom(from).find(({ action }) => action?.event.op === op && action.by === by) as GraphEdge;
    expect(taken(0, 'GetObject')).toMatchObject({ from: 0, to: 0, status: 404, code: 'NoSuchKey' });
    const put = taken(taken(0, 'PutBucketEncryption').to, 'PutObject');
    expect([put.status, put.code]).toEqual([200, null]);
    expect(graph.world(put.to)).toMatchObject({
      buckets: [{ name: 'b', rule: { SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true } }],
      objects: [{ bucket: 'b', key: 'x', state: 'sseKmsBucketKey', kmsKeyId: 'k1' }],
      mayHold: [{ requester: 'ann', bucket: 'b', key: 'x' }],
    });
    const disabled = taken(put.to, 'DisableKey').to;
    expect(graph.world(disabled).kmsKeys).toMatchObject([{ id: 'k1', state: 'disabled' }]);
    expect(taken(disabled, 'GetObject', 'bob')).toMatchObject({
      to: disabled,
      status: 400,
      code: 'KMS.DisabledException',
    });
    const pending = taken(0, 'ScheduleKeyDeletion').to;
    expect(graph.world(pending).kmsKeys).toMatchObject([{ deletedInMs: tiny.tickMs }]);
  });

  test('has an edge for each way to resolve what is open that differs in answer or state', async () => {
    const graph = await graphOf(caches);
    expect(graph.states).toBe(544);
    const texts = Array.from({ length: graph.states }, (_, state) => graph.edgesFrom(state))
      .flat()
      .map((edge) => JSON.stringify(edge));
    expect(new Set(texts).size).toBe(texts.length);
    const ways = new Map<string, number>();
    for (let state = 0; state < graph.states; state++)
      for (const { from, action } of graph.edgesFrom(state)) {
        const name = `${from} ${JSON.stringify(action)}`;
        ways.set(name, (ways.get(name) ?? 0) + 1);
      }
    expect(Math.max(...ways.values())).toBeGreaterThan(1);
  });

  test('is refused where there are too many states, or a step breaks down', async () => {
    await expect(graphOf(tiny, undefined, perform, 259)).rejects.toThrow(
      new GraphError('the scope tiny has more than 259 states, too many for a graph'),
    );
    expect((await graphOf(tiny, undefined, perform, 260)).states).toBe(260);
    const spoilt: typeof perform = () => {
      throw new Error('oh');
    };
    await expect(graphOf(tiny, undefined, spoilt)).rejects.toThrow(/the scope tiny has no graph: .*oh/);
    await expect(graphOf(tiny, AbortSignal.abort())).rejects.toThrow(/abort/);
  });
});
