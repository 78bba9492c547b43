import { setImmediate } from 'node:timers/promises';
import { forEachResult, initialWorld, type Seen, type Step, type StepResult, step, type World } from '../../model/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import type { Violation } from '../oracle/verdict.ts';
import { Canonical } from './canonical.ts';
import { Coverage } from './coverage.ts';
import type { Exploration, ExploreProgress, ShortestViolation } from './exploration.ts';
import { INVARIANTS } from './invariants.ts';
import { type Link, Links } from './links.ts';
import { MONITORED, monitorsAgainst } from './monitors.ts';
import { type ExploreScope, stepAt, tickOf } from './scope.ts';
import { traceOf } from './trace-of.ts';
import type { Transition } from './transition.ts';

/** Bounds and witnesses of an exploration. */
export interface ExploreOptions {
  /** Most states to tell apart; beyond it the verdict is unknown. */
  readonly maxStates: number;
  /** Ends the exploration; what was seen until then is reported, its verdict unknown. */
  readonly signal?: AbortSignal;
  onProgress?(progress: ExploreProgress): void;
  /** The model, or a wrapper that watches or spoils what it does. */
  readonly step?: typeof step;
}

/** States that are left before others get their turn on the event loop. */
const STATES_AT_A_TIME = 1_000;
/** All KMS calls are seen, and of opaque ETags nothing but that they are opaque. */
const SEEN: Seen = { etag: () => undefined, kmsUnseen: false };

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
  readonly #take: typeof step;
  readonly #canonical: Canonical;
  readonly #coverage = new Coverage();
  readonly #states = new Map<string, number>();
  readonly #links = new Links();
  /** The world of each state that was found and not yet left. */
  readonly #worlds: (World | undefined)[] = [];
  readonly #levels: number[] = [1];
  #left = 0;
  #transitions = 0;
  #isFull = false;

  constructor(scope: ExploreScope, options: ExploreOptions) {
    this.#scope = scope;
    this.#options = options;
    const take = options.step ?? step;
    this.#take = (world, input, chooser) => take(world, input, this.#coverage.watch(chooser));
    const initial = initialWorld(scope.setup, scope.profile);
    this.#canonical = new Canonical(scope, initial);
    this.#states.set(this.#canonical.key(initial), 0);
    this.#worlds.push(initial);
  }

  /** Goes on until everything has been seen or something is violated; answers what else ended it. */
  async run(): Promise<string | undefined> {
    let levelEnd = 1;
    for (; this.#left < this.#worlds.length; this.#left++) {
      if (this.#left % STATES_AT_A_TIME === 0 && (await this.#isInterrupted())) return INTERRUPTED;
      if (this.#left === levelEnd) {
        this.#levels.push(this.#worlds.length - levelEnd);
        levelEnd = this.#worlds.length;
      }
      this.#leave(this.#left);
      if (this.found !== undefined) return undefined;
      if (this.#isFull) return `the bound of ${this.#options.maxStates} states (--max-states)`;
    }
    return undefined;
  }

  /** Has the monitors of the properties watch the shortest path to each state, nearest states first. */
  async watchPaths(): Promise<string | undefined> {
    for (let state = 1; state < this.#worlds.length; state++) {
      if (state % STATES_AT_A_TIME === 0 && (await this.#isInterrupted())) return INTERRUPTED;
      const trace = traceOf(this.#scope, this.#links.pathTo(state), this.#options.step ?? step);
      const violation = monitorsAgainst(trace, this.#scope.profile);
      if (violation === undefined) continue;
      this.found = { violation, trace };
      return undefined;
    }
    return undefined;
  }

  report(unknownBecause: string | undefined): Exploration {
    const { name, profile, monitored } = this.#scope;
    const states = this.#worlds.length;
    const known = this.#levels.reduce((sum, level) => sum + level, 0);
    const levels = known < states ? [...this.#levels, states - known] : this.#levels;
    return {
      scope: name,
      profile: profile.name,
      verdict: this.found !== undefined ? 'violates' : unknownBecause !== undefined ? 'unknown' : 'conforms',
      ...(this.found === undefined && unknownBecause !== undefined && { unknownBecause }),
      counts: { states, transitions: this.#transitions, depth: levels.length - 1, levels },
      queue: states - this.#left,
      invariants: INVARIANTS.map(({ id }) => id),
      monitors: monitored ? MONITORED.map(({ id }) => id) : [],
      charts: this.#coverage.charts(),
      choices: this.#coverage.choices(),
      ...(this.found !== undefined && { found: this.found }),
    };
  }

  #leave(state: number): void {
    const world = this.#worlds[state];
    if (world === undefined) throw new RangeError(`state ${state} was left before`);
    this.#worlds[state] = undefined;
    for (const [place, action] of this.#scope.actions.entries()) {
      this.#act(world, stepAt(action, world.nowMs), state, place);
      if (this.found !== undefined) return;
    }
    const later = { ...world, nowMs: world.nowMs + this.#scope.tickMs };
    this.#transitions++;
    this.#coverage.seeTick(world, later);
    this.#reach(later, { parent: state, action: tickOf(this.#scope), result: 0 });
  }

  #act(before: World, input: Step, parent: number, action: number): void {
    let result = 0;
    const visit = ({ world: after, outcome }: StepResult): boolean => {
      const transition: Transition = { before, step: input, outcome, after };
      this.#transitions++;
      this.#coverage.see(transition);
      const link = { parent, action, result: result++ };
      this.#judge(transition, link);
      if (this.found !== undefined) return false;
      this.#reach(after, link);
      return true;
    };
    forEachResult(before, input, SEEN, visit, this.#take);
  }

  #judge(transition: Transition, link: Link): void {
    for (const invariant of INVARIANTS) {
      const reason = invariant.judge(transition);
      if (reason === undefined) continue;
      const trace = traceOf(this.#scope, [...this.#links.pathTo(link.parent), link], this.#options.step ?? step);
      this.found = { violation: violationOf(invariant.id, reason, trace.steps.length - 1), trace };
      return;
    }
  }

  #reach(world: World, link: Link): void {
    const key = this.#canonical.key(world);
    if (this.#states.has(key)) return;
    if (this.#states.size === this.#options.maxStates) {
      this.#isFull = true;
      return;
    }
    this.#states.set(key, this.#states.size);
    this.#worlds.push(world);
    this.#links.add(link);
  }

  async #isInterrupted(): Promise<boolean> {
    const { onProgress, signal } = this.#options;
    const states = this.#worlds.length;
    onProgress?.({ states, transitions: this.#transitions, queue: states - this.#left, depth: this.#levels.length - 1 });
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
