/**
 * How many digests are remembered at least; at most twice as many are. Also bounds how long whoever crowds them can
 * make a search.
 */
const REMEMBERED = 65_536;
/** Numbers that make a digest, and hex digits that make a number. */
const WORDS = 4;
const DIGITS = 8;
/** What numbers are mixed by: odd, and without a pattern in its bits. */
const ODD = 0x85eb_ca6b;
/** Places of a table that is new. */
const FIRST_PLACES = 16;

/**
 * The digests of 128 bits that were introduced of late, such as ETags. They lie side by side as numbers: a map of as
 * many texts would be a third of what all monitors cost together.
 */
export class RecentDigests {
  readonly #remembered: number;
  #young = new Digests();
  #old: Digests | undefined;

  /** Nothing is remembered yet. */
  constructor(remembered: number = REMEMBERED) {
    this.#remembered = remembered;
  }

  /**
   * Takes note of 32 lower-case hex digits; `malformed` if the text is anything else, `known` if they were introduced
   * of late.
   */
  introduce(text: string): 'new' | 'known' | 'malformed' {
    const a = wordAt(text, 0);
    const b = wordAt(text, 1);
    const c = wordAt(text, 2);
    const d = wordAt(text, 3);
    if (a === undefined || b === undefined || c === undefined || d === undefined || text.length > WORDS * DIGITS)
      return 'malformed';
    if (!this.#young.add(a, b, c, d)) return 'known';
    const isKnown = this.#old?.has(a, b, c, d) === true;
    if (this.#young.size >= this.#remembered) {
      this.#old = this.#young;
      this.#young = new Digests();
    }
    return isKnown ? 'known' : 'new';
  }
}

/** A number of a digest; undefined unless its digits are lower-case hex. */
function wordAt(text: string, index: number): number | undefined {
  let value = 0;
  for (let at = index * DIGITS; at < (index + 1) * DIGITS; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code >= 0x61 ? code - 0x57 : code < 0x3a ? code - 0x30 : -1;
    // Behind the end of the text it is not a number.
    if (!(digit >= 0 && digit <= 0xf)) return undefined;
    value = (value << 4) | digit;
  }
  return value;
}

/** A set of digests, each given as its four numbers. */
class Digests {
  /** Places of four numbers, one tried after the other; four zeros are a free one. */
  #places = zeros(FIRST_PLACES * WORDS);
  #taken = 0;
  #hasZero = false;

  /** How many there are. */
  get size(): number {
    return this.#taken + (this.#hasZero ? 1 : 0);
  }

  /** Whether a digest is there. */
  has(a: number, b: number, c: number, d: number): boolean {
    return isZero(a, b, c, d) ? this.#hasZero : !this.#isFree(this.#find(a, b, c, d));
  }

  /** Adds a digest; whether it was not there. */
  add(a: number, b: number, c: number, d: number): boolean {
    if (isZero(a, b, c, d)) {
      const isNew = !this.#hasZero;
      this.#hasZero = true;
      return isNew;
    }
    const at = this.#find(a, b, c, d);
    if (!this.#isFree(at)) return false;
    this.#put(at, a, b, c, d);
    this.#taken += 1;
    if (2 * WORDS * this.#taken > this.#places.length) this.#grow();
    return true;
  }

  /** The place of a digest, or the free one that is to be its. At least half of all are free. */
  #find(a: number, b: number, c: number, d: number): number {
    const places = this.#places;
    const last = places.length - WORDS;
    let at = Math.imul(WORDS, mixed(a, b, c, d)) & last;
    while (!this.#isFree(at)) {
      if (places[at] === a && places[at + 1] === b && places[at + 2] === c && places[at + 3] === d) break;
      at = (at + WORDS) & last;
    }
    return at;
  }

  #isFree(at: number): boolean {
    const places = this.#places;
    return places[at] === 0 && places[at + 1] === 0 && places[at + 2] === 0 && places[at + 3] === 0;
  }

  #put(at: number, a: number, b: number, c: number, d: number): void {
    const places = this.#places;
    places[at] = a;
    places[at + 1] = b;
    places[at + 2] = c;
    places[at + 3] = d;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = zeros(2 * before.length);
    for (let at = 0; at < before.length; at += WORDS) {
      const a = before[at] ?? 0;
      const b = before[at + 1] ?? 0;
      const c = before[at + 2] ?? 0;
      const d = before[at + 3] ?? 0;
      if (!isZero(a, b, c, d)) this.#put(this.#find(a, b, c, d), a, b, c, d);
    }
  }
}

/**
 * A number that depends on all bits, in its lower ones, too: digests that somebody makes up differ in a few places
 * only.
 */
function mixed(a: number, b: number, c: number, d: number): number {
  const sum = Math.imul(Math.imul(Math.imul(a, ODD) ^ b, ODD) ^ c, ODD) ^ d;
  const product = Math.imul(sum ^ (sum >>> 16), ODD);
  return product ^ (product >>> 15);
}

/** A plain array: a typed one is no part of the heap, and dear to make for a short trace. */
function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function isZero(a: number, b: number, c: number, d: number): boolean {
  return (a | b | c | d) === 0;
}
