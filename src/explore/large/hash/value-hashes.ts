import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Layout } from '../../parts/layout.ts';
import type { Images } from '../symmetry/images.ts';

/**
 * What the values of one part contribute to state hashes (Zobrist 1970, A New Hashing Method with Application for Game
 * Playing): 64 bits for each value, and the hash of a state is those of all its values put together by exclusive or.
 * The bits come from the content of a value, so they are the same in every exploration, on every machine.
 *
 * For each symmetry of the scope there are the bits of the value that the symmetry makes of it. So the hashes of all
 * states that are one and the same under other names are known with the state's own.
 */
export class ValueHashes {
  /** By value, for each symmetry the high half, and behind them the low halves. */
  bits: Int32Array;
  /** How many numbers each value has. */
  readonly stride: number;
  readonly #layout: Layout;
  readonly #place: number;
  readonly #renamings: readonly Images[];

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
    return at < this.bits.length && (this.bits[at] !== 0 || this.bits[at + this.stride / 2] !== 0)
      ? at
      : this.#learn(value);
  }

  /** Adds what a change from a value to another does to state hashes to the list that begins at `begin`. */
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
    this.#hash(at, this.#place, value);
    for (const [renaming, { of }] of this.#renamings.entries()) {
      const image = of[this.#place];
      if (image === undefined) throw new RangeError(`a state has no part ${this.#place}`);
      this.#hash(at + 1 + renaming, image.place, image.of(value));
    }
    return at;
  }

  #hash(at: number, place: number, value: number): void {
    const { name, values } = this.#layout.part(place);
    const digest = new DataView(sha256(utf8ToBytes(`${name}\n${values.key(value)}`)).buffer);
    this.bits[at + this.stride / 2] = digest.getInt32(0);
    this.bits[at] = digest.getInt32(4);
  }
}
