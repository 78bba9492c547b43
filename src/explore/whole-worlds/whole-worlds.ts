import {
  forEachResult,
  type perform,
  type Seen,
  type Step,
  type StepResult,
  stepBy,
  type World,
} from '../../../model/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import { observationOfOutcome } from '../../suts/model-sut.ts';
import { Coverage } from '../coverage.ts';
import { type Broken, NONE } from '../memo/action-runner.ts';
import { stateOf } from '../parts/state-of.ts';
import { type Judges, SHIPPED } from '../questions/judges.ts';
import { type ExploreScope, isBeyond, stepAt, tickOf } from '../scope.ts';
import type { Link } from '../search/link.ts';
import { States } from '../search/states.ts';
import { Successors } from '../search/successors.ts';
import { MismatchError } from './mismatch-error.ts';

/** Of opaque ETags nothing is seen but that they are opaque. */
export const UNSEEN: Seen = { etag: () => undefined };

/** A path through a scope as the model takes it from whole world to whole world. */
export interface WholePath {
  readonly world: World;
  /** The world it begins with, and that after each step. */
  readonly worlds: readonly World[];
  /** The state that an exploration has in place of the world. */
  readonly state: ArrayLike<number>;
  /** What happened and was seen; ticks show in the times alone. */
  readonly steps: readonly ObservedStep[];
  /** The same in a few words each, ticks included. */
  readonly told: readonly string[];
}

/** What an action leads to in a whole world, and in the state that stands for it. */
export interface ComparedAction {
  /** All results in the world. */
  readonly results: readonly StepResult[];
  /** What breaks in the state, whether or not it does so in the world. */
  readonly broken: Broken | undefined;
  /** A result that only the world has, or that the world has once more than the state. */
  readonly surplus: StepResult | undefined;
  /** What a result answers that only the state has, as JSON. */
  readonly missing: string | undefined;
}

/**
 * Takes paths that an exploration has found on whole worlds, by the model's own step, and holds the one to the other.
 * A whole world still has all that a state leaves out: what is over, the numbers of things, the order of lists. The
 * results of an action may stand in another order there, so a result is known by the state it leads to.
 */
export class WholeWorlds {
  readonly successors: Successors;
  readonly judges: Judges;
  readonly #scope: ExploreScope;
  readonly #act: typeof perform;

  /**
   * @param act - the model, or a wrapper that watches or spoils what it does
   * @param successors - those that a search has looked up; without them, whatever follows is worked out anew
   */
  constructor(scope: ExploreScope, act: typeof perform, judges: Judges = SHIPPED, successors?: Successors) {
    this.#scope = scope;
    this.#act = act;
    this.judges = judges;
    this.successors = successors ?? new Successors(scope, new Coverage(), act, judges);
  }

  /**
   * Takes a path.
   *
   * @param etagOf - the opaque ETag that is seen in the step of an index, if any
   * @throws MismatchError where the model does not lead where the exploration says
   */
  follow(path: readonly Link[], etagOf?: (step: number) => string): WholePath {
    const { initial, layout } = this.successors;
    let { world } = this.successors;
    let state: ArrayLike<number> = initial;
    const steps: ObservedStep[] = [];
    const worlds = [world];
    const told: string[] = [];
    for (const link of path) {
      const next = this.after(state, link);
      if (link.action === tickOf(this.#scope)) {
        world = this.later(world);
        if (!isSame(stateOf(layout, world), next)) throw this.mismatch(told, 'a tick leads to another state');
        told.push('a tick');
      } else {
        const etag = etagOf?.(steps.length);
        const step = this.stepOf(link.action, world);
        const result = this.#resultTo(next, world, step, link, etag === undefined ? UNSEEN : { etag: () => etag });
        if (result === undefined)
          throw this.mismatch(told, `${wordsOf(step)} leads nowhere the exploration says it does`);
        world = result.world;
        worlds.push(world);
        steps.push({ step, observation: observationOfOutcome(result.outcome) });
        told.push(wordsOf(step));
      }
      state = next;
    }
    return { world, worlds, state, steps, told };
  }

  /** The state after a link. */
  after(state: ArrayLike<number>, link: Link): ArrayLike<number> {
    const change = this.successors.changeTo(link, state, 0);
    return change === undefined ? state : this.made(change.number, state);
  }

  /** The state that a change makes of another. */
  made(change: number, state: ArrayLike<number>): ArrayLike<number> {
    const rows = new States(state.length);
    this.successors.apply(change, rows, rows.add(state, 0));
    return rows.items.slice(0, state.length);
  }

  /** All results of a step in a whole world. */
  resultsOf(world: World, step: Step, seen: Seen = UNSEEN): readonly StepResult[] {
    const results: StepResult[] = [];
    const keep = (result: StepResult) => {
      if (!isBeyond(this.#scope, result.world)) results.push(result);
      return true;
    };
    forEachResult(world, step, seen, keep, (...given) => stepBy(this.#act, ...given));
    return results;
  }

  /** Compares all that an action leads to in a world and in its state. */
  compared({ world, state }: WholePath, place: number): ComparedAction {
    const { successors } = this;
    const results = this.resultsOf(world, this.stepOf(place, world));
    const explored = successors.of(place, state, 0);
    const inState = new Map<string, string>();
    for (const { answer, change } of explored.answered) {
      const after = change === NONE ? state : this.made(change, state);
      const text = successors.answers[answer] ?? '';
      inState.set(`${text} ${Array.from(after).join()}`, text);
    }
    const inWorld = new Map<string, StepResult>(
      results.map((result) => {
        const after = stateOf(successors.layout, result.world);
        return [`${JSON.stringify(result.outcome)} ${after.join()}`, result] as const;
      }),
    );
    const alone = [...inWorld].find(([text]) => !inState.has(text))?.[1];
    const isMore = results.length !== explored.results ? results.at(-1) : undefined;
    const missing = [...inState].find(([text]) => !inWorld.has(text))?.[1];
    return { results, broken: explored.broken, surplus: alone ?? isMore, missing };
  }

  /** The world one tick later. */
  later(world: World): World {
    return { ...world, nowMs: world.nowMs + this.#scope.tickMs };
  }

  /** An action of the scope, now. */
  stepOf(place: number, { nowMs }: World): Step {
    const action = this.#scope.actions[place];
    if (action === undefined) throw new RangeError(`the scope ${this.#scope.name} has no action ${place}`);
    return stepAt(action, nowMs);
  }

  /** That states and whole worlds are two things. */
  mismatch(told: readonly string[], problem: string): MismatchError {
    return new MismatchError(this.#scope.name, told, problem);
  }

  /** Of all results that lead to a state the one at the place where the exploration has it, else the first. */
  #resultTo(
    state: ArrayLike<number>,
    world: World,
    step: Step,
    { result: place }: Link,
    seen: Seen,
  ): StepResult | undefined {
    const results = this.resultsOf(world, step, seen);
    const leadsThere = (result: StepResult) => isSame(stateOf(this.successors.layout, result.world), state);
    const expected = results[place];
    return expected !== undefined && leadsThere(expected) ? expected : results.find(leadsThere);
  }
}

/** Whether two states are one. */
export function isSame(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  for (let place = 0; place < one.length; place++) if (one[place] !== other[place]) return false;
  return true;
}

/** A step in a few words. */
export function wordsOf({ by, event }: Step): string {
  const about = ['bucket', 'key', 'keyId'].flatMap((field) => {
    const value: unknown = Reflect.get(event, field);
    return typeof value === 'string' ? [value] : [];
  });
  return [by, event.op, about.join('/')].filter((word) => word !== null && word !== '').join(' ');
}
