import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Draw, WeightedChoice } from './draw.ts';

/** Runs `use` with a draw on fast-check's random source. */
function drawing<T>(use: (draw: Draw) => T): T {
  class Once extends fc.Arbitrary<T> {
    generate(random: fc.Random): fc.Value<T> {
      return new fc.Value(use(new Draw(random)), undefined);
    }

    canShrinkWithoutContext(_value: unknown): _value is T {
      return false;
    }

    shrink(): fc.Stream<fc.Value<T>> {
      return fc.Stream.nil();
    }
  }
  const [value] = fc.sample(new Once(), { seed: 1, numRuns: 1 });
  if (value === undefined) throw new Error('nothing was drawn');
  return value;
}

function times<T>(count: number, use: (draw: Draw) => T): T[] {
  return drawing((draw) => Array.from({ length: count }, () => use(draw)));
}

describe('drawing', () => {
  test('a chance of 0 or 100 per cent is certain', () => {
    expect(new Set(times(500, (draw) => draw.chance(0)))).toEqual(new Set([false]));
    expect(new Set(times(500, (draw) => draw.chance(100)))).toEqual(new Set([true]));
  });

  test('one of a list is any of them, and nothing of an empty list', () => {
    expect(new Set(times(500, (draw) => draw.one(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
    expect(drawing((draw) => [draw.one([])])).toEqual([undefined]);
  });

  test('a sub-list keeps the order', () => {
    for (const some of times(200, (draw) => draw.some([1, 2, 3, 4], 50)))
      expect(some).toEqual([...some].sort((a, b) => a - b));
  });

  test('a wheel draws by weight, and never what has none', () => {
    const wheel = new WeightedChoice([
      ['often', 9],
      ['rarely', 1],
      ['never', 0],
    ]);
    const drawn = times(2_000, (draw) => wheel.draw(draw));
    const rarely = drawn.filter((value) => value === 'rarely').length;
    expect(drawn).not.toContain('never');
    expect(rarely).toBeGreaterThan(120);
    expect(rarely).toBeLessThan(300);
  });

  test('an empty wheel draws nothing', () => {
    const wheel = new WeightedChoice<string>([]);
    expect(wheel.isEmpty).toBe(true);
    expect(drawing((draw) => [wheel.draw(draw)])).toEqual([undefined]);
  });
});
