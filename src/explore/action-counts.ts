import type { Event } from '../../model/index.ts';
import type { ExploreScope } from './scope.ts';

/** What came of an action: how many of its results, from all states that were left, were so. */
export interface ActionCounts {
  /** Answered with a status below 400. */
  readonly served: number;
  readonly refused: number;
  /** Left the state as it was, served or refused. */
  readonly unchanged: number;
}

/** An action of a scope, and what came of it. */
export interface ActionCoverage extends ActionCounts {
  readonly by: string | null;
  readonly event: Event;
  /**
   * States that were found by it; missing where states are found by hash: whichever action comes first finds a state,
   * and which does hangs on the threads.
   */
  readonly newStates?: number;
}

/** Counts what comes of each action, by place in the scope. */
export class ActionTally {
  readonly #counts: { served: number; refused: number; unchanged: number }[] = [];

  /** Adds what came of an action so many times. */
  add(place: number, { served, refused, unchanged }: ActionCounts, times: number): void {
    const counts = this.#at(place);
    counts.served += times * served;
    counts.refused += times * refused;
    counts.unchanged += times * unchanged;
  }

  /** Adds results that were counted already, and turn out to leave the state as it was. */
  addUnchanged(place: number, results: number): void {
    this.#at(place).unchanged += results;
  }

  /** A copy of what was counted. */
  counts(): readonly ActionCounts[] {
    return Array.from(this.#counts, (counts) => ({ ...(counts ?? NEVER) }));
  }

  #at(place: number) {
    let counts = this.#counts[place];
    if (counts === undefined) {
      counts = { ...NEVER };
      this.#counts[place] = counts;
    }
    return counts;
  }
}

const NEVER: ActionCounts = { served: 0, refused: 0, unchanged: 0 };

/** What several have counted, together. */
export function summedCounts(all: readonly (readonly ActionCounts[])[]): readonly ActionCounts[] {
  const tally = new ActionTally();
  for (const one of all) for (const [place, counts] of one.entries()) tally.add(place, counts, 1);
  return tally.counts();
}

/** The actions of a scope with what several have counted of them. */
export function actionCoverage(
  { actions }: ExploreScope,
  counted: readonly (readonly ActionCounts[])[],
  newStates: readonly number[] | undefined,
): readonly ActionCoverage[] {
  const counts = summedCounts(counted);
  return actions.map(({ by, event }, place) => ({
    by,
    event,
    ...(counts[place] ?? NEVER),
    ...(newStates !== undefined && { newStates: newStates[place] ?? 0 }),
  }));
}
