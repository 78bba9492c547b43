import type { Beginning } from '../../model/index.ts';

/** Beginnings kept of one trace; of longer ones the rest is only counted. */
const MOST_KEPT = 10_000;
/** Ways in which one thing may have been that are told. */
const MOST_WAYS = 8;

/** Something that has to have been so before the first step, and the step that shows it. */
export interface InferredBeginning {
  /** In one of these ways: of each that explains the step one. */
  readonly ways: readonly Beginning[];
  /** Index of the step, counted from 0. */
  readonly stepIndex: number;
}

/** What a trace that begins in the middle shows of what was there before. */
export class Beginnings {
  readonly #inferred = new Map<string, InferredBeginning>();
  /** What the first way in which the step is explained takes for so, and how else the others have the same things. */
  readonly #ofStep = new Map<string, Map<string, Beginning>>();
  #isFirst = true;

  /** One way in which the step is explained takes this for so. */
  note(beginnings: readonly Beginning[]): void {
    for (const beginning of beginnings) {
      const thing = thingOf(beginning);
      if (this.#inferred.has(thing)) continue;
      const ways = this.#ofStep.get(thing) ?? (this.#isFirst ? new Map<string, Beginning>() : undefined);
      if (ways === undefined || ways.size === MOST_WAYS) continue;
      ways.set(JSON.stringify(beginning), beginning);
      this.#ofStep.set(thing, ways);
    }
    this.#isFirst = false;
  }

  /** The step is explained, and there are no more ways. */
  settle(stepIndex: number): void {
    this.#isFirst = true;
    for (const [thing, ways] of this.#ofStep)
      if (this.#inferred.size < MOST_KEPT) this.#inferred.set(thing, { ways: [...ways.values()], stepIndex });
    this.#ofStep.clear();
  }

  /** All that was inferred, in the order in which it was. */
  inferred(): readonly InferredBeginning[] {
    return [...this.#inferred.values()];
  }
}

/** What a beginning is about, as text. */
function thingOf(beginning: Beginning): string {
  switch (beginning.about) {
    case 'object':
      return JSON.stringify([beginning.about, beginning.bucket, beginning.key]);
    case 'rule':
    case 'bucket':
      return JSON.stringify([beginning.about, beginning.bucket]);
    case 'policy':
      return JSON.stringify([beginning.about, beginning.bucket, beginning.by]);
    case 'cache':
      return JSON.stringify([beginning.about, beginning.bucket, beginning.by, beginning.kmsKeyArn]);
    case 'kmsKey':
      return JSON.stringify([beginning.about, beginning.arn]);
  }
}
