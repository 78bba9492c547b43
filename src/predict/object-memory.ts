import { dropFirst } from './held.ts';
import { MAX_OBJECT_CHARACTERS, MAX_OBJECTS } from './limits.ts';

/** What is remembered of an object: its bucket key for each counter, and whether it was there before the workload. */
export interface RememberedObject {
  readonly bucketKeys: readonly number[];
  readonly isOld: boolean;
}

/** Under which bucket keys objects lie: of so many as there is room for, the ones that came first being forgotten. */
export class ObjectMemory {
  readonly #objects = new Map<string, RememberedObject>();
  readonly #most: number;
  #characters = 0;
  /** Objects that were forgotten for want of room. */
  forgotten = 0;

  constructor(most = MAX_OBJECTS) {
    this.#most = most;
  }

  get(name: string): RememberedObject | undefined {
    return this.#objects.get(name);
  }

  set(name: string, object: RememberedObject): void {
    const before = this.#objects.size;
    this.#objects.set(name, object);
    if (this.#objects.size === before) return;
    this.#characters += name.length;
    while (this.#objects.size > this.#most || this.#characters > MAX_OBJECT_CHARACTERS)
      this.forgotten += dropFirst(this.#objects, (oldest) => {
        this.#characters -= oldest.length;
      });
  }

  delete(name: string): void {
    if (this.#objects.delete(name)) this.#characters -= name.length;
  }
}
