type Numbers = Uint32Array | Uint16Array;

const CHUNK = 2 ** 16;

/** A list of numbers that grows by the chunk: at no time is there room for many more than there are. */
export class Chunks<T extends Numbers> {
  readonly #make: (length: number) => T;
  readonly #chunks: T[] = [];
  #length = 0;

  constructor(make: (length: number) => T) {
    this.#make = make;
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#chunks.length * CHUNK * (this.#chunks[0]?.BYTES_PER_ELEMENT ?? 0);
  }

  /** Memory with so many numbers more, in bytes. */
  bytesWith(numbers: number): number {
    return Math.ceil((this.#length + numbers) / CHUNK) * CHUNK * this.#make(0).BYTES_PER_ELEMENT;
  }

  push(number: number): void {
    const at = this.#length % CHUNK;
    if (at === 0) this.#chunks.push(this.#make(CHUNK));
    (this.#chunks[this.#chunks.length - 1] as T)[at] = number;
    this.#length++;
  }

  /** All numbers in one array. */
  joined(): T {
    const all = this.#make(this.#length);
    for (const [index, chunk] of this.#chunks.entries()) {
      const begin = index * CHUNK;
      all.set(chunk.subarray(0, Math.min(CHUNK, this.#length - begin)), begin);
    }
    return all;
  }
}
