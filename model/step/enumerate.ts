import type { ChoicePoint, Chooser, PastChooser } from '../openness/choice.ts';
import type { World } from '../store/world.ts';
import type { Beginning } from '../vocabulary/beginning.ts';
import type { Step } from '../vocabulary/events/event.ts';
import type { KmsOutage, ObservedKmsCall } from '../vocabulary/kms-call.ts';
import type { Observation } from '../vocabulary/observation.ts';
import type { StepResult } from './step.ts';
import { step } from './step.ts';

/** What was seen of a step that resolves some of its choices at once. */
export interface Seen {
  /** The opaque ETag that was seen, if it can be one for content of this MD5. */
  readonly etag: (md5: string) => string | undefined;
  /** The version id that was seen; left out where nobody looked. */
  readonly versionId?: () => string | null | undefined;
  /** The ETag of an object made of parts, if it is known, see {@link Chooser.multipartEtag}. */
  readonly multipartEtag?: (parts: readonly string[]) => string | undefined;
  /** How KMS was seen to fail by itself; left out where nobody looked. */
  readonly kmsOutages?: () => readonly KmsOutage[];
  /** Its KMS calls; left out where nobody looked. */
  readonly kmsCalls?: () => readonly ObservedKmsCall[];
  /** All that was seen; only where something of the past is to be told from it. */
  readonly observation?: Observation;
}

/** A choice that was made: the option taken at a point. */
export interface MadeChoice {
  readonly point: ChoicePoint;
  readonly option: unknown;
}

/**
 * Every way to resolve a step in turn: takes the first option everywhere but along a path, and moves from path to path
 * in lexical order.
 */
export class ChoiceEnumerator implements Chooser {
  /** What the step that is resolved takes for so of the time before the trace. */
  readonly inferred: Beginning[] = [];
  readonly #seen: Seen;
  readonly #taken: number[] = [];
  readonly #widths: number[] = [];
  #position = 0;

  constructor(seen: Seen) {
    this.#seen = seen;
  }

  opaqueEtag(md5: string): string | undefined {
    return this.#seen.etag(md5);
  }

  seenVersionId(): string | null | undefined {
    return this.#seen.versionId?.();
  }

  multipartEtag(parts: readonly string[]): string | undefined {
    return this.#seen.multipartEtag?.(parts);
  }

  kmsOutages(): readonly KmsOutage[] {
    return this.#seen.kmsOutages?.() ?? [];
  }

  seenKmsCalls(): readonly ObservedKmsCall[] {
    return this.#seen.kmsCalls?.() ?? [];
  }

  /** What is not known of the past is resolved in the same way; undefined where nothing was seen to go by. */
  get past(): PastChooser | undefined {
    const { observation } = this.#seen;
    if (observation === undefined) return undefined;
    return {
      observed: observation,
      pick: (options) => this.#pick(options),
      infer: (beginning) => void this.inferred.push(beginning),
    };
  }

  pickVersion(options: readonly unknown[]): number {
    return this.#pick(options);
  }

  pick(_point: ChoicePoint, options: readonly unknown[]): number {
    return this.#pick(options);
  }

  #pick(options: readonly unknown[]): number {
    const at = this.#position++;
    if (at === this.#taken.length) {
      this.#taken.push(0);
      this.#widths.push(options.length);
    }
    return this.#taken[at] ?? 0;
  }

  /** Goes back to the first path, wherever it was left. */
  restart(): void {
    this.#taken.length = 0;
    this.#widths.length = 0;
    this.#position = 0;
    this.inferred.length = 0;
  }

  /** Moves on to the next path; false when there is none, and then back to the first. */
  advance(): boolean {
    this.#position = 0;
    this.inferred.length = 0;
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
 * Every admissible result of a step, one for each way to resolve what is open, in a fixed order; stops when `visit`
 * answers false. `take` is {@link step} or wraps it, to watch or to spoil what it does.
 */
export function forEachResult(
  world: World,
  input: Step,
  seen: Seen,
  visit: (result: StepResult) => boolean,
  take: typeof step = step,
): void {
  forEachChooser(seen, (chooser) => visit(take(world, input, chooser)));
}

/**
 * Calls `walk` with one chooser after another, for every way to resolve what it asks them, in a fixed order; stops when
 * it answers false.
 */
export function forEachChooser(seen: Seen, walk: (chooser: Chooser) => boolean): void {
  const enumerator = new ChoiceEnumerator(seen);
  do {
    if (!walk(enumerator)) return;
  } while (enumerator.advance());
}

/**
 * The choices behind one result of {@link forEachResult}, by its place in the order.
 *
 * @throws RangeError when there is no such result.
 */
export function choicesOf(world: World, input: Step, seen: Seen, place: number): readonly MadeChoice[] {
  const enumerator = new ChoiceEnumerator(seen);
  for (let i = 0; i < place; i++) {
    step(world, input, enumerator);
    if (!enumerator.advance()) throw new RangeError(`the step has no result ${place}`);
  }
  const made: MadeChoice[] = [];
  step(world, input, {
    opaqueEtag: (md5) => enumerator.opaqueEtag(md5),
    seenVersionId: () => enumerator.seenVersionId(),
    pickVersion: (options) => enumerator.pickVersion(options),
    multipartEtag: (parts) => enumerator.multipartEtag(parts),
    kmsOutages: () => enumerator.kmsOutages(),
    seenKmsCalls: () => enumerator.seenKmsCalls(),
    past: enumerator.past,
    pick(point, options) {
      const index = enumerator.pick(point, options);
      made.push({ point, option: options[index] });
      return index;
    },
  });
  return made;
}
