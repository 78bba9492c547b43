/** What one event does in a chart, as a table. */
export interface Move<S extends string, E extends string> {
  /** Id of the chart. */
  readonly chart: string;
  readonly event: E;
  /**
   * Makes the move: the next state, or undefined where the chart refuses the event. `holding` is the valuation of the
   * guards, by default none holds.
   */
  from(state: S, holding?: number): S | undefined;
  /** The state after the event, which stays as it is where the chart refuses the event. */
  after(state: S, holding?: number): S;
  /** Whether the chart refuses the event; nothing moves. */
  refuses(state: S, holding?: number): boolean;
}

/** Is told of a move that a chart makes. */
export type MoveWatcher = (chart: string, from: string, event: string, to: string) => void;

/**
 * Charts are constants of a program, so one watcher is enough for all; a move costs nothing but this one look where
 * nobody watches.
 */
let watcher: MoveWatcher | undefined;

/** Does something, and tells of every move that charts make meanwhile. */
export function watchMoves<T>(told: MoveWatcher, act: () => T): T {
  const before = watcher;
  watcher = told;
  try {
    return act();
  } finally {
    watcher = before;
  }
}

/** Makes a move that cannot be refused: if the chart does not know it, the model is mistaken. */
export function mustMove<S extends string>(move: Move<S, string>, state: S, holding?: number): S {
  const next = move.from(state, holding);
  if (next === undefined) throw new Error(`${move.chart} chart: ${move.event} is refused in ${state}`);
  return next;
}

/**
 * Names that are constants of a program are one and the same string: a short list of them is searched quicker than any
 * map.
 */
export class TabledMove implements Move<string, string> {
  readonly chart: string;
  readonly event: string;
  readonly #states: string[] = [];
  readonly #rows: (readonly (string | undefined)[])[] = [];

  constructor(chart: string, event: string) {
    this.chart = chart;
    this.event = event;
  }

  /** Adds what the event does in a state, for each valuation; nothing where it is always refused. */
  add(state: string, row: readonly (string | undefined)[]): void {
    if (row.every((next) => next === undefined)) return;
    this.#states.push(state);
    this.#rows.push(row);
  }

  from(state: string, holding = 0): string | undefined {
    const next = this.#next(state, holding);
    if (watcher !== undefined && next !== undefined) watcher(this.chart, state, this.event, next);
    return next;
  }

  after(state: string, holding = 0): string {
    return this.from(state, holding) ?? state;
  }

  refuses(state: string, holding = 0): boolean {
    return this.#next(state, holding) === undefined;
  }

  #next(state: string, holding: number): string | undefined {
    for (let place = 0; place < this.#states.length; place++) {
      if (this.#states[place] === state) return this.#rows[place]?.[holding];
    }
    return undefined;
  }
}
