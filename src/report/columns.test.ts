import { describe, expect, test } from 'vitest';
import { besides, labelled, wrap } from './columns.ts';

describe('wrap', () => {
  test('breaks at spaces, and inside a word only where it must', () => {
    expect(wrap('a bc def', 4)).toEqual(['a bc', 'def']);
    expect(wrap('ab cdefghij k', 4)).toEqual(['ab', 'cdef', 'ghij', 'k']);
    expect(wrap('', 4)).toEqual(['']);
  });

  test('loses nothing but spaces at the ends of lines', () => {
    const text = 'one two three four five sixseveneight nine';
    for (let width = 1; width < 50; width += 1) {
      const lines = wrap(text, width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });
});

describe('labelled and besides', () => {
  test('further lines stand below the first', () => {
    expect(labelled('- ', `${'a'.repeat(98)} b`)).toEqual([`- ${'a'.repeat(98)}`, '  b']);
  });

  test('what does not fit beside stands below', () => {
    expect(besides('left', 'right', 6, 20)).toEqual(['left    right']);
    expect(besides('a left too long', 'right', 6, 20)).toEqual(['a left too long', '-> right']);
    expect(besides('a left that fits', 'ok', 6, 20)).toEqual(['a left that fits  ok']);
  });
});
