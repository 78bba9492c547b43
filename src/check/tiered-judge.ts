import { lifted, type Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { PropertySuite } from '../../properties/suite.ts';
import type { Admissible } from '../oracle/admissible.ts';
import type { InferredBeginning } from '../oracle/beginnings.ts';
import type { Verdict, Violation } from '../oracle/verdict.ts';
import { Judge, type JudgedBy } from './judge.ts';
import { onlyIf } from './only-if.ts';

/**
 * Steps kept to be judged again when a trace goes beyond an assumption. A longer trace is judged twice from there on,
 * so that memory does not grow with it.
 */
const MOST_KEPT = 10_000;

/**
 * Judges one trace in tiers: what the profile admits conforms; what it admits only with its assumptions lifted to their
 * outer bounds is a doubt, and the verdict `unknown`; all else violates. Until the first doubt the lifted judge is
 * idle, and then it is told what has been.
 */
export class TieredJudge {
  readonly #by: JudgedBy;
  readonly #within: Judge;
  #beyond: Judge | undefined;
  /** What has been seen so far; undefined where it is more than is kept. */
  #seen: ObservedStep[] | undefined;

  constructor(by: JudgedBy) {
    // Each step is counted once.
    this.#by = { ...by, coverage: undefined };
    this.#within = new Judge(by);
    this.#seen = by.profile.strict ? undefined : [];
  }

  /** Takes a step into account. */
  see(seen: ObservedStep): Verdict {
    if (this.#isDoubted) {
      if (this.#seen?.length === MOST_KEPT) this.#seen = undefined;
      this.#seen?.push(seen);
      return this.#beyond?.see(seen) === 'violates' ? 'violates' : 'unknown';
    }
    this.#keep(seen);
    const verdict = this.#within.see(seen);
    if (this.#by.profile.strict) return verdict;
    if (verdict === 'violates') this.#lift();
    return this.#isDoubted && this.#beyond?.violation === undefined ? 'unknown' : verdict;
  }

  /** Takes note that the trace is over. No assumption excuses what the whole of it violates. */
  end(): void {
    if (!this.#isDoubted && this.#within.settle() === 'violates' && !this.#by.profile.strict) this.#lift();
    if (!this.#isDoubted) this.#within.end();
    this.#beyond?.end();
  }

  /** Whether requests have taken time, so that not all steps were judged by the monitors. */
  get isOverlapped(): boolean {
    return this.#within.isOverlapped;
  }

  #lift(): void {
    this.#beyond ??= liftedJudge(this.#by, this.#seen ?? []);
  }

  /** What the properties have had to say, by the judge that counts. */
  get suite(): PropertySuite {
    return (this.#isDoubted ? this.#beyond : undefined)?.suite ?? this.#within.suite;
  }

  /** The first violation that no assumption excuses. */
  get violation(): Violation | undefined {
    if (!this.#isDoubted) return this.#within.violation;
    const beyond = this.#beyond?.violation;
    // Of the same step the stricter judge says what the user has to do with.
    return beyond?.stepIndex === this.#within.violation?.stepIndex ? this.#within.violation : beyond;
  }

  /** What first goes beyond an assumption; `onlyIf` is not worked out. Undefined where there is a violation. */
  get doubt(): Violation | undefined {
    return this.violation === undefined ? this.#within.violation : undefined;
  }

  /**
   * What is to be said of the whole trace beside a violation: a {@link doubt}, or answers that were nothing but errors.
   */
  get finalDoubt(): Violation | undefined {
    if (this.violation !== undefined) return undefined;
    return this.doubt ?? this.#within.lost.doubt();
  }

  /** {@link finalDoubt} with what has to be so. This may judge the trace again, several times. */
  explainedDoubt(): Violation | undefined {
    const { finalDoubt: doubt } = this;
    if (doubt === undefined || doubt.onlyIf !== undefined) return doubt;
    const bound = this.#beyond?.unknownBecause;
    const sentence =
      bound === undefined
        ? onlyIf(this.#by, this.#seen)
        : `it goes beyond what is assumed, and how far is not settled: ${bound}`;
    return { ...doubt, onlyIf: sentence };
  }

  /** What has to have been so before the first step, by the judge that counts. */
  get beginnings(): readonly InferredBeginning[] {
    return (this.#isDoubted ? this.#beyond : undefined)?.beginnings ?? this.#within.beginnings;
  }

  /** Answers so far that nothing but an error of S3 itself explains. */
  get transientErrors(): number {
    return Math.max(this.#within.lost.count, this.#beyond?.lost.count ?? 0);
  }

  /** What a step may answer by the model of the judge that counts, in at most so many outcomes. */
  admissible(step: Step, most: number): Admissible | undefined {
    return ((this.#isDoubted ? this.#beyond : undefined) ?? this.#within).admissible(step, most);
  }

  /** The bound an oracle hit, if one did. */
  get unknownBecause(): string | undefined {
    return this.#within.unknownBecause ?? (this.#isDoubted ? this.#beyond?.unknownBecause : undefined);
  }

  get #isDoubted(): boolean {
    return this.#within.violation !== undefined && this.#beyond !== undefined;
  }

  #keep(seen: ObservedStep): void {
    this.#seen?.push(seen);
    if (this.#seen !== undefined && this.#seen.length > MOST_KEPT) {
      this.#beyond = liftedJudge(this.#by, this.#seen.slice(0, -1));
      this.#seen = undefined;
    }
    if (this.#seen === undefined) this.#beyond?.see(seen);
  }
}

function liftedJudge(by: JudgedBy, steps: readonly ObservedStep[]): Judge {
  const judge = new Judge({ ...by, profile: lifted(by.profile) });
  for (const seen of steps) judge.see(seen);
  return judge;
}
