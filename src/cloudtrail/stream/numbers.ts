/** Values that have numbers from a first one on. */
export interface Numbered<Value> {
  /** 0 = the values of all numbers before are others'. */
  readonly first: number;
  readonly values: readonly Value[];
}

/** Numbers for values that come again and again, so that each has to be told once. */
export class Numbers<Value> {
  readonly #numbers = new Map<Value, number>();
  #added: Value[] = [];
  #first = 0;
  readonly #most: number;

  /** @param most - how many have numbers at a time, or few more */
  constructor(most: number) {
    this.#most = most;
  }

  /** The number of a value, which it keeps until all numbers are given anew. */
  of(value: Value): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(value, number);
    this.#added.push(value);
    return number;
  }

  /** The values that got a number since this was asked last. Where there are too many, the next ones begin at 0. */
  told(): Numbered<Value> {
    const told = { first: this.#first, values: this.#added };
    this.#added = [];
    if (this.#numbers.size > this.#most) this.#numbers.clear();
    this.#first = this.#numbers.size;
    return told;
  }
}

/** All values that have numbers, by those that were known before, a list that grows, and what is told now. */
export function knownValues<Value>(before: Value[], { first, values }: Numbered<Value>): Value[] {
  const known = first === 0 ? [] : before;
  for (const value of values) known.push(value);
  return known;
}
