import { type Profile, type Setup, type Step, withoutErrorInside } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Property } from '../../properties/property.ts';
import { type Finding, PropertySuite } from '../../properties/suite.ts';
import type { Admissible } from '../oracle/admissible.ts';
import type { InferredBeginning } from '../oracle/beginnings.ts';
import type { ModelCoverage } from '../oracle/model-coverage.ts';
import { Oracle } from '../oracle/oracle.ts';
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

/** The oracle and the monitors of the chosen properties, watching one trace, by a profile as it stands. */
export class Judge {
  readonly suite: PropertySuite;
  /** The transient answers there were. */
  readonly lost = new LostAnswers();
  readonly #oracle: Oracle | undefined;
  readonly #transientErrors: boolean;
  #violation: Violation | undefined;
  #steps = 0;

  constructor({ setup, profile, properties, oracle, coverage }: JudgedBy) {
    this.#transientErrors = profile.transientErrors;
    this.suite = new PropertySuite(properties, setup, profile);
    this.#oracle = oracle ? new Oracle(setup, profile) : undefined;
    if (coverage !== undefined) this.#oracle?.countParts(coverage);
  }

  /** Takes a step into account; monitors speak first, as they name the property. */
  see(given: ObservedStep): Verdict {
    if (this.#violation !== undefined) return 'violates';
    const seen = withoutErrorInside(given);
    const unanswered = noAnswerProblem(seen.observation);
    if (unanswered !== undefined) {
      this.#violation = unansweredStep(seen, this.#steps, unanswered);
      return 'violates';
    }
    this.#violation = violationOf(this.suite.see(seen)[0]);
    // The oracle sees every step, or it would lose track; what it says counts where no monitor spoke.
    const mayBeLost = this.#transientErrors && this.suite.ledger.mayBeLost(seen);
    const verdict = this.#oracle?.see(seen) ?? 'conforms';
    if (this.#transientErrors)
      this.lost.see(seen, this.#oracle?.verdict === 'conforms' ? this.#oracle.isTransient : mayBeLost);
    if (verdict === 'violates') this.#violation ??= this.#oracle?.violation;
    this.#steps++;
    return this.#violation === undefined ? verdict : 'violates';
  }

  /** Takes note that the trace is over: some properties judge the whole of it. */
  end(): void {
    this.#violation ??= violationOf(this.suite.end()[0]);
  }

  /** The first violation. */
  get violation(): Violation | undefined {
    return this.#violation;
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
