import { describe, expect, test } from 'vitest';
import { profileNamed } from '../../model/index.ts';
import { SCENE } from '../../model/testing/scene.ts';
import { errors } from '../../properties/errors.ts';
import { ObservedTrace, SSE_S3 } from '../../properties/testing/observed-trace.ts';
import { formatTrace } from '../trace/format-trace.ts';
import { parseTrace } from '../trace/index.ts';
import { Judge } from './judge.ts';
import { judgeProperty } from './judge-property.ts';
import { judgeTrace } from './replay.ts';

test('a violation of many-sided properties rests on what was violated, not on all that they watch over', () => {
  const judge = new Judge({ setup: SCENE, profile: profileNamed('ideal'), properties: [errors], oracle: false });
  for (const seen of new ObservedTrace().get(0, 'bob', 'none/a', SSE_S3).steps) judge.see(seen);
  expect(judge.violation).toMatchObject({ property: 'errors', requirements: ['E-29'], stepIndex: 0 });
});

describe('a trace whose requests take time', () => {
  const md5 = '0cc175b9c0f1b6a831c399e269772661';
  const object = { bucket: 'c', key: 'x' };
  const lines = [
    { atMs: 0, event: { op: 'PutObject', ...object, body: { text: 'a', md5 }, headers: {} }, seen: { etag: md5 } },
    { atMs: 5, event: { op: 'GetObject', ...object }, seen: { etag: md5, contentMd5: md5 } },
  ].map(({ atMs, event, seen }) => ({ atMs, by: 'ann', event, observation: { status: 200, sse: 'AES256', ...seen } }));
  const traceWith = (...ends: readonly (number | undefined)[]) => {
    const header = JSON.stringify({ bucketkeyTrace: 1, profile: 'ideal', sut: 's', seed: 1, setup: SCENE });
    const timed = lines.map((line, at) => JSON.stringify({ ...line, endMs: ends[at] }));
    return parseTrace([header, ...timed, ''].join('\n'), 't');
  };

  test('is judged by the model alone from there on, and properties say so', () => {
    const ideal = profileNamed('ideal');
    const whole = judgeTrace(traceWith(), ideal);
    expect(whole.properties.find(({ id }) => id === 'etag-class')?.verdict).toBe('not-exercised');
    const overlapped = judgeTrace(traceWith(10, 12), ideal);
    expect(overlapped.verdict).toBe('conforms');
    expect(overlapped.properties.find(({ id }) => id === 'explained')?.verdict).toBe('holds');
    expect(overlapped.properties.find(({ id }) => id === 'etag-class')?.verdict).toBe('not-judged');
    expect(judgeProperty(traceWith(10, 12), ideal, 'etag-class')).toMatchObject({ verdict: 'unknown' });
  });

  test('is written as it is read, and ends when it began or later', () => {
    const trace = traceWith(10, undefined);
    expect(trace.steps.map(({ endMs }) => endMs)).toEqual([10, undefined]);
    expect(parseTrace(formatTrace(trace), 't')).toEqual(trace);
    expect(() => traceWith(10, 4)).toThrow('t:3: endMs: 4 is earlier than atMs, 5');
  });
});
