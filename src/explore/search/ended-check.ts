import { NONE } from '../memo/action-runner.ts';
import { Lookup } from '../memo/lookup.ts';
import { JUST_BEFORE } from '../parts/part.ts';
import type { ExploreScope } from '../scope.ts';
import { States } from './states.ts';
import { type BrokenResult, type Consequences, type Successors, TICK } from './successors.ts';

/** Stands for a property: what has ended is as if it had never been there. */
export const ENDED = {
  id: 'ended-is-over',
  title: 'What has ended acts no more: plaintext in a cache, a bucket key, a waiting period, a setting replaced.',
  requirements: ['F-106', 'F-121', 'F-14', 'F-122'],
} as const;

/**
 * A state leaves out what has ended, so a model that forgets to ask whether it has would go unpunished. Therefore
 * whatever ends with a tick is kept for a moment, as a whole world keeps it until somebody looks: every action must
 * come to the same there, and break no invariant.
 */
export class EndedCheck {
  readonly #scope: ExploreScope;
  readonly #successors: Successors;
  /** By place: the value one tick later, with what has ended in this very tick; and any value without that. */
  readonly #later: readonly Lookup[];
  readonly #left: readonly Lookup[];
  /** The state after the tick, and that in which what has just ended is still there. */
  readonly #rows: States;
  /** A state that follows on one of them. */
  readonly #next: States;

  constructor(scope: ExploreScope, successors: Successors) {
    this.#scope = scope;
    this.#successors = successors;
    const { layout, initial } = successors;
    const partAt = (_: number, place: number) => layout.part(place);
    const parts = initial.map(partAt);
    this.#later = parts.map(
      (part) => new Lookup((value) => part.encode(part.moved(part.values.record(value), -scope.tickMs), JUST_BEFORE)),
    );
    this.#left = parts.map((part) => new Lookup((value) => part.encode(part.values.record(value))));
    this.#rows = new States(layout.size);
    this.#next = new States(layout.size);
  }

  /** The first result that is another, or is wrong, where something ends with the tick on the state at `at`. */
  afterTick(states: ArrayLike<number>, at: number): BrokenResult | undefined {
    const rows = this.#rows;
    const { width } = rows;
    rows.clear();
    const normal = rows.add(states, at);
    this.#successors.apply(TICK, rows, normal);
    const late = rows.add(states, at);
    let hasEnded = false;
    for (let place = 0; place < width; place++) {
      const value = (this.#later[place] as Lookup).next(states[at + place] as number);
      rows.set(late + place, value);
      if (value !== rows.items[normal + place]) hasEnded = true;
    }
    if (!hasEnded) return undefined;
    for (const action of this.#scope.actions.keys()) {
      const broken = this.#compare(action, normal, late);
      if (broken !== undefined) return broken;
    }
    return undefined;
  }

  #compare(action: number, normal: number, late: number): BrokenResult | undefined {
    const successors = this.#successors;
    const { items } = this.#rows;
    const expected = successors.of(action, items, normal);
    if (successors.broken !== undefined) return successors.broken;
    const found = successors.of(action, items, late);
    if (successors.broken !== undefined) return successors.broken;
    if (this.#isSame(expected, normal, found, late)) return undefined;
    return { action, result: 0, id: ENDED.id, reason: 'what comes of it hangs on something that has just ended' };
  }

  /** Whether consequences come to the same in both states. */
  #isSame(expected: Consequences, normal: number, found: Consequences, late: number): boolean {
    if (expected !== found) {
      const right = this.#texts(expected, normal);
      const texts = this.#texts(found, late);
      return (
        expected.results === found.results && right.size === texts.size && [...texts].every((one) => right.has(one))
      );
    }
    // What is written is the same, so only what is done to bucket keys can differ.
    const { items } = this.#rows;
    return found.changes.every(({ lookups }) =>
      lookups.every(({ place, lookup }) => {
        const after = lookup.next(items[late + place] as number);
        return (this.#left[place] as Lookup).next(after) === lookup.next(items[normal + place] as number);
      }),
    );
  }

  /** What consequences answer, each with the state that it leads to, in which nothing is that has ended. */
  #texts({ answered }: Consequences, at: number): ReadonlySet<string> {
    const next = this.#next;
    const texts = answered.map(({ answer, change }) => {
      next.clear();
      next.add(this.#rows.items, at);
      if (change !== NONE) this.#successors.apply(change, next, 0);
      let text = `${answer}`;
      for (const [place, left] of this.#left.entries()) text += ` ${left.next(next.items[place] as number)}`;
      return text;
    });
    return new Set(texts);
  }
}
