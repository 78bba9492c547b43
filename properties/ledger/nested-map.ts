/** A map with a number and a name as its key, kept as two maps, so that any strings are safe and distinct. */
export class PairMap<Value> {
  readonly #outer = new Map<number, Map<string, Value>>();

  /** The value of a pair, or undefined. */
  get(first: number, second: string): Value | undefined {
    return this.#outer.get(first)?.get(second);
  }

  /** Sets the value of a pair. */
  set(first: number, second: string, value: Value): void {
    const inner = this.#outer.get(first);
    if (inner === undefined) this.#outer.set(first, new Map([[second, value]]));
    else inner.set(second, value);
  }
}

/** A value for each (bucket, number, name); a bucket that is made anew under its old name starts without any. */
export class PerBucket<Bucket extends object, Value> {
  readonly #buckets = new WeakMap<Bucket, PairMap<Value>>();

  /** The value, made by `create` at the first use. */
  of(bucket: Bucket, first: number, second: string, create: () => Value): Value {
    let pairs = this.#buckets.get(bucket);
    if (pairs === undefined) {
      pairs = new PairMap();
      this.#buckets.set(bucket, pairs);
    }
    const found = pairs.get(first, second);
    if (found !== undefined) return found;
    const created = create();
    pairs.set(first, second, created);
    return created;
  }
}
