import { expect, test } from 'vitest';
import { IDEAL } from '../../model/testing/model-run.ts';
import { SCENE } from '../../model/testing/scene.ts';
import { KeptMemory } from '../check/kept-memory.ts';
import { WatchedTrace } from './watched-trace.ts';

test('a trace that takes more memory than there is room for is unknown from there on, and says so', () => {
  const trace = new WatchedTrace(SCENE, IDEAL, undefined, new KeptMemory(0));
  const step = { atMs: 0, by: null, event: { op: 'RestartHosts' } } as const;
  const kept: number[][] = [];
  const see = () => {
    // More than what others have left may be cleared away meanwhile.
    kept.push(new Array(200_000).fill(0));
    return trace.see({ step, observation: { status: 200 } }, { parts: [], properties: [] });
  };
  const verdicts = Array.from({ length: 6 }, () => see().verdict);
  expect(verdicts).toEqual(['conforms', 'conforms', 'conforms', 'conforms', 'unknown', 'unknown']);
  const unknownBecause = expect.stringMatching(/^step 4: more than 0 bytes of memory/);
  expect(see()).toEqual({ verdict: 'unknown', unknownBecause });
  expect(trace.end()).toEqual({ verdict: 'unknown', unknownBecause });
  expect(trace.lostBecause).toEqual(unknownBecause);
});
