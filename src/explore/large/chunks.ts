/** Numbers of a list, in one piece. */
type Numbers = Uint32Array | Uint16Array;

const CHUNK = 2 ** 14;

/** A list of numbers that grows by the chunk: at no time is there room for many more than there are. */
export class Chunks<T extends Numbers> {
  readonly #make: (length: number) => T;
  #chunks: T[] = [];
  #length = 0;

  constructor(make: (length: number) => T) {
    this.#make = make;
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.bytesWith(0);
  }

  /** Memory with so many numbers more, in bytes. */
  bytesWith(numbers: number): number {
    return Math.ceil((this.#length + numbers) / CHUNK) * CHUNK * this.#make(0).BYTES_PER_ELEMENT;
  }

  /** The number at a place; undefined beyond the last one. */
  at(place: number): number | undefined {
    return place < this.#length ? this.#chunks[Math.floor(place / CHUNK)]?.[place % CHUNK] : undefined;
  }

  push(number: number): void {
    const at = this.#length % CHUNK;
    if (at === 0) this.#chunks.push(this.#make(CHUNK));
    (this.#chunks[this.#chunks.length - 1] as T)[at] = number;
    this.#length++;
  }

  /** Adds all numbers of a piece. */
  append(piece: Numbers): void {
    for (let from = 0; from < piece.length; ) {
      const at = this.#length % CHUNK;
      if (at === 0) this.#chunks.push(this.#make(CHUNK));
      const part = piece.subarray(from, from + CHUNK - at);
      this.#chunks[this.#chunks.length - 1]?.set(part, at);
      this.#length += part.length;
      from += part.length;
    }
  }

  /** All numbers, in pieces. They stay as they are, whatever is added afterwards. */
  pieces(): readonly T[] {
    const last = this.#chunks.length - 1;
    return this.#chunks.map((chunk, index) =>
      index < last ? chunk : (chunk.subarray(0, this.#length - last * CHUNK) as T),
    );
  }

  /** Takes all numbers away. */
  clear(): void {
    this.#chunks = [];
    this.#length = 0;
  }
}
