const BITS = 5;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

type Node = readonly unknown[];

const EMPTY_NODE: Node = new Array<unknown>(WIDTH).fill(undefined);

/**
 * A persistent table from small integers to records: {@link Table.set} answers a new table and leaves the old one valid, sharing all
 * but one path of a 32-way tree. So a step costs the same in a world of ten objects and of a million, and candidate worlds of the
 * oracle share what they agree on. A running fingerprint makes it cheap to see that two tables differ.
 */
export class Table<T extends object> {
  readonly #root: Node;
  /** Bits of the index that the root leaves to its children; 0 = the root holds records. */
  readonly #shift: number;
  readonly #hashOf: (record: T) => number;
  /** Equal tables have equal fingerprints; unequal ones almost always differ. */
  readonly fingerprint: number;

  private constructor(root: Node, shift: number, hashOf: (record: T) => number, fingerprint: number) {
    this.#root = root;
    this.#shift = shift;
    this.#hashOf = hashOf;
    this.fingerprint = fingerprint;
  }

  /** A table without records; `hashOf` answers a 32-bit hash that depends on nothing but the content of a record. */
  static empty<T extends object>(hashOf: (record: T) => number): Table<T> {
    return new Table<T>(EMPTY_NODE, 0, hashOf, 0);
  }

  /** The record at an index, or undefined. */
  get(index: number): T | undefined {
    if (index < 0 || index >>> this.#shift >= WIDTH) return undefined;
    let node = this.#root;
    for (let shift = this.#shift; shift > 0; shift -= BITS) {
      const child = node[(index >>> shift) & MASK] as Node | undefined;
      if (child === undefined) return undefined;
      node = child;
    }
    return node[index & MASK] as T | undefined;
  }

  /** A table with `record` at `index`, or without one where `record` is undefined. */
  set(index: number, record: T | undefined): Table<T> {
    const before = this.get(index);
    if (before === record) return this;
    let shift = this.#shift;
    while (index >>> shift >= WIDTH) shift += BITS;
    const root = rootAt(this.#root, this.#shift, shift);
    let fingerprint = this.fingerprint;
    if (before !== undefined) fingerprint ^= slotHash(index, this.#hashOf(before));
    if (record !== undefined) fingerprint ^= slotHash(index, this.#hashOf(record));
    return new Table<T>(withRecord(root, shift, index, record), shift, this.#hashOf, fingerprint);
  }

  /** Calls `visit` for each record in ascending order of index. Linear in the size of the table: not for use in a step. */
  forEach(visit: (record: T, index: number) => void): void {
    visitNode<T>(this.#root, this.#shift, 0, visit);
  }

  /** Whether both tables hold the same records, `same` comparing two of them; what they share is skipped. */
  equals(other: Table<T>, same: (a: T, b: T) => boolean): boolean {
    if (this.fingerprint !== other.fingerprint) return false;
    return this.compare(other, (a, b) => a !== undefined && b !== undefined && same(a, b));
  }

  /** Whether `test` holds of each two records at the same index that are not identical; what the tables share is skipped. */
  compare(other: Table<T>, test: (mine: T | undefined, theirs: T | undefined) => boolean): boolean {
    const shift = Math.max(this.#shift, other.#shift);
    return eachPair(rootAt(this.#root, this.#shift, shift), rootAt(other.#root, other.#shift, shift), shift, test);
  }
}

/** The root of a tree of height `from`, grown to height `to`. */
function rootAt(root: Node, from: number, to: number): Node {
  let grown = root;
  for (let shift = from; shift < to; shift += BITS) {
    const wider = EMPTY_NODE.slice();
    wider[0] = grown;
    grown = wider;
  }
  return grown;
}

function withRecord(node: Node, shift: number, index: number, record: unknown): Node {
  const copy = node.slice();
  if (shift === 0) {
    copy[index & MASK] = record;
  } else {
    const slot = (index >>> shift) & MASK;
    copy[slot] = withRecord((node[slot] as Node | undefined) ?? EMPTY_NODE, shift - BITS, index, record);
  }
  return copy;
}

function visitNode<T extends object>(node: Node, shift: number, base: number, visit: (record: T, index: number) => void): void {
  for (let slot = 0; slot < WIDTH; slot++) {
    const child = node[slot];
    if (child === undefined) continue;
    const index = base + slot * 2 ** shift;
    if (shift === 0) visit(child as T, index);
    else visitNode(child as Node, shift - BITS, index, visit);
  }
}

function eachPair<T extends object>(
  a: Node,
  b: Node,
  shift: number,
  test: (mine: T | undefined, theirs: T | undefined) => boolean,
): boolean {
  if (a === b) return true;
  for (let slot = 0; slot < WIDTH; slot++) {
    const mine = a[slot];
    const theirs = b[slot];
    if (mine === theirs) continue;
    if (shift > 0) {
      if (!eachPair((mine as Node | undefined) ?? EMPTY_NODE, (theirs as Node | undefined) ?? EMPTY_NODE, shift - BITS, test)) return false;
    } else if (!test(mine as T | undefined, theirs as T | undefined)) return false;
  }
  return true;
}

function slotHash(index: number, hash: number): number {
  const mixed = Math.imul(hash ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
