/**
 * A map with a number and a name as its key, kept as two maps, so that any strings are safe and distinct. Most have one
 * pair, which needs no maps.
 */
export class PairMap<Value> {
  #number = 0;
  #name = '';
  #value: Value | undefined;
  #others: Map<number, Map<string, Value>> | undefined;

  /** The value of a pair, or undefined. */
  get(first: number, second: string): Value | undefined {
    if (first === this.#number && second === this.#name && this.#value !== undefined) return this.#value;
    return this.#others?.get(first)?.get(second);
  }

  /** Whether a pair that has a value is such a one; in no order. */
  some(isSuch: (first: number, second: string) => boolean): boolean {
    if (this.#value !== undefined && isSuch(this.#number, this.#name)) return true;
    for (const [first, inner] of this.#others ?? [])
      for (const second of inner.keys()) if (isSuch(first, second)) return true;
    return false;
  }

  /** Gives a value to a pair that has none. */
  add(first: number, second: string, value: Value): void {
    if (this.#value === undefined) {
      this.#number = first;
      this.#name = second;
      this.#value = value;
      return;
    }
    this.#others ??= new Map();
    const inner = this.#others.get(first);
    if (inner === undefined) this.#others.set(first, new Map([[second, value]]));
    else inner.set(second, value);
  }
}

/** Something that others may keep their own notes with, so that these go when it goes. */
export interface Notebook {
  /** The notes, a place for each keeper of a ledger. */
  readonly notes: unknown[];
}

/** Where the keepers of notes are counted. */
export interface Keepers {
  /** How many there are. */
  keepers: number;
}

/** A value for each (bucket, number, name); a bucket that is made anew under its old name starts without any. */
export class PerBucket<Value> {
  readonly #place: number;

  /** No values yet in the buckets of a ledger. */
  constructor(ledger: Keepers) {
    this.#place = ledger.keepers;
    ledger.keepers += 1;
  }

  /** The value, made by `create` at the first use. */
  of({ notes }: Notebook, first: number, second: string, create: () => Value): Value {
    // Nobody else has this place.
    let pairs = notes[this.#place] as PairMap<Value> | undefined;
    if (pairs === undefined) {
      pairs = new PairMap();
      notes[this.#place] = pairs;
    }
    const found = pairs.get(first, second);
    if (found !== undefined) return found;
    const created = create();
    pairs.add(first, second, created);
    return created;
  }
}
