import type { Aspect, Reads } from './reads.ts';

/** What was read of a state, in the order in which it was first read. */
export class ReadSet {
  /** Numbers of the reads. */
  readonly reads: number[] = [];
  readonly #known = new Set<number>();
  readonly #numbers: Reads;

  constructor(numbers: Reads) {
    this.#numbers = numbers;
  }

  /** Notes that the value of a part is read. */
  value(place: number): void {
    this.#note(this.#numbers.value(place));
  }

  /** Notes that one record of bucket keys is read. */
  record(place: number, aspect: Aspect, index: number): void {
    this.#note(this.#numbers.record(place, aspect, index));
  }

  #note(read: number): void {
    if (this.#known.has(read)) return;
    this.#known.add(read);
    this.reads.push(read);
  }
}
