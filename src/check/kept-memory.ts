import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Part of the heap V8 allows for that may be kept: the rest is for what a step needs, and for garbage. */
const SHARE = 0.5;
/**
 * How much more than at the last look there has to be before another one, so that looking does not take all the time.
 */
const GROWTH = 1.2;

/**
 * Says when more memory is kept than may be. What V8 has in use is mostly garbage, and it ends the process where that
 * reaches its limit for real; so the garbage is collected before anything is said.
 */
export class KeptMemory {
  readonly #maxBytes: number;
  readonly #isOwnBound: boolean;
  /** What was in use before. */
  readonly #before: number = 0;
  #lookAt: number;

  /** @param maxBytes - most memory to be kept from now on; undefined = as much as there is room for */
  constructor(maxBytes?: number) {
    const room = Math.floor(getHeapStatistics().heap_size_limit * SHARE);
    if (maxBytes !== undefined) {
      collectGarbage();
      this.#before = getHeapStatistics().used_heap_size;
    }
    this.#isOwnBound = maxBytes !== undefined && maxBytes <= room - this.#before;
    this.#maxBytes = Math.max(0, Math.min(maxBytes ?? room, room - this.#before));
    this.#lookAt = this.#maxBytes;
  }

  /** The bound that was reached, for people; undefined where it was not. */
  boundReached(): string | undefined {
    if (this.#kept() <= this.#lookAt) return undefined;
    collectGarbage();
    const kept = this.#kept();
    if (kept > this.#maxBytes) {
      const whose = this.#isOwnBound ? '--max-memory' : 'node --max-old-space-size';
      return `more than ${this.#maxBytes} bytes of memory (${whose})`;
    }
    this.#lookAt = Math.max(this.#maxBytes, kept * GROWTH);
    return undefined;
  }

  #kept(): number {
    return getHeapStatistics().used_heap_size - this.#before;
  }
}

let gc: (() => void) | undefined;

function collectGarbage(): void {
  if (gc === undefined) {
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc') as () => void;
  }
  gc();
}
