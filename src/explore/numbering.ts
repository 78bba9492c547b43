/** Gives small integers to contents: equal contents have equal numbers, whichever object they are. */
export class Numbering {
  readonly #texts = new Map<string, number>();
  readonly #objects = new WeakMap<object, number>();

  /** The number of a text. */
  text(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const next = this.#texts.size;
    this.#texts.set(text, next);
    return next;
  }

  /** The number of plain data that never changes; its content is read once for each object. */
  object(value: object): number {
    const known = this.#objects.get(value);
    if (known !== undefined) return known;
    const number = this.text(JSON.stringify(value));
    this.#objects.set(value, number);
    return number;
  }
}
