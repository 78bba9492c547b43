import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BODIES, HOSTILE_KEYS, OBJECT_KEYS } from './pools.ts';

describe('the pools', () => {
  test('every body carries the MD5 of its text, because ETags and contents are compared by it', () => {
    const computed = BODIES.map(({ text }) =>
      createHash('md5')
        .update(text ?? '', 'utf8')
        .digest('hex'),
    );
    expect(BODIES.map(({ md5 }) => md5)).toEqual(computed);
  });

  test('no name is there twice, so that ranks tell names apart', () => {
    expect(new Set(OBJECT_KEYS).size).toBe(OBJECT_KEYS.length);
    expect(new Set(BODIES.map(({ md5 }) => md5)).size).toBe(BODIES.length);
    expect(HOSTILE_KEYS).toContain('__proto__');
  });
});
