/** Counts by name, of no more than so many names; the rest is counted together. */
export class Counted {
  readonly #most: number;
  readonly #counts = new Map<string, number>();
  /** Of names beyond the bound. */
  rest = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(name: string): void {
    const count = this.#counts.get(name);
    if (count !== undefined) this.#counts.set(name, count + 1);
    else if (this.#counts.size < this.#most) this.#counts.set(name, 1);
    else this.rest += 1;
  }

  /** How many names there are; at least so many where some are beyond the bound. */
  get size(): number {
    return this.#counts.size;
  }

  /** All counts together. */
  get sum(): number {
    return this.#values().reduce((total, count) => total + count, this.rest);
  }

  /** What there would not be if there were but the name with the highest count. */
  get besidesMost(): number {
    return this.#counts.size === 0 ? 0 : this.sum - Math.max(...this.#values());
  }

  #values(): readonly number[] {
    return [...this.#counts.values()];
  }
}
