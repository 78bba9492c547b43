import { setImmediate } from 'node:timers/promises';
import type { perform } from '../../../model/index.ts';
import { Coverage } from '../coverage.ts';
import { Numbers } from '../numbers.ts';
import type { ExploreOptions } from '../options.ts';
import { type Judges, SHIPPED } from '../questions/judges.ts';
import type { Question } from '../questions/question.ts';
import { type ExploreScope, tickOf } from '../scope.ts';
import type { BrokenTransition, ReachedTransition } from './broken-transition.ts';
import { EndedCheck } from './ended-check.ts';
import type { Link } from './link.ts';
import { StateSet } from './state-set.ts';
import { States } from './states.ts';
import { type Change, Successors, TICK } from './successors.ts';

/** States that are expanded before others get their turn on the event loop. */
const STATES_AT_A_TIME = 4_096;

/** How a search has ended: all was seen, or what was not. */
export type SearchEnd = 'whole' | 'bound' | 'interrupted' | 'broken';

/**
 * Explicit-state breadth-first search (Holzmann 2003, The SPIN Model Checker, ch. 8): all states of a scope are kept,
 * numbered in the order in which they are found. The first found is the first expanded, so no state has a shorter way
 * from the first one than the next.
 */
export class BreadthFirstSearch {
  readonly successors: Successors;
  readonly found: StateSet;
  readonly coverage = new Coverage();
  /** New states at each depth that was found whole. */
  readonly levels = [1];
  /** Results of actions and ticks that were come across. */
  transitions = 0;
  /** By place of the action: states that were found by it. */
  readonly newStates: number[];
  /** States all of whose successors were found. */
  expanded = 0;
  readonly #scope: ExploreScope;
  /** By state: the state before, and the change that led from there. */
  readonly #parents = new Numbers();
  readonly #changes = new Numbers();
  /** A state that may be new. */
  readonly #next: States;
  readonly #endedCheck: EndedCheck;
  #brokenAfterTick: BrokenTransition | undefined;
  /** Of each question that a transition answers, the first. */
  readonly reached = new Map<Question, ReachedTransition>();

  /** @param act - the model, or a wrapper that watches or spoils what it does */
  constructor(scope: ExploreScope, act: typeof perform, judges: Judges = SHIPPED) {
    this.#scope = scope;
    this.newStates = scope.actions.map(() => 0);
    this.successors = new Successors(scope, this.coverage, act, judges);
    const { size } = this.successors.layout;
    this.found = new StateSet(size);
    this.#next = new States(size);
    this.#endedCheck = new EndedCheck(scope, this.successors);
    this.found.add(this.successors.initial, 0);
    this.#parents.push(0);
    this.#changes.push(TICK);
  }

  /** The states that were found, by number. */
  get states(): States {
    return this.found.rows;
  }

  get bytes(): number {
    return this.found.bytes + this.#parents.bytes + this.#changes.bytes;
  }

  /** The result that breaks an invariant, and the state it follows on, or one tick after that. */
  get broken(): BrokenTransition | undefined {
    const { broken } = this.successors;
    return this.#brokenAfterTick ?? (broken && { ...broken, parent: this.expanded, afterTick: false });
  }

  /** Searches until all was seen, an invariant is broken, or something else ends it. */
  async run({ maxStates, signal, onProgress }: ExploreOptions): Promise<SearchEnd> {
    const { levels } = this;
    let [ticked, levelBegin] = [0, 0];
    for (let levelEnd = 1; this.expanded < this.states.length; this.expanded++) {
      const isNextLevel = this.expanded === levelEnd;
      if (isNextLevel) {
        // What follows on the ticks of a level is as far away as what followed on the states of the next one.
        if (!this.#endWell(ticked, levelBegin)) return 'broken';
        ticked = levelBegin;
        levelBegin = levelEnd;
        levels.push(this.states.length - levelEnd);
        levelEnd = this.states.length;
      }
      if (isNextLevel || this.expanded % STATES_AT_A_TIME === 0) {
        const [states, queue] = [this.states.length, this.states.length - this.expanded];
        onProgress?.({ states, transitions: this.transitions, queue, depth: levels.length - 1, levels });
        await setImmediate();
        if (signal?.aborted === true) return 'interrupted';
      }
      if (!this.#expand(this.expanded, maxStates)) return 'bound';
      if (this.successors.broken !== undefined) return 'broken';
    }
    return this.#endWell(ticked, this.states.length) ? 'whole' : 'broken';
  }

  /** Whether nothing hangs on what ends with the ticks on some states. */
  #endWell(begin: number, end: number): boolean {
    for (let state = begin; state < end; state++) {
      const broken = this.#endedCheck.afterTick(this.states.items, state * this.states.width);
      this.#noteReached(state, true);
      if (broken === undefined) continue;
      this.#brokenAfterTick = { ...broken, parent: state, afterTick: true };
      return false;
    }
    return true;
  }

  /** A shortest way to a state. */
  pathTo(state: number): readonly Link[] {
    const path: Link[] = [];
    for (let at = state; at !== 0; at = this.#parents.items[at] as number)
      path.push(this.successors.change(this.#changes.items[at] as number));
    return path.reverse();
  }

  /**
   * Calls `next` with all that follows on a state, once all states have been found: their numbers, and which result of
   * which action leads there. Results that leave the state as it is are not among them, but for the tick, which always
   * is.
   */
  forEachNext(state: number, next: (number: number, action: number, result: number) => void): void {
    const at = state * this.states.width;
    for (const place of this.#scope.actions.keys()) {
      for (const { number, action, result } of this.successors.of(place, this.states.items, at).changes) {
        const target = this.after(number, state);
        if (target !== state) next(target, action, result);
      }
    }
    next(this.after(TICK, state), tickOf(this.#scope), 0);
  }

  /** Number of the state that a change makes of another, once all states have been found. */
  after(change: number, state: number): number {
    return this.found.find(this.#make(change, state * this.states.width), 0);
  }

  /** Finds all that follows on a state; false where one state more is too many. */
  #expand(state: number, maxStates: number): boolean {
    const at = state * this.states.width;
    for (const place of this.#scope.actions.keys()) {
      const { results, counts, changes } = this.successors.of(place, this.states.items, at);
      if (this.successors.reached.length > 0) this.#noteReached(state, false);
      if (this.successors.broken !== undefined) return true;
      this.transitions += results;
      this.coverage.actions.add(place, counts, 1);
      const before = this.states.length;
      for (const change of changes) if (!this.#see(change, state, maxStates)) return false;
      this.newStates[place] = (this.newStates[place] as number) + this.states.length - before;
    }
    this.transitions++;
    return this.#see(this.successors.change(TICK), state, maxStates);
  }

  #noteReached(parent: number, afterTick: boolean): void {
    for (const { question, action } of this.successors.reached)
      if (!this.reached.has(question)) this.reached.set(question, { parent, afterTick, action });
    this.successors.reached = [];
  }

  /** Adds what a change makes of a state, if it is new; false where it is one too many. */
  #see({ number, action, lookups, results }: Change, state: number, maxStates: number): boolean {
    const at = state * this.states.width;
    const next = this.#make(number, at);
    if (lookups.length > 0 && this.states.isAt(at, next)) {
      if (number !== TICK) this.coverage.actions.addUnchanged(action, results);
      return true;
    }
    if (this.states.length === maxStates && this.found.find(next, 0) < 0) return false;
    if (!this.found.add(next, 0)) return true;
    this.#parents.push(state);
    this.#changes.push(number);
    return true;
  }

  /** What a change makes of the state that begins at `at`. */
  #make(change: number, at: number): ArrayLike<number> {
    this.#next.clear();
    this.successors.apply(change, this.#next, this.#next.add(this.states.items, at));
    return this.#next.items;
  }
}
