import { type Profile, type Setup, type Step, withoutErrorInside } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Property } from '../../properties/property.ts';
import { type Finding, PropertySuite } from '../../properties/suite.ts';
import type { Admissible } from '../oracle/admissible.ts';
import type { InferredBeginning } from '../oracle/beginnings.ts';
import type { ModelCoverage } from '../oracle/model-coverage.ts';
import { Oracle } from '../oracle/oracle.ts';
import { isBefore } from '../oracle/some-order.ts';
import type { Verdict, Violation } from '../oracle/verdict.ts';
import { noAnswerProblem } from '../trace/no-answer.ts';
import { LostAnswers } from './lost-answers.ts';
import { unansweredStep } from './system-answers.ts';

/** What a trace is judged by. */
export interface JudgedBy {
  readonly setup: Setup;
  readonly profile: Profile;
  readonly properties: readonly Property[];
  /** Whether the model has to explain each step as well. */
  readonly oracle: boolean;
  /** What counts the parts of the model that explain steps; omitted = nothing does. */
  readonly coverage?: ModelCoverage | undefined;
}

/**
 * The oracle and the monitors of the chosen properties, watching one trace, by a profile as it stands. Requests that
 * take time are judged by the model alone, together with those they overlap, when these are over; the monitors, for
 * which one thing happens after the other, have nothing to say from the first of them on.
 */
export class Judge {
  readonly suite: PropertySuite;
  /** The transient answers there were. */
  readonly lost = new LostAnswers();
  readonly #oracle: Oracle | undefined;
  readonly #transientErrors: boolean;
  #violation: Violation | undefined;
  #steps = 0;
  /** Requests that take time and what overlaps them; undefined as long as none has. */
  #together: ObservedStep[] | undefined;

  constructor({ setup, profile, properties, oracle, coverage }: JudgedBy) {
    this.#transientErrors = profile.transientErrors;
    this.suite = new PropertySuite(properties, setup, profile);
    this.#oracle = oracle ? new Oracle(setup, profile) : undefined;
    if (coverage !== undefined) this.#oracle?.countParts(coverage);
  }

  /** Takes a step into account; monitors speak first, as they name the property. */
  see(given: ObservedStep): Verdict {
    if (this.#isRefused) return 'violates';
    const seen = withoutErrorInside(given);
    if (seen.endMs !== undefined) this.#together ??= [];
    if (this.#together?.every((earlier) => isBefore(earlier, seen)) === true && this.settle() === 'violates')
      return 'violates';
    const unanswered = noAnswerProblem(seen.observation);
    if (unanswered !== undefined) {
      this.#violation = unansweredStep(seen, this.#steps + (this.#together?.length ?? 0), unanswered);
      return 'violates';
    }
    if (this.#together !== undefined) {
      this.#together.push(seen);
      return this.#oracle?.verdict ?? 'conforms';
    }
    this.#violation = violationOf(this.suite.see(seen)[0]);
    // The oracle sees every step, or it would lose track; what it says counts where no monitor spoke.
    const mayBeLost = this.#transientErrors && this.suite.ledger.mayBeLost(seen);
    const verdict = this.#oracle?.see(seen) ?? 'conforms';
    if (this.#transientErrors)
      this.lost.see(seen, this.#oracle?.verdict === 'conforms' ? this.#oracle.isTransient : mayBeLost);
    this.#steps++;
    return this.#violation === undefined ? verdict : 'violates';
  }

  /** Judges the requests that were under way: all are over. */
  settle(): Verdict {
    const group = this.#together ?? [];
    if (group.length > 0) {
      this.#together = [];
      this.#oracle?.seeTogether(group);
      this.#steps += group.length;
    }
    return this.#violation === undefined ? (this.#oracle?.verdict ?? 'conforms') : 'violates';
  }

  /** Takes note that the trace is over: some properties judge the whole of it. */
  end(): void {
    this.settle();
    if (!this.isOverlapped && !this.#isRefused) this.#violation = violationOf(this.suite.end()[0]);
  }

  /** Whether requests have taken time, so that not all steps were judged by the monitors. */
  get isOverlapped(): boolean {
    return this.#together !== undefined;
  }

  get #isRefused(): boolean {
    return this.#violation !== undefined || this.#oracle?.verdict === 'violates';
  }

  /** The first violation. Of requests that overlap it is worked out when somebody asks. */
  get violation(): Violation | undefined {
    return this.#violation ?? this.#oracle?.violation;
  }

  /** What has to have been so before the first step, where the setup leaves that unknown. */
  get beginnings(): readonly InferredBeginning[] {
    return this.#oracle?.beginnings ?? [];
  }

  /** What a step may answer by the model, in at most so many outcomes; undefined where it does not take part. */
  admissible(step: Step, most: number): Admissible | undefined {
    return this.#oracle?.admissible(step, most);
  }

  /** The bound the oracle hit, if it did. */
  get unknownBecause(): string | undefined {
    return this.#oracle?.unknownBecause;
  }
}

function violationOf(found: Finding | undefined): Violation | undefined {
  if (found === undefined) return undefined;
  const { property, stepIndex, reason, requirements, parts } = found;
  return { property: property.id, title: property.title, requirements, stepIndex, reason, parts, nearest: [] };
}
