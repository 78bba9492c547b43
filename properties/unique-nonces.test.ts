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

  const first = (n: number) => ((n * 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  const made = (nonce: (n: number) => string, times: number) => {
    const scene = new ObservedTrace();
    for (let n = 1; n <= times; n++) scene.put(n, 'ann', 'b/a', sealed(['bucket', nonce(n)]));
    return scene;
  };

  test('nonces whose ends are all alike are refused: the rest is too little for chance', () => {
    expect(
      violation(
        uniqueNonces,
        made((n) => `${first(n)}${'0'.repeat(16)}`, 10),
      ),
    ).toBe(
      'at 10 s the key bucket made its 10th encryption, and all its nonces end in 0000000000000000: only what is ' +
        'before that is left to chance',
    );
  });

  test.each<readonly [what: string, nonce: (n: number) => string]>([
    ['random ones', (n) => first(n) + first(n + 100) + first(n + 200)],
    [
      'a counter behind a fixed field (SP 800-38D, section 8.2.1)',
      (n) => `a1b2c3d4${n.toString(16).padStart(16, '0')}`,
    ],
    ['a counter before a fixed field', (n) => `${n.toString(16).padStart(16, '0')}a1b2c3d4`],
  ])('%s are fine', (_what, nonce) => {
    expect(judgements(uniqueNonces, made(nonce, 20))).not.toContainEqual({ violation: expect.any(String) });
  });
});
