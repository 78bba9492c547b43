/** What is ordered by time; of equal times the one that came first is first. */
export interface Timed {
  readonly atMs: number;
  /** Place among all that came. */
  readonly place: number;
}

/** A heap by time, in which nothing is before what is at half its index. */
export class TimeHeap<Item extends Timed> {
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The earliest; undefined where there is none. */
  get first(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    const items = this.#items;
    let at = items.length;
    for (let above = (at - 1) >> 1; at > 0 && isBefore(item, items[above]); above = (at - 1) >> 1) {
      items[at] = items[above]!;
      at = above;
    }
    items[at] = item;
  }

  /** Takes the earliest out; there must be one. */
  pop(): Item {
    const items = this.#items;
    const first = items[0]!;
    const last = items.pop()!;
    if (items.length === 0) return first;
    let at = 0;
    for (let below = 1; below < items.length; below = 2 * at + 1) {
      if (isBefore(items[below + 1], items[below])) below += 1;
      if (isBefore(last, items[below])) break;
      items[at] = items[below]!;
      at = below;
    }
    items[at] = last;
    return first;
  }
}

function isBefore(one: Timed | undefined, other: Timed | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.place < other.place);
}
