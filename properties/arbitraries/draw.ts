import type { Random } from 'fast-check';

/** Draws from fast-check's random source, the only one there is: equal seeds draw the same. */
export class Draw {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** An integer from `min` to `max`, both included. */
  between(min: number, max: number): number {
    return this.#random.nextInt(min, max);
  }

  /** True in `percent` of all cases. */
  chance(percent: number): boolean {
    return this.#random.nextInt(1, 100) <= percent;
  }

  /** One of a list; undefined when it is empty. */
  one<T>(list: readonly [T, ...T[]]): T;
  one<T>(list: readonly T[]): T | undefined;
  one<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.#random.nextInt(0, list.length - 1)];
  }

  /** A random sub-list that keeps the order, each entry with a chance of `percent`. */
  some<T>(list: readonly T[], percent: number): T[] {
    return list.filter(() => this.chance(percent));
  }
}

/** Values with integer weights. */
export class WeightedChoice<T> {
  readonly #values: T[] = [];
  readonly #limits: number[] = [];
  #total = 0;

  constructor(entries: Iterable<readonly [value: T, weight: number]>) {
    for (const [value, weight] of entries) {
      if (weight <= 0) continue;
      this.#total += weight;
      this.#values.push(value);
      this.#limits.push(this.#total);
    }
  }

  /** One value, as often as its weight says; undefined when there is none. */
  draw(draw: Draw): T | undefined {
    if (this.#total === 0) return undefined;
    const point = draw.between(1, this.#total);
    return this.#values[this.#limits.findIndex((limit) => point <= limit)];
  }

  /** Whether nothing can be drawn. */
  get isEmpty(): boolean {
    return this.#total === 0;
  }
}
