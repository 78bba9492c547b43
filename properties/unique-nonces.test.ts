import { describe, expect, test } from 'vitest';
import { judgements, ObservedTrace, type Shown, SSE_S3, violation } from './testing/observed-trace.ts';
import { uniqueNonces } from './unique-nonces.ts';

function sealed(...seals: (readonly [key: string, nonce: string])[]): Shown {
  return { ...SSE_S3, internals: { seals: seals.map(([key, nonce]) => ({ key, nonce })) } };
}

describe('unique-nonces', () => {
  test('one key may encrypt many times, each with a fresh nonce, and two keys may meet the same nonce', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', sealed(['bucket', '00'], ['data', '00']))
      .put(1, 'ann', 'b/b', sealed(['bucket', '01']));
    expect(judgements(uniqueNonces, scene)).toEqual(['held', 'exercised']);
  });

  test('a key that meets a nonce twice is refused, also within one step', () => {
    const scene = new ObservedTrace()
      .put(0, 'ann', 'b/a', sealed(['bucket', '00']))
      .put(3, 'ann', 'b/b', sealed(['bucket', '00']));
    expect(violation(uniqueNonces, scene)).toBe(
      'at 3 s PutObject encrypted with the key bucket and the nonce 00, a pair that had been used before',
    );
    expect(violation(uniqueNonces, new ObservedTrace().put(0, 'ann', 'b/a', sealed(['k', '7'], ['k', '7'])))).toContain(
      'the nonce 7',
    );
  });
});
