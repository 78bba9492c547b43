import { setImmediate } from 'node:timers/promises';
import { perform } from '../../model/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import type { Violation } from '../oracle/verdict.ts';
import { Coverage } from './coverage.ts';
import type { Exploration, ExploreProgress, ShortestViolation } from './exploration.ts';
import { INVARIANTS } from './invariants.ts';
import { MONITORED, monitorsAgainst } from './monitors.ts';
import type { ExploreScope } from './scope.ts';
import { Batch } from './search/batch.ts';
import { type BrokenResult, Expander } from './search/expander.ts';
import { Fingerprints } from './search/fingerprints.ts';
import { Links } from './search/links.ts';
import { States } from './search/states.ts';
import { noRenaming, type Symmetry, symmetriesOf } from './symmetry/symmetries.ts';
import { traceOf } from './trace-of.ts';

/** Bounds and witnesses of an exploration. */
export interface ExploreOptions {
  /** Most states to tell apart; beyond it the verdict is unknown. */
  readonly maxStates: number;
  /** Ends the exploration; what was seen until then is reported, its verdict unknown. */
  readonly signal?: AbortSignal;
  onProgress?(progress: ExploreProgress): void;
  /** The model, or a wrapper that watches or spoils what it does. */
  readonly act?: typeof perform;
  /** Takes states for one that differ only in names which the scope treats alike. */
  readonly symmetry?: boolean;
}

/** States that are left before others get their turn on the event loop. */
const STATES_AT_A_TIME = 4_096;
/** Candidates that are looked up together. */
const BATCH = 2_048;

/**
 * Explores a scope breadth first: every action, every way to resolve what it leaves open, and the passing of time, from every state.
 * The invariants are checked on each transition; where the scope says so, the monitors of the properties watch the shortest path to each
 * state as well. The first violation ends it: breadth first, no path to one is shorter.
 */
export async function explore(scope: ExploreScope, options: ExploreOptions): Promise<Exploration> {
  const search = new Search(scope, options);
  let unknownBecause = await search.run();
  if (search.found === undefined && unknownBecause === undefined && scope.monitored) unknownBecause = await search.watchPaths();
  return search.report(unknownBecause);
}

class Search {
  found: ShortestViolation | undefined;
  readonly #scope: ExploreScope;
  readonly #options: ExploreOptions;
  readonly #act: typeof perform;
  readonly #coverage = new Coverage();
  readonly #symmetries: readonly Symmetry[];
  readonly #expander: Expander;
  readonly #known = new Fingerprints();
  readonly #links = new Links();
  readonly #batch = new Batch();
  /** The states of the depth that is being left, and those of the next. */
  #current: States;
  #next: States;
  /** Number of the first state of the current depth. */
  #base = 0;
  readonly #levels: number[] = [1];
  #left = 0;
  #isFull = false;

  constructor(scope: ExploreScope, options: ExploreOptions) {
    this.#scope = scope;
    this.#options = options;
    this.#act = options.act ?? perform;
    this.#symmetries = options.symmetry === true ? symmetriesOf(scope) : [noRenaming(scope)];
    this.#expander = new Expander(scope, this.#coverage, this.#act, this.#symmetries);
    this.#current = new States(this.#expander.layout.size);
    this.#next = new States(this.#expander.layout.size);
    this.#current.add(this.#expander.first, 0);
    const { low, high } = this.#expander.firstFingerprint;
    this.#known.add(low, high);
  }

  /** Goes on until everything has been seen or something is violated; answers what else ended it. */
  async run(): Promise<string | undefined> {
    while (this.#current.length > 0) {
      for (let row = 0; row < this.#current.length; row++) {
        if (this.#left % STATES_AT_A_TIME === 0 && (await this.#isInterrupted())) return INTERRUPTED;
        this.#expander.expand(this.#current, row * this.#current.width, this.#batch);
        const { broken } = this.#expander;
        if (broken !== undefined) {
          this.#find(broken, this.#base + row);
          return undefined;
        }
        this.#left++;
        if (this.#batch.length >= BATCH) this.#settle();
        if (this.#isFull) return `the bound of ${this.#options.maxStates} states (--max-states)`;
      }
      this.#settle();
      if (this.#isFull) return `the bound of ${this.#options.maxStates} states (--max-states)`;
      this.#descend();
    }
    return undefined;
  }

  /** Has the monitors of the properties watch the shortest path to each state, nearest states first. */
  async watchPaths(): Promise<string | undefined> {
    for (let state = 1; state < this.#links.size; state++) {
      if (state % STATES_AT_A_TIME === 0 && (await this.#isInterrupted())) return INTERRUPTED;
      const trace = traceOf(this.#scope, this.#links.pathTo(state), this.#act);
      const violation = monitorsAgainst(trace, this.#scope.profile);
      if (violation === undefined) continue;
      this.found = { violation, trace };
      return undefined;
    }
    return undefined;
  }

  report(unknownBecause: string | undefined): Exploration {
    const { name, profile, monitored } = this.#scope;
    const states = this.#links.size;
    const levels = this.#next.length > 0 ? [...this.#levels, this.#next.length] : this.#levels;
    return {
      scope: name,
      profile: profile.name,
      verdict: this.found !== undefined ? 'violates' : unknownBecause !== undefined ? 'unknown' : 'conforms',
      ...(this.found === undefined && unknownBecause !== undefined && { unknownBecause }),
      counts: { states, transitions: this.#expander.transitions, depth: levels.length - 1, levels },
      queue: states - this.#left,
      symmetries: this.#symmetries.length,
      invariants: INVARIANTS.map(({ id }) => id),
      monitors: monitored ? MONITORED.map(({ id }) => id) : [],
      charts: this.#coverage.charts(),
      choices: this.#coverage.choices(),
      ...(this.found !== undefined && { found: this.found }),
    };
  }

  /** Looks the candidates up, and makes the states of those that are new. */
  #settle(): void {
    const { lows, highs, origins, changes, length } = this.#batch;
    this.#known.fetch(lows, length);
    for (let i = 0; i < length; i++) {
      if (!this.#known.add(lows[i] as number, highs[i] as number)) continue;
      if (this.#links.size === this.#options.maxStates) {
        this.#isFull = true;
        break;
      }
      const origin = origins[i] as number;
      const change = changes[i] as number;
      const { action, result } = this.#expander.eventOf(change);
      this.#links.add(this.#base + origin / this.#current.width, action, result);
      this.#expander.apply(change, this.#next, this.#next.add(this.#current.items, origin));
    }
    this.#batch.length = 0;
  }

  /** Goes on to the next depth. */
  #descend(): void {
    this.#base += this.#current.length;
    [this.#current, this.#next] = [this.#next, this.#current];
    this.#next.clear();
    if (this.#current.length > 0) this.#levels.push(this.#current.length);
  }

  #find({ id, reason, action, result }: BrokenResult, parent: number): void {
    const trace = traceOf(this.#scope, [...this.#links.pathTo(parent), { parent, action, result }], this.#act);
    this.found = { violation: violationOf(id, reason, trace.steps.length - 1), trace };
  }

  async #isInterrupted(): Promise<boolean> {
    const { onProgress, signal } = this.#options;
    const states = this.#links.size;
    onProgress?.({ states, transitions: this.#expander.transitions, queue: states - this.#left, depth: this.#levels.length - 1 });
    await setImmediate();
    return signal?.aborted === true;
  }
}

const INTERRUPTED = 'the interruption';

/** @throws RangeError when no property has the id */
function violationOf(id: string, reason: string, stepIndex: number): Violation {
  const property = PROPERTIES.find((known) => known.id === id);
  if (property === undefined) throw new RangeError(`there is no property ${id}`);
  const { title, requirements } = property;
  return { property: id, title, requirements, stepIndex, reason, nearest: [] };
}
