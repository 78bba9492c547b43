import { describe, expect, test } from 'vitest';
import { besides, labelled, pageWidth, textWidth, withWidth, wrap } from './columns.ts';
import { tableLines } from './table.ts';

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

describe('wide characters', () => {
  test('take two columns, and what combines takes none', () => {
    expect(wrap('東京 大阪 ab', 4)).toEqual(['東京', '大阪', 'ab']);
    expect(wrap('e\u0301e\u0301 e\u0301', 4)).toEqual(['e\u0301e\u0301 e\u0301']);
  });

  test('no character is torn', () => {
    expect(wrap('東京大阪', 3)).toEqual(['東', '京', '大', '阪']);
    expect(wrap('👩‍👩‍👧👩‍👩‍👧', 3)).toEqual(['👩‍👩‍👧', '👩‍👩‍👧']);
  });

  test('columns of a table stand below each other', () => {
    const columns = [
      { title: 'a', align: 'left' },
      { title: 'b', align: 'left' },
    ] as const;
    expect(
      tableLines(columns, [
        ['東京', 'x'],
        ['ab', 'y'],
      ]),
    ).toEqual(['a     b', '東京  x', 'ab    y']);
  });
});

describe('the width of the page', () => {
  test('is that of the terminal while a report is written, within reason', () => {
    expect([1, 60, 120, 1_000].map((columns) => withWidth(columns, pageWidth))).toEqual([40, 60, 120, 120]);
    expect(() =>
      withWidth(60, () => {
        throw new Error('no report');
      }),
    ).toThrow('no report');
    expect(pageWidth()).toBe(100);
  });

  test('where there is no room for the last cell of a table, it stands below', () => {
    const columns = ['property', 'checked', 'what must hold'].map((title) => ({ title, align: 'left' }) as const);
    const row = [
      'config-is-not-retroactive',
      '1,000,000',
      'A stored version stays as it was written, whatever becomes',
    ];
    const lines = withWidth(50, () => tableLines(columns, [row]));
    expect(lines.slice(2)).toEqual([
      'config-is-not-retroactive  1,000,000',
      '    A stored version stays as it was written,',
      '    whatever becomes',
    ]);
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(50);
  });
});

describe('labelled and besides', () => {
  test('further lines stand below the first', () => {
    expect(labelled('- ', `${'a'.repeat(98)} b`)).toEqual([`- ${'a'.repeat(98)}`, '  b']);
  });

  test('a long label on a narrow page has no column of its own', () => {
    const lines = withWidth(40, () => labelled('what is being told here: ', 'one and two and three and four and five'));
    expect(lines).toEqual(['what is being told here: one and two and', 'three and four and five']);
    expect(withWidth(40, () => labelled('told: ', 'one and two'))).toEqual(['told: one and two']);
  });

  test('what does not fit beside stands below', () => {
    expect(besides('left', 'right', 6, 20)).toEqual(['left    right']);
    expect(besides('a left too long', 'right', 6, 20)).toEqual(['a left too long', '-> right']);
    expect(besides('a left that fits', 'ok', 6, 20)).toEqual(['a left that fits  ok']);
  });
});
