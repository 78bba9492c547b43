import { describe, expect, test } from 'vitest';
import { CRYPTO_PARTS } from '../parts/crypto.ts';
import type { Trail } from '../trail.ts';
import { createRandom } from './random.ts';
import { open, Sealer } from './sealer.ts';
import { SecretKey } from './secret-key.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const emptyTrail = (): Trail => ({ kmsCalls: [], seals: [], wraps: [], stored: {} });

describe('random', () => {
  test('equal seeds give equal bytes, however they are cut, different seeds different ones', () => {
    const one = createRandom(7);
    const two = createRandom(7);
    expect(one.bytes(48)).toEqual(new Uint8Array([...two.bytes(16), ...two.bytes(32)]));
    expect(createRandom(8).bytes(32)).not.toEqual(createRandom(7).bytes(32));
  });

  test('the stream does not repeat where one chunk ends and the next begins', () => {
    const random = createRandom(1);
    const drawn = new Set(Array.from({ length: 500 }, () => String(random.bytes(16))));
    expect(drawn.size).toBe(500);
  });

  test('below stays below its bound and reaches every value', () => {
    const random = createRandom(2);
    expect(new Set(Array.from({ length: 100 }, () => random.below(3)))).toEqual(new Set([0, 1, 2]));
  });
});

describe('sealing', () => {
  const random = createRandom(1);
  const sealer = new Sealer(random, CRYPTO_PARTS);
  const key = new SecretKey(random.bytes(32));

  test('what was sealed opens with the same key and the same associated data only', () => {
    const sealed = sealer.seal(emptyTrail(), key, bytes('secret'), bytes('context'));
    expect(open(key, sealed, bytes('context'))).toEqual(bytes('secret'));
    expect(() => open(key, sealed, bytes('other'))).toThrow();
    expect(() => open(key, sealed)).toThrow();
    expect(() => open(new SecretKey(random.bytes(32)), sealed, bytes('context'))).toThrow();
  });

  test('a changed ciphertext does not open', () => {
    const sealed = sealer.seal(emptyTrail(), key, bytes('secret'));
    const changed = sealed.bytes.slice();
    changed[0] = (changed[0] ?? 0) ^ 1;
    expect(() => open(key, { nonce: sealed.nonce, bytes: changed })).toThrow();
  });

  test('every sealing leaves its key and a nonce of its own on the trail', () => {
    const trail = emptyTrail();
    for (let i = 0; i < 20; i++) sealer.seal(trail, key, bytes('secret'));
    expect(new Set(trail.seals.map((seal) => seal.nonce)).size).toBe(20);
    expect(new Set(trail.seals.map((seal) => seal.key))).toEqual(new Set([key.fingerprint]));
    expect(key.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });
});
