/** Most values of a part that 16 bits tell apart. */
const NARROW = 2 ** 16;

/** Little, since states are most of what an exploration keeps. */
const GROWTH = 1.15;

/** Rows of small numbers, one a state: 2 bytes a number for as long as that is enough, 4 from then on. */
export class States {
  /** Numbers of each part in a row. */
  readonly width: number;
  /** The rows, one behind the other, with room for more. */
  items: Uint16Array | Uint32Array;
  #length = 0;

  constructor(width: number) {
    this.width = width;
    this.items = new Uint16Array(64 * width);
  }

  /** How many rows there are. */
  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.items.byteLength;
  }

  /** Memory with so many rows more, in bytes, unless their numbers are wider than all before. */
  bytesWith(rows: number): number {
    const needed = (this.#length + rows) * this.width;
    let room = this.items.length;
    while (room < needed) room = grown(room);
    return room * this.items.BYTES_PER_ELEMENT;
  }

  /** Adds a copy of the row that begins at `at` of `rows`, and answers where it begins. */
  add(rows: ArrayLike<number>, at: number): number {
    const begin = this.#length * this.width;
    if (begin + this.width > this.items.length) this.#widen(grown(this.items.length), this.items.BYTES_PER_ELEMENT);
    this.#length++;
    for (let i = 0; i < this.width; i++) this.set(begin + i, rows[at + i] as number);
    return begin;
  }

  /** Whether the row that begins at `at` is the same as another. */
  isAt(at: number, row: ArrayLike<number>): boolean {
    for (let i = 0; i < this.width; i++) if (this.items[at + i] !== row[i]) return false;
    return true;
  }

  /** Changes one number of a row. */
  set(at: number, value: number): void {
    if (value >= NARROW && this.items.BYTES_PER_ELEMENT === 2) this.#widen(this.items.length, 4);
    this.items[at] = value;
  }

  /** Takes rows away at the beginning, and gives back their room. */
  dropFirst(count: number): void {
    this.items = this.items.slice(count * this.width, this.#length * this.width);
    this.#length -= count;
  }

  /** Takes rows away at the end, and answers them. */
  takeLast(count: number): Uint16Array | Uint32Array {
    const end = this.#length * this.width;
    this.#length -= count;
    return this.items.slice(this.#length * this.width, end);
  }

  /** Takes all rows away, and keeps the room. */
  clear(): void {
    this.#length = 0;
  }

  #widen(length: number, bytes: number): void {
    const wider = bytes === 2 ? new Uint16Array(length) : new Uint32Array(length);
    wider.set(this.items);
    this.items = wider;
  }
}

function grown(room: number): number {
  return Math.ceil(GROWTH * room);
}
