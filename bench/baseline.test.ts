import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BASELINE_FILE, parseBaseline, updatedBaseline } from './baseline.ts';
import { FIGURES } from './figures.ts';
import { FIGURES_PAGE, withTable } from './table.ts';

const root = join(import.meta.dirname, '..');
const committed = parseBaseline(readFileSync(join(root, BASELINE_FILE), 'utf8'));

describe('the committed baseline', () => {
  test('has a value of every figure and no other', () => {
    expect([...committed.figures.keys()]).toEqual(FIGURES.map(({ id }) => id));
  });

  test('is what the guide shows', () => {
    const page = readFileSync(join(root, FIGURES_PAGE), 'utf8');
    expect(withTable(page, FIGURES, committed)).toBe(page);
  });
});

describe('a baseline is rewritten', () => {
  const before = {
    machine: 'old',
    figures: new Map(Object.entries({ kept: { value: 1 }, gone: { value: 2 }, measured: { value: 3 } })),
  };

  test('figure by figure: what was not measured stays, what is no figure any more goes', () => {
    const microseconds = [41.23456, 10] as const;
    const text = updatedBaseline(before, 'new', new Map([['measured', { value: 4.123456, microseconds }]]), [
      'measured',
      'kept',
      'never',
    ]);
    expect(parseBaseline(text)).toEqual({
      machine: 'new',
      figures: new Map(Object.entries({ measured: { value: 4.123, microseconds: [41.23, 10] }, kept: { value: 1 } })),
    });
  });

  test('or written for the first time', () => {
    const text = updatedBaseline(undefined, 'new', new Map([['a', { value: 1 }]]), ['a']);
    expect(parseBaseline(text).figures).toEqual(new Map([['a', { value: 1 }]]));
  });

  test.each([
    '',
    '{}',
    '{"machine":"m","figures":{"a":"fast"}}',
    '{"machine":"m","figures":{"a":0}}',
    '{"machine":"m","figures":{"a":null}}',
  ])('text that is no baseline is an error: %s', (text) => {
    expect(() => parseBaseline(text)).toThrow();
  });
});

test('the names of the figures are unique', () => {
  expect(new Set(FIGURES.map(({ id }) => id)).size).toBe(FIGURES.length);
});
