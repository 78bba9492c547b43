import { NO_BUCKET_KEY } from '../../../model/index.ts';

/** New numbers for bucket keys, in order of first mention; what is never mentioned has none. */
export class BucketKeyNames {
  readonly #first: number;
  readonly #new = new Map<number, number>();

  constructor(first: number) {
    this.#first = first;
  }

  /** What a bucket key goes by in a key: its place in the order of mention. */
  mention(number = NO_BUCKET_KEY): number {
    if (number < 0) return number;
    const known = this.#new.get(number);
    if (known !== undefined) return known - this.#first;
    const place = this.#new.size;
    this.#new.set(number, this.#first + place);
    return place;
  }

  /** The new number of a bucket key that was mentioned. */
  named(number: number): number {
    return this.#new.get(number) ?? number;
  }

  /** Old numbers of the bucket keys that were mentioned, in order. */
  mentioned(): Iterable<number> {
    return this.#new.keys();
  }
}
