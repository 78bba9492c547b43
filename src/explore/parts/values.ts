/**
 * The values one part of a world has been seen to have, numbered in the order of discovery. A value is told apart by
 * its key; the first record found with a key stands for all of them.
 */
export class Values<V> {
  readonly #name: string;
  readonly #numbers = new Map<string, number>();
  readonly #records: V[] = [];
  readonly #keys: string[] = [];

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
}
