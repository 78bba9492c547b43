import { describe, expect, test } from 'vitest';
import { BoundedMap } from './bounded-map.ts';

describe('a map that forgets', () => {
  test('the last names are there, those before them are gone', () => {
    const recent = new BoundedMap<number>(10);
    for (let i = 0; i < 100; i += 1) recent.set(`${i}`, i);
    const kept = Array.from({ length: 100 }, (_, i) => i).filter((i) => recent.get(`${i}`) === i);
    expect(kept).toEqual(expect.arrayContaining(Array.from({ length: 10 }, (_, i) => 90 + i)));
    expect(kept.length).toBeLessThanOrEqual(20);
    expect(recent.hasForgotten).toBe(true);
  });

  test('a name that is asked for again and again stays', () => {
    const recent = new BoundedMap<string>(10);
    recent.set('kept', 'value');
    for (let i = 0; i < 1_000; i += 1) {
      recent.set(`${i}`, 'x');
      expect(recent.get('kept')).toBe('value');
    }
  });

  test('it owns up to having forgotten as soon as a name is gone, and not before', () => {
    const recent = new BoundedMap<number>(10);
    let firstGone: number | undefined;
    for (let i = 0; i < 100 && firstGone === undefined; i += 1) {
      recent.set(`${i}`, i);
      if (recent.hasForgotten) firstGone = i;
      else
        expect(Array.from({ length: i + 1 }, (_, j) => recent.get(`${j}`))).toEqual(
          Array.from({ length: i + 1 }, (_, j) => j),
        );
    }
    expect(firstGone).toBeDefined();
  });

  test('a name that is deleted is gone, and a new value counts', () => {
    const recent = new BoundedMap<number>(2);
    recent.set('a', 1);
    recent.set('b', 2);
    recent.set('a', 3);
    expect([recent.get('a'), recent.get('b')]).toEqual([3, 2]);
    recent.delete('a');
    expect(recent.get('a')).toBeUndefined();
  });
});
