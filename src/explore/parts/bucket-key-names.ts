/** New numbers for bucket keys, in the order in which they are named; what is never named has none. */
export class BucketKeyNames {
  readonly #first: number;
  readonly #numbers = new Map<number, number>();

  constructor(first: number) {
    this.#first = first;
  }

  /** The new number of a bucket key. Numbers below 0 stand for no bucket key, or an unknown one, and stay. */
  name(number: number): number {
    if (number < 0) return number;
    const known = this.#numbers.get(number);
    if (known !== undefined) return known;
    const next = this.#first + this.#numbers.size;
    this.#numbers.set(number, next);
    return next;
  }

  /** The new number of a bucket key that has been named, or -1. */
  rank(number: number): number {
    return this.#numbers.get(number) ?? -1;
  }

  /** Old numbers of the bucket keys that have a new one, in order. */
  named(): Iterable<number> {
    return this.#numbers.keys();
  }
}
