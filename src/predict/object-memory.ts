import { hashOf } from '../cloudtrail/stream/known-ids.ts';
import { EntryOrder, FEW_ENTRIES } from './entry-order.ts';
import { MAX_OBJECTS } from './limits.ts';

/**
 * Under which bucket keys objects lie, one for each counter: of so many objects as there is room for, the ones that
 * came first being forgotten. An object is known by a hash of 53 bits of its name, so that names take no memory; that
 * two of those that are remembered have one hash is to be expected once in some hundred thousand workloads.
 */
export class ObjectMemory {
  readonly #counters: number;
  readonly #most: number;
  readonly #entries = new EntryOrder();
  #bucketKeys: Uint32Array;
  #isOld = new Uint8Array(FEW_ENTRIES);
  #size = 0;
  /** Objects that were forgotten for want of room. */
  forgotten = 0;

  constructor(counters: number, most = MAX_OBJECTS) {
    this.#counters = counters;
    this.#most = most;
    this.#bucketKeys = new Uint32Array(FEW_ENTRIES * counters);
  }

  /** Where an object is remembered, until one is set; undefined where it is not. */
  find(name: string): number | undefined {
    return this.#entries.find(hashOf(name));
  }

  /** The bucket key of an object that is remembered, for one of the counters. */
  bucketKey(entry: number, counter: number): number {
    return this.#bucketKeys[entry * this.#counters + counter] ?? 0;
  }

  /** Whether an object was there before the workload. */
  isOld(entry: number): boolean {
    return this.#isOld[entry] === 1;
  }

  /** Remembers an object, with a bucket key for each counter. */
  set(name: string, bucketKeys: readonly number[], isOld: boolean): void {
    const hash = hashOf(name);
    const entry = this.#entries.find(hash) ?? this.#append(hash);
    this.#bucketKeys.set(bucketKeys, entry * this.#counters);
    this.#isOld[entry] = isOld ? 1 : 0;
    if (this.#size > this.#most) this.#forgetFirst();
  }

  delete(name: string): void {
    const entry = this.find(name);
    if (entry === undefined) return;
    this.#entries.remove(entry);
    this.#size -= 1;
  }

  #append(hash: number): number {
    // What was deleted makes room before more is taken.
    if (this.#entries.size === this.#entries.room && this.#size < this.#entries.room / 2) this.#keep(() => true);
    const entry = this.#entries.append(hash);
    if (this.#isOld.length < this.#entries.room) this.#grow(this.#entries.room);
    this.#size += 1;
    return entry;
  }

  /** Forgets the first eighth. One by one it would cost too much. */
  #forgetFirst(): void {
    const drop = Math.ceil(this.#size / 8);
    let seen = 0;
    this.#keep(() => ++seen > drop);
    this.#size -= drop;
    this.forgotten += drop;
  }

  #keep(isKept: (entry: number) => boolean): void {
    this.#entries.keep(isKept, (from, to) => {
      this.#bucketKeys.copyWithin(to * this.#counters, from * this.#counters, (from + 1) * this.#counters);
      this.#isOld[to] = this.#isOld[from]!;
    });
  }

  #grow(room: number): void {
    const [bucketKeys, isOld] = [this.#bucketKeys, this.#isOld];
    this.#bucketKeys = new Uint32Array(room * this.#counters);
    this.#bucketKeys.set(bucketKeys);
    this.#isOld = new Uint8Array(room);
    this.#isOld.set(isOld);
  }
}
