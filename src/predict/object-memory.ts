import { dropFirst } from './held.ts';
import { MAX_OBJECT_CHARACTERS, MAX_OBJECTS } from './limits.ts';

/** Objects for which there is room from the start. */
const FEW = 1_024;

/**
 * Under which bucket keys objects lie, one for each counter: of so many objects as there is room for, the ones that
 * came first being forgotten. The numbers lie in one array, so that an object takes little beside its name.
 */
export class ObjectMemory {
  readonly #counters: number;
  readonly #most: number;
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  #bucketKeys: Uint32Array;
  #isOld = new Uint8Array(FEW);
  #used = 0;
  #characters = 0;
  /** Objects that were forgotten for want of room. */
  forgotten = 0;

  constructor(counters: number, most = MAX_OBJECTS) {
    this.#counters = counters;
    this.#most = most;
    this.#bucketKeys = new Uint32Array(FEW * counters);
  }

  /** Where an object is remembered; undefined where it is not. */
  find(name: string): number | undefined {
    return this.#slots.get(name);
  }

  /** The bucket key of an object that is remembered, for one of the counters. */
  bucketKey(slot: number, counter: number): number {
    return this.#bucketKeys[slot * this.#counters + counter] ?? 0;
  }

  /** Whether an object was there before the workload. */
  isOld(slot: number): boolean {
    return this.#isOld[slot] === 1;
  }

  /** Remembers an object, with a bucket key for each counter; answers where. */
  set(name: string, bucketKeys: readonly number[], isOld: boolean): number {
    const known = this.#slots.get(name);
    const slot = known ?? this.#newSlot();
    this.#bucketKeys.set(bucketKeys, slot * this.#counters);
    this.#isOld[slot] = isOld ? 1 : 0;
    if (known !== undefined) return slot;
    this.#slots.set(name, slot);
    this.#characters += name.length;
    while (this.#slots.size > this.#most || this.#characters > MAX_OBJECT_CHARACTERS)
      this.forgotten += dropFirst(this.#slots, (oldest, free) => this.#forget(oldest, free));
    return slot;
  }

  delete(name: string): void {
    const slot = this.#slots.get(name);
    if (slot === undefined) return;
    this.#slots.delete(name);
    this.#forget(name, slot);
  }

  #forget(name: string, slot: number): void {
    this.#characters -= name.length;
    this.#free.push(slot);
  }

  #newSlot(): number {
    const slot = this.#free.pop() ?? this.#used++;
    if (slot === this.#isOld.length) {
      const bucketKeys = new Uint32Array(2 * this.#bucketKeys.length);
      bucketKeys.set(this.#bucketKeys);
      this.#bucketKeys = bucketKeys;
      const isOld = new Uint8Array(2 * this.#isOld.length);
      isOld.set(this.#isOld);
      this.#isOld = isOld;
    }
    return slot;
  }
}
