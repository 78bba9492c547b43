import type { Layout } from '../parts/layout.ts';
import type { Images } from '../symmetry/images.ts';

/**
 * What the values of one part contribute to fingerprints: for each symmetry of the scope 64 bits, those that the value
 * draws which the symmetry makes of it. So the fingerprints of all states that are one and the same under other names
 * are known with the state's own.
 */
export class Draws {
  /** By value, two numbers for each symmetry: low and high half. */
  bits: Int32Array;
  readonly #layout: Layout;
  readonly #place: number;
  readonly #renamings: readonly Images[];
  /** How many numbers each value has. */
  readonly stride: number;

  /** @param renamings - the symmetries but for the one that changes nothing, which comes first in all lists of bits */
  constructor(layout: Layout, place: number, renamings: readonly Images[]) {
    this.#layout = layout;
    this.#place = place;
    this.#renamings = renamings;
    this.stride = 2 * (1 + renamings.length);
    this.bits = new Int32Array(16 * this.stride);
  }

  /** Where the bits of a value begin; look at {@link bits} afterwards, which may be another list by then. */
  at(value: number): number {
    const at = value * this.stride;
    return at < this.bits.length && (this.bits[at] !== 0 || this.bits[at + 1] !== 0) ? at : this.#learn(value);
  }

  /** Adds what a change from a value to another does to fingerprints to the list that begins at `begin`. */
  difference(before: number, after: number, into: Int32Array, begin: number): void {
    const from = this.at(before);
    const to = this.at(after);
    const { bits, stride } = this;
    for (let i = 0; i < stride; i++)
      into[begin + i] = (into[begin + i] as number) ^ (bits[from + i] as number) ^ (bits[to + i] as number);
  }

  #learn(value: number): number {
    const at = value * this.stride;
    if (at >= this.bits.length) {
      const wider = new Int32Array(Math.max(at + this.stride, 2 * this.bits.length));
      wider.set(this.bits);
      this.bits = wider;
    }
    this.#draw(at, this.#place, value);
    for (const [renaming, { of }] of this.#renamings.entries()) {
      const image = of[this.#place];
      if (image === undefined) throw new RangeError(`a state has no part ${this.#place}`);
      this.#draw(at + 2 + 2 * renaming, image.place, image.of(value));
    }
    return at;
  }

  #draw(at: number, place: number, value: number): void {
    const { values } = this.#layout.part(place);
    this.bits[at] = values.low(value);
    this.bits[at + 1] = values.high(value);
  }
}
