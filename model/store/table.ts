const BITS = 5;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;
/** The slot of a node in which its owner is kept. */
const OWNER = WIDTH;

type Node = unknown[];

const EMPTY_NODE: Node = Array.from({ length: WIDTH + 1 }, () => undefined);

/**
 * A mark on the parts of a table that nobody else can see: whoever holds it may change them in place. Told apart by
 * identity.
 */
export type Owner = object;

/**
 * A persistent table from small integers to records: {@link Table.set} answers a new table and leaves the old one
 * valid, sharing all but one path of a 32-way tree. So a step costs the same in a world of ten objects and of a
 * million, and candidate worlds of the oracle share what they agree on. A running fingerprint makes it cheap to see
 * that two tables differ.
 *
 * Whoever sets with an {@link Owner} gets a table of its own: further sets with this owner change it in place.
 */
export class Table<T extends object> {
  #root: Node;
  /** Bits of the index that the root leaves to its children; 0 = the root holds records. */
  #shift: number;
  #fingerprint: number;
  #size: number;
  readonly #owner: Owner | undefined;
  readonly #hashOf: (record: T) => number;

  private constructor(before: Table<T> | undefined, owner: Owner | undefined, hashOf: (record: T) => number) {
    this.#root = before === undefined ? EMPTY_NODE : before.#root;
    this.#shift = before === undefined ? 0 : before.#shift;
    this.#fingerprint = before === undefined ? 0 : before.#fingerprint;
    this.#size = before === undefined ? 0 : before.#size;
    this.#owner = owner;
    this.#hashOf = hashOf;
  }

  /** A table without records; `hashOf` answers a 32-bit hash that depends on nothing but the content of a record. */
  static empty<T extends object>(hashOf: (record: T) => number): Table<T> {
    return new Table<T>(undefined, undefined, hashOf);
  }

  /** Equal tables have equal fingerprints; unequal ones almost always differ. */
  get fingerprint(): number {
    return this.#fingerprint;
  }

  /** How many records there are. */
  get size(): number {
    return this.#size;
  }

  /** The record at an index, or undefined. */
  get(index: number): T | undefined {
    let shift = this.#shift;
    if (index < 0 || index >>> shift >= WIDTH) return undefined;
    let node = this.#root;
    for (; shift > 0; shift -= BITS) {
      const child = node[(index >>> shift) & MASK] as Node | undefined;
      if (child === undefined) return undefined;
      node = child;
    }
    return node[index & MASK] as T | undefined;
  }

  /**
   * A table with `record` at `index`, or without one where `record` is undefined; this very table if it is the owner's.
   */
  set(index: number, record: T | undefined, owner?: Owner): Table<T> {
    const before = this.get(index);
    if (before === record) return this;
    const isOwned = owner !== undefined && owner === this.#owner;
    const table = isOwned ? this : new Table<T>(this, owner, this.#hashOf);
    table.#replace(index, before, record);
    return table;
  }

  #replace(index: number, before: T | undefined, record: T | undefined): void {
    let shift = this.#shift;
    while (index >>> shift >= WIDTH) shift += BITS;
    const root = rootAt(this.#root, this.#shift, shift);
    this.#root = withRecord(root, shift, index, record, this.#owner) ?? EMPTY_NODE;
    this.#shift = shift;
    if (before !== undefined) {
      this.#fingerprint ^= slotHash(index, this.#hashOf(before));
      this.#size--;
    }
    if (record !== undefined) {
      this.#fingerprint ^= slotHash(index, this.#hashOf(record));
      this.#size++;
    }
  }

  /**
   * Calls `visit` for each record in ascending order of index. Linear in the size of the table: not for use in a step.
   */
  forEach(visit: (record: T, index: number) => void): void {
    visitNode<T>(this.#root, this.#shift, 0, visit);
  }

  /** Whether both tables hold the same records, `same` comparing two of them; what they share is skipped. */
  equals(other: Table<T>, same: (a: T, b: T) => boolean): boolean {
    if (this.#fingerprint !== other.#fingerprint) return false;
    return this.compare(other, (a, b) => a !== undefined && b !== undefined && same(a, b));
  }

  /**
   * Whether `test` holds of each two records at the same index that are not identical; what the tables share is
   * skipped.
   */
  compare(other: Table<T>, test: (mine: T | undefined, theirs: T | undefined, index: number) => boolean): boolean {
    const shift = Math.max(this.#shift, other.#shift);
    return eachPair(rootAt(this.#root, this.#shift, shift), rootAt(other.#root, other.#shift, shift), shift, 0, test);
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

/**
 * The node with a record, changed in place if it is the owner's; undefined where nothing is left in it, so that tables
 * shrink.
 */
function withRecord(
  node: Node,
  shift: number,
  index: number,
  record: unknown,
  owner: Owner | undefined,
): Node | undefined {
  const own = ownedBy(owner, node);
  const slot = (index >>> shift) & MASK;
  own[slot] =
    shift === 0
      ? record
      : withRecord((own[slot] as Node | undefined) ?? EMPTY_NODE, shift - BITS, index, record, owner);
  return record === undefined && isEmpty(own) ? undefined : own;
}

function ownedBy(owner: Owner | undefined, node: Node): Node {
  if (owner !== undefined && node[OWNER] === owner) return node;
  const copy = node.slice();
  copy[OWNER] = owner;
  return copy;
}

function isEmpty(node: Node): boolean {
  for (let slot = 0; slot < WIDTH; slot++) if (node[slot] !== undefined) return false;
  return true;
}

function visitNode<T extends object>(
  node: Node,
  shift: number,
  base: number,
  visit: (record: T, index: number) => void,
): void {
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
  base: number,
  test: (mine: T | undefined, theirs: T | undefined, index: number) => boolean,
): boolean {
  if (a === b) return true;
  for (let slot = 0; slot < WIDTH; slot++) {
    const mine = a[slot];
    const theirs = b[slot];
    if (mine === theirs) continue;
    const index = base + slot * 2 ** shift;
    if (shift > 0) {
      const under = (mine as Node | undefined) ?? EMPTY_NODE;
      if (!eachPair(under, (theirs as Node | undefined) ?? EMPTY_NODE, shift - BITS, index, test)) return false;
    } else if (!test(mine as T | undefined, theirs as T | undefined, index)) return false;
  }
  return true;
}

function slotHash(index: number, hash: number): number {
  const mixed = Math.imul(hash ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
