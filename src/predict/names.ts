import { MAX_NAMES } from './limits.ts';
import { UnpredictableError } from './unpredictable-error.ts';

/** Gives small whole numbers to names in the order in which they come. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #kind: string;

  /** @param kind - what they name, in the plural */
  constructor(kind: string) {
    this.#kind = kind;
  }

  /** @throws UnpredictableError where there are more than anybody counts */
  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    if (number === MAX_NAMES) throw new UnpredictableError(`more than ${MAX_NAMES} ${this.#kind}`);
    this.#numbers.set(name, number);
    return number;
  }

  /** All of them, each at the place of its number. */
  get all(): readonly string[] {
    return [...this.#numbers.keys()];
  }

  get size(): number {
    return this.#numbers.size;
  }
}
