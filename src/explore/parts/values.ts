import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The values one part of a world has been seen to have, numbered in the order of discovery. A value is told apart by
 * its key; the first record found with a key stands for all of them.
 */
export class Values<V> {
  readonly #name: string;
  readonly #numbers = new Map<string, number>();
  readonly #records: V[] = [];
  readonly #keys: string[] = [];
  /** Two halves of 64 bits drawn from name and key: the same in every exploration, on every machine. */
  #low = new Uint32Array(16);
  #high = new Uint32Array(16);

  /** @param name - tells the part from the other parts of a world */
  constructor(name: string) {
    this.#name = name;
  }

  get size(): number {
    return this.#records.length;
  }

  /** The number of the value with a key; `record` stands for it if it is new. */
  number(key: string, record: V): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#records.length;
    this.#numbers.set(key, number);
    this.#records.push(record);
    this.#keys.push(key);
    this.#draw(number, key);
    return number;
  }

  /** @throws RangeError when there is no such number */
  record(number: number): V {
    if (!(number in this.#records)) throw new RangeError(`${this.#name} has no value ${number}`);
    return this.#records[number] as V;
  }

  /** @throws RangeError when there is no such number */
  key(number: number): string {
    const key = this.#keys[number];
    if (key === undefined) throw new RangeError(`${this.#name} has no value ${number}`);
    return key;
  }

  /** Low half of the value's share in the fingerprint of a state. */
  low(number: number): number {
    return this.#low[number] ?? 0;
  }

  /** High half of the value's share in the fingerprint of a state. */
  high(number: number): number {
    return this.#high[number] ?? 0;
  }

  #draw(number: number, key: string): void {
    if (number === this.#low.length) {
      this.#low = widened(this.#low);
      this.#high = widened(this.#high);
    }
    const bits = new DataView(sha256(utf8ToBytes(`${this.#name}\n${key}`)).buffer);
    this.#low[number] = bits.getUint32(0);
    this.#high[number] = bits.getUint32(4);
  }
}

function widened(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * numbers.length);
  wider.set(numbers);
  return wider;
}
