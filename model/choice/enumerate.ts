import type { Step } from '../alphabet/event.ts';
import type { StepResult } from '../step/step.ts';
import { step } from '../step/step.ts';
import type { World } from '../world/world.ts';
import type { ChoicePoint, Chooser } from './choice.ts';

/** What was seen of a step that resolves some of its choices at once. */
export interface Seen {
  /** The opaque ETag that was seen, if it can be one for content of this MD5. */
  readonly etag: (md5: string) => string | undefined;
  /** See {@link Chooser.kmsUnseen}. */
  readonly kmsUnseen: boolean;
}

/** A choice that was made: the option taken at a point. */
export interface MadeChoice {
  readonly point: ChoicePoint;
  readonly option: unknown;
}

/** Takes the first option everywhere but along a given path, and moves from path to path in lexical order. */
class Tape implements Chooser {
  readonly kmsUnseen: boolean;
  readonly opaqueEtag: (md5: string) => string | undefined;
  readonly #taken: number[] = [];
  readonly #widths: number[] = [];
  #position = 0;

  constructor(seen: Seen) {
    this.kmsUnseen = seen.kmsUnseen;
    this.opaqueEtag = seen.etag;
  }

  pick(_point: ChoicePoint, options: readonly unknown[]): number {
    const at = this.#position++;
    if (at === this.#taken.length) {
      this.#taken.push(0);
      this.#widths.push(options.length);
    }
    return this.#taken[at] ?? 0;
  }

  /** Moves on to the next path; false when there is none. */
  advance(): boolean {
    this.#position = 0;
    while (this.#taken.length > 0) {
      const last = this.#taken.length - 1;
      const next = (this.#taken[last] ?? 0) + 1;
      if (next < (this.#widths[last] ?? 0)) {
        this.#taken[last] = next;
        return true;
      }
      this.#taken.pop();
      this.#widths.pop();
    }
    return false;
  }
}

/**
 * Every admissible result of a step, one for each way to resolve what is open, in a fixed order; stops when `visit` answers false.
 * `take` is {@link step} or wraps it, to watch or to spoil what it does.
 */
export function forEachResult(
  world: World,
  input: Step,
  seen: Seen,
  visit: (result: StepResult) => boolean,
  take: typeof step = step,
): void {
  forEachWay(seen, (chooser) => visit(take(world, input, chooser)));
}

/** Calls `walk` with one chooser after another, for every way to resolve what it asks them, in a fixed order; stops when it answers false. */
export function forEachWay(seen: Seen, walk: (chooser: Chooser) => boolean): void {
  const tape = new Tape(seen);
  do {
    if (!walk(tape)) return;
  } while (tape.advance());
}

/**
 * The choices behind one result of {@link forEachResult}, by its place in the order.
 *
 * @throws RangeError when there is no such result.
 */
export function choicesOf(world: World, input: Step, seen: Seen, place: number): readonly MadeChoice[] {
  const tape = new Tape(seen);
  for (let i = 0; i < place; i++) {
    step(world, input, tape);
    if (!tape.advance()) throw new RangeError(`the step has no result ${place}`);
  }
  const made: MadeChoice[] = [];
  step(world, input, {
    kmsUnseen: seen.kmsUnseen,
    opaqueEtag: seen.etag,
    pick(point, options) {
      const index = tape.pick(point, options);
      made.push({ point, option: options[index] });
      return index;
    },
  });
  return made;
}
