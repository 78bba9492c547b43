/** How many names are remembered at least, where nothing else is said. */
const REMEMBERED = 65_536;

/**
 * A map that forgets: the names that were set or found last are in it, `remembered` of them for certain and at most
 * twice as many. What has to be fresh among everything that ever was would fill the memory in the course of a long
 * trace.
 */
export class BoundedMap<Value> {
  readonly #remembered: number;
  #young = new Map<string, Value>();
  #old: Map<string, Value> | undefined;
  #hasForgotten = false;

  /** Nothing is remembered yet. */
  constructor(remembered: number = REMEMBERED) {
    this.#remembered = remembered;
  }

  /** Whether a name may have been set and be no longer in it. */
  get hasForgotten(): boolean {
    return this.#hasForgotten;
  }

  /** The value of a name, or undefined. */
  get(name: string): Value | undefined {
    const young = this.#young.get(name);
    if (young !== undefined || this.#old === undefined) return young;
    const old = this.#old.get(name);
    if (old !== undefined) this.set(name, old);
    return old;
  }

  /** Sets the value of a name. */
  set(name: string, value: Value): void {
    this.#young.set(name, value);
    if (this.#young.size < this.#remembered) return;
    this.#hasForgotten ||= this.#old !== undefined && this.#old.size > 0;
    this.#old = this.#young;
    this.#young = new Map();
  }

  /** Forgets a name. */
  delete(name: string): void {
    this.#young.delete(name);
    this.#old?.delete(name);
  }
}
