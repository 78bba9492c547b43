/**
 * Gives small integers to names in the order in which they are first seen, so that worlds can be indexed instead of
 * searched.
 */
export class Interner {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  // A step asks for the same name several times over.
  #lastName: string | undefined;
  #lastNumber = -1;

  /** The number of a name; a new one for a new name. */
  number(name: string): number {
    if (name === this.#lastName) return this.#lastNumber;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#names.length;
      this.#numbers.set(name, number);
      this.#names.push(name);
    }
    this.#lastName = name;
    this.#lastNumber = number;
    return number;
  }

  /** The number of a name, or -1 for one never seen. */
  find(name: string): number {
    return this.#numbers.get(name) ?? -1;
  }

  /** The name of a number, or undefined for one never given. */
  name(number: number): string | undefined {
    return this.#names[number];
  }
}

/** Gives small integers to pairs of small integers. */
export class PairInterner {
  readonly #rows: number[][] = [];
  #size = 0;

  /** The number of a pair; a new one for a new pair. */
  number(first: number, second: number): number {
    let row = this.#rows[first];
    if (row === undefined) {
      row = [];
      this.#rows[first] = row;
    }
    const known = row[second];
    if (known !== undefined) return known;
    row[second] = this.#size;
    return this.#size++;
  }

  /** Calls `visit` for the number of each pair that begins with `first`. */
  forEach(first: number, visit: (number: number) => void): void {
    this.#rows[first]?.forEach(visit);
  }
}
