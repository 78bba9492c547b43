import type { Chooser } from '../openness/choice.ts';
import { sweep } from '../store/sweep.ts';
import { copyScalars, NO_SCALARS, type Scalars } from '../store/tables.ts';
import { WorkingDraft } from '../store/working-draft.ts';
import type { World } from '../store/world.ts';
import type { Step } from '../vocabulary/events/event.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { perform } from './step.ts';

/**
 * A world that takes steps in place, for whoever goes along a trace: it costs less than making a new world for each
 * step, and the last step can be taken back, to try another choice.
 */
export class WorkingWorld {
  readonly #draft: WorkingDraft;
  /** What there was when the last step began. */
  readonly #before: Scalars = { ...NO_SCALARS };
  #beforeMs: number;

  /** @param world - where to start; it stays as it is */
  constructor(world: World) {
    this.#draft = new WorkingDraft(world, world.nowMs);
    copyScalars(world, this.#before);
    this.#beforeMs = world.nowMs;
  }

  /**
   * Takes a step.
   *
   * @throws RangeError when the requester is not the setup's, or time runs backwards; then nothing has happened.
   */
  take(input: Step, chooser: Chooser): Outcome {
    const draft = this.#draft;
    if (!(input.atMs >= draft.nowMs)) {
      throw new RangeError(`time runs backwards: from ${draft.nowMs} ms to ${input.atMs} ms`);
    }
    this.#begin();
    draft.nowMs = input.atMs;
    try {
      return perform(draft, input, chooser);
    } catch (error) {
      this.takeBack();
      throw error;
    }
  }

  /** Lets a step pass that nothing came of. */
  pass(atMs: number): void {
    this.#begin();
    this.#draft.nowMs = atMs;
    this.#draft.steps++;
  }

  /** Takes the last step back; only once. */
  takeBack(): void {
    copyScalars(this.#before, this.#draft);
    this.#draft.nowMs = this.#beforeMs;
    this.#draft.rollBack();
  }

  /** Another working world, at the same point. */
  fork(): WorkingWorld {
    return new WorkingWorld(this.world());
  }

  /** The world as a value, which further steps leave as it is. */
  world(): World {
    return this.#draft.world();
  }

  /**
   * The world to look at until the next step changes it. What is set in it meanwhile is taken back with the last step.
   */
  get view(): WorkingDraft {
    return this.#draft;
  }

  #begin(): void {
    copyScalars(this.#draft, this.#before);
    this.#beforeMs = this.#draft.nowMs;
    sweep(this.#draft);
    this.#draft.begin();
  }
}
