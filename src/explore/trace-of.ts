import type { perform, Step, StepResult, World } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { transitionOf } from '../../properties/transition-of.ts';
import { described } from '../profile/described-profile.ts';
import { observationOfOutcome } from '../suts/model-sut.ts';
import { TRACE_FORMAT } from '../trace/trace.ts';
import { ANSWERED, type BrokenInvariant, firstBroken } from './invariants.ts';
import { type Judges, SHIPPED } from './questions/judges.ts';
import type { Question } from './questions/question.ts';
import type { ExploreScope } from './scope.ts';
import { ENDED } from './search/ended-check.ts';
import type { Link } from './search/link.ts';
import type { ToldTrace } from './told-trace.ts';
import { type WholePath, WholeWorlds, wordsOf } from './whole-worlds/whole-worlds.ts';

/**
 * Makes traces of paths through a scope, by the model itself on whole worlds. Ticks are no steps of a trace: they show
 * in the times of those that follow.
 */
export class Traces {
  readonly #scope: ExploreScope;
  readonly #wholes: WholeWorlds;

  constructor(scope: ExploreScope, act: typeof perform, judges: Judges = SHIPPED) {
    this.#scope = scope;
    this.#wholes = new WholeWorlds(scope, act, judges);
  }

  /** The trace of a path. */
  of(path: readonly Link[]): ToldTrace {
    return this.#told(this.#wholes.follow(path, etagOf));
  }

  /**
   * The trace of a path that is followed by a broken result.
   *
   * @throws MismatchError where the model breaks nothing there
   */
  broken(path: readonly Link[], action: number, broken: BrokenInvariant): ToldTrace {
    const whole = this.#wholes.follow(path, etagOf);
    const step = this.#wholes.stepOf(action, whole.world);
    const last = this.#brokenStep(whole, step, action, broken.id);
    if (last !== undefined) return this.#told(whole, last);
    throw this.#wholes.mismatch(
      whole.told,
      `${wordsOf(step)} breaks ${broken.id} in the state alone: ${broken.reason}`,
    );
  }

  /**
   * The trace of a path that is followed by a transition which answers a question.
   *
   * @throws MismatchError where none does
   */
  reached(path: readonly Link[], action: number, { name, isSo }: Question): ToldTrace {
    const whole = this.#wholes.follow(path, etagOf);
    const { world, steps, told } = whole;
    const step = this.#wholes.stepOf(action, world);
    const etag = () => etagOf(steps.length);
    const result = this.#wholes.resultsOf(world, step, { etag }).find((one) => isSo(transitionOf(world, step, one)));
    if (result === undefined) throw this.#wholes.mismatch(told, `${wordsOf(step)} is ${name} in the state alone`);
    return this.#told(whole, seenOf(step, result));
  }

  #brokenStep(whole: WholePath, step: Step, action: number, id: string): LastStep | undefined {
    switch (id) {
      case ANSWERED.id:
        return this.#unanswered(whole.world, step);
      case ENDED.id: {
        const { surplus } = this.#wholes.compared(whole, action);
        return surplus && seenOf(step, surplus);
      }
      default:
        return this.#refused(whole, step, id);
    }
  }

  /** A step of which some result breaks an invariant. */
  #refused({ world, steps }: WholePath, step: Step, id: string): LastStep | undefined {
    const invariants = this.#wholes.judges.invariants.filter((one) => one.id === id);
    const etag = () => etagOf(steps.length);
    const result = this.#wholes
      .resultsOf(world, step, { etag })
      .find((one) => firstBroken(invariants, transitionOf(world, step, one)) !== undefined);
    return result && seenOf(step, result);
  }

  /** A step that breaks down. What is seen of it is what S3 would make of that (E-45). */
  #unanswered(world: World, step: Step): LastStep | undefined {
    try {
      this.#wholes.resultsOf(world, step);
      return undefined;
    } catch {
      return { seen: { step, observation: BROKEN_DOWN }, world };
    }
  }

  #told({ steps, worlds }: WholePath, last?: LastStep): ToldTrace {
    return last === undefined
      ? toldIn(this.#scope, steps, worlds)
      : toldIn(this.#scope, [...steps, last.seen], [...worlds, last.world]);
  }
}

/** The story of steps in a scope, with the world before them and those after each. */
export function toldIn(
  { name, setup, profile }: ExploreScope,
  steps: readonly ObservedStep[],
  worlds: readonly World[],
): ToldTrace {
  const header = {
    bucketkeyTrace: TRACE_FORMAT,
    profile: described(profile),
    sut: `model (scope ${name})`,
    seed: 0,
    setup,
  };
  return { trace: { header, steps }, worlds };
}

/** What is seen of a step that breaks down: what S3 would make of that (E-45). */
export const BROKEN_DOWN = { status: 500, code: 'InternalError' } as const;

/** The step at the end of a path, and the world after it. */
interface LastStep {
  readonly seen: ObservedStep;
  readonly world: World;
}

function seenOf(step: Step, { outcome, world }: StepResult): LastStep {
  return { seen: { step, observation: observationOfOutcome(outcome) }, world };
}

/** An opaque ETag of its own for each step: no two writes share one. */
function etagOf(step: number): string {
  return (step + 1).toString(16).padStart(32, '0');
}
