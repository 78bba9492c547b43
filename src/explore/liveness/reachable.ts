import { setImmediate } from 'node:timers/promises';
import type { Event, perform } from '../../../model/index.ts';
import { Coverage } from '../coverage.ts';
import type { ExploreOptions } from '../explore.ts';
import type { Layout } from '../parts/layout.ts';
import { type ExploreScope, tickOf } from '../scope.ts';
import { Batch } from '../search/batch.ts';
import { Expander } from '../search/expander.ts';
import { type Link, Links } from '../search/links.ts';
import { States } from '../search/states.ts';
import { noRenaming } from '../symmetry/symmetries.ts';
import { Numbering } from './numbering.ts';

/**
 * Most states of a scope whose liveness is checked: all of them are kept, with what leads from each pending one to the
 * next.
 */
export const MOST_STATES = 1_000_000;
/** States that are left before others get their turn on the event loop. */
const STATES_AT_A_TIME = 4_096;

/**
 * All states of a scope, in the order of a breadth-first search: no state has a shorter way from the first one than the
 * next.
 */
export class Reachable {
  readonly states: States;
  readonly #links = new Links();
  readonly #scope: ExploreScope;
  readonly #expander: Expander;
  readonly #numbering = new Numbering();
  readonly #batch = new Batch();

  constructor(scope: ExploreScope, act: typeof perform) {
    this.#scope = scope;
    this.#expander = new Expander(scope, new Coverage(), act, [noRenaming(scope)]);
    this.states = new States(this.#expander.layout.size);
    this.states.add(this.#expander.first, 0);
    const { low, high } = this.#expander.printOf(this.#expander.first, 0);
    this.#numbering.add(low, high);
    this.#links.add(0, this.#links.event({ action: 0, result: 0 }));
  }

  get layout(): Layout {
    return this.#expander.layout;
  }

  /** Finds them all, or answers why not. */
  async findAll({ maxStates, signal, onProgress }: ExploreOptions): Promise<string | undefined> {
    const most = Math.min(maxStates, MOST_STATES);
    const { states } = this;
    const levels = [1];
    let depthEnd = 1;
    for (let state = 0; state < states.length; state++) {
      if (state === depthEnd) {
        levels.push(states.length - depthEnd);
        depthEnd = states.length;
      }
      if (state % STATES_AT_A_TIME === 0) {
        const { transitions } = this.#expander;
        onProgress?.({
          states: states.length,
          transitions,
          queue: states.length - state,
          depth: levels.length - 1,
          levels,
        });
        await setImmediate();
        if (signal?.aborted === true) return 'the interruption';
      }
      const at = state * states.width;
      const batch = this.#expand(at);
      if (this.#expander.broken !== undefined) return `a violation of ${this.#expander.broken.id}`;
      for (let i = 0; i < batch.length; i++) {
        const number = this.#numbering.add(batch.lows[i] as number, batch.highs[i] as number);
        if (number < states.length) continue;
        if (states.length === most) return `the bound of ${most} states for liveness`;
        const change = batch.changes[i] as number;
        this.#links.add(state, this.#links.event(this.#expander.linkOf(change)));
        this.#expander.apply(change, states, states.add(states.items, at));
      }
    }
    return undefined;
  }

  /** A shortest way to a state, once all states have been found. */
  pathTo(state: number): readonly Link[] {
    return this.#links.pathTo(state);
  }

  /**
   * Calls `next` with all that follows on a state, once all states have been found: their numbers, and which result of
   * which action leads there. Results that leave the state as it is are not among them, but for the tick, which always
   * is.
   */
  forEachNext(state: number, next: (number: number, action: number, result: number) => void): void {
    const batch = this.#expand(state * this.states.width);
    const tick = tickOf(this.#scope);
    let ticks = 0;
    for (let i = 0; i < batch.length; i++) {
      const { action, result } = this.#expander.linkOf(batch.changes[i] as number);
      if (action === tick) ticks++;
      next(this.#numbering.find(batch.lows[i] as number, batch.highs[i] as number), action, result);
    }
    if (ticks === 0) next(state, tick, 0);
  }

  /** The event of an action, by its place among what can happen in the scope; undefined for the tick. */
  event(action: number): Event | undefined {
    return action === tickOf(this.#scope) ? undefined : this.#scope.actions[action]?.event;
  }

  #expand(at: number): Batch {
    this.#batch.length = 0;
    this.#expander.expand(this.states, at, this.#batch);
    return this.#batch;
  }
}
