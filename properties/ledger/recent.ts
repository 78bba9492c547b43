/** Most names that are remembered after the last time they were met; beyond twice as many, some are forgotten. */
const REMEMBERED = 100_000;

/**
 * A map that forgets: at least the last `remembered` names that were set or found are in it, at most twice as many. What has to be fresh
 * among everything that ever was would fill the memory with a long trace.
 */
export class Recent<Value> {
  readonly #remembered: number;
  #young = new Map<string, Value>();
  #old: ReadonlyMap<string, Value> = new Map();
  #hasForgotten = false;

  /** @param remembered - how many names are kept at least */
  constructor(remembered: number = REMEMBERED) {
    this.#remembered = remembered;
  }

  /** Whether there was ever a name that is not in it any more. */
  get hasForgotten(): boolean {
    return this.#hasForgotten;
  }

  /** The value of a name, or undefined. */
  get(name: string): Value | undefined {
    const young = this.#young.get(name);
    if (young !== undefined) return young;
    const old = this.#old.get(name);
    if (old !== undefined) this.set(name, old);
    return old;
  }

  /** Sets the value of a name. */
  set(name: string, value: Value): void {
    this.#young.set(name, value);
    if (this.#young.size < this.#remembered) return;
    this.#hasForgotten ||= this.#old.size > 0;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
