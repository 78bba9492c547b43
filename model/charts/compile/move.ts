/** What one event does in a chart, as a table. */
export interface Move<S extends string, E extends string> {
  /** Id of the chart. */
  readonly chart: string;
  readonly event: E;
  /**
   * Makes the move: the next state, or undefined where the chart refuses the event. `holding` is the valuation of the
   * guards, by default none holds.
   */
  from(state: S, valuation?: number): S | undefined;
  /** Makes the move, for whom a refused event is one that nothing comes of, as in XState: the state afterwards. */
  after(state: S, valuation?: number): S;
  /** Whether the chart refuses the event; nothing moves. */
  refuses(state: S, valuation?: number): boolean;
}

/** Is told of a move that a chart makes. */
export type MoveWatcher = (chart: string, from: string, event: string, to: string) => void;

/** Is told what a chart is asked, be it that something moves, is refused, or is only asked. */
export type LookWatcher = (chart: string, state: string, event: string, valuation: number) => void;

/**
 * Charts are constants of a program, so one watcher is enough for all; a move costs nothing but this one look where
 * nobody watches.
 */
let watcher: { readonly moved?: MoveWatcher; readonly asked?: LookWatcher } | undefined;

/** Does something, and tells of every move that charts make meanwhile. */
export function watchMoves<T>(moved: MoveWatcher, act: () => T): T {
  return watched({ moved }, act);
}

/** Does something, and tells of everything that charts are asked meanwhile. */
export function watchLooks<T>(asked: LookWatcher, act: () => T): T {
  return watched({ asked }, act);
}

function watched<T>(by: typeof watcher, act: () => T): T {
  const before = watcher;
  watcher = by;
  try {
    return act();
  } finally {
    watcher = before;
  }
}

/**
 * Names that are constants of a program are one and the same string: a short list of them is searched quicker than any
 * map.
 */
export class TabledMove implements Move<string, string> {
  readonly chart: string;
  readonly event: string;
  readonly #states: string[] = [];
  readonly #rows: (string | undefined)[][] = [];

  constructor(chart: string, event: string) {
    this.chart = chart;
    this.event = event;
  }

  /** Adds what the event does in a state, for each valuation; nothing where it is always refused. */
  add(state: string, row: readonly (string | undefined)[]): void {
    if (row.every((next) => next === undefined)) return;
    this.#states.push(state);
    this.#rows.push([...row]);
  }

  /** Sets what the event does in a state that does not always refuse it, under some valuations. */
  set(state: string, holdings: readonly number[], next: string | undefined): void {
    const row = this.#rows[this.#states.indexOf(state)];
    if (row === undefined) throw new RangeError(`${this.chart} chart: nothing is known of ${this.event} in ${state}`);
    for (const valuation of holdings) row[valuation] = next;
  }

  from(state: string, valuation = 0): string | undefined {
    const next = this.#next(state, valuation);
    if (watcher !== undefined) this.#tell(state, valuation, next);
    return next;
  }

  after(state: string, valuation = 0): string {
    return this.from(state, valuation) ?? state;
  }

  refuses(state: string, valuation = 0): boolean {
    if (watcher !== undefined) watcher.asked?.(this.chart, state, this.event, valuation);
    return this.#next(state, valuation) === undefined;
  }

  #tell(state: string, valuation: number, next: string | undefined): void {
    watcher?.asked?.(this.chart, state, this.event, valuation);
    if (next !== undefined) watcher?.moved?.(this.chart, state, this.event, next);
  }

  #next(state: string, valuation: number): string | undefined {
    for (let place = 0; place < this.#states.length; place++) {
      if (this.#states[place] === state) return this.#rows[place]?.[valuation];
    }
    return undefined;
  }
}
