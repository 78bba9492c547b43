import { lifted } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import { PropertySuite } from '../../properties/suite.ts';
import { Oracle } from '../oracle/oracle.ts';
import type { Violation } from '../oracle/verdict.ts';
import { noAnswerProblem } from '../trace/no-answer.ts';
import { EXPLAINED } from './explained.ts';
import type { JudgedBy } from './judge.ts';
import type { TieredJudge } from './tiered-judge.ts';

/** What is wrong with a trace: a violation, or what goes beyond an assumption. */
export interface Failure {
  readonly violation: Violation;
  readonly isDoubt: boolean;
}

/** What a judge that has seen a trace has against it. */
export function failureOf(judge: TieredJudge): Failure | undefined {
  if (judge.violation !== undefined) return { violation: judge.violation, isDoubt: false };
  return judge.finalDoubt === undefined ? undefined : { violation: judge.finalDoubt, isDoubt: true };
}

/**
 * Whether two violations are the same finding. A monitor counts and names what went before, so that its argument may
 * change with it; what the model says of a step is all there is to tell one refusal from another.
 */
export function isAlike(one: Violation, other: Violation): boolean {
  const { property, requirements } = one;
  const partsOf = ({ parts }: Violation) => (property === EXPLAINED ? parts : parts.map(({ part }) => part));
  return (
    property === other.property &&
    requirements.join() === other.requirements.join() &&
    JSON.stringify(partsOf(one)) === JSON.stringify(partsOf(other))
  );
}

/**
 * Asks everybody of the step at which a trace fails, where a judge is content with the first who objects: the answer to
 * a copy may be wrong in itself, and be no answer at all once its source was never written.
 */
export class Objections {
  readonly #suite: PropertySuite;
  readonly #oracle: Oracle;
  #properties: readonly string[] = [];
  #steps = 0;

  constructor({ setup, profile }: Pick<JudgedBy, 'setup' | 'profile'>, isDoubt: boolean) {
    const judgedBy = isDoubt || profile.strict ? profile : lifted(profile);
    this.#suite = new PropertySuite(propertiesUnder(judgedBy), setup, judgedBy);
    this.#oracle = new Oracle(setup, judgedBy);
  }

  /** Takes a step into account, up to the one at which the trace fails. */
  see(seen: ObservedStep): void {
    // Of a step that was not answered there is nothing else to say.
    if (noAnswerProblem(seen.observation) !== undefined) return;
    this.#properties = this.#suite.see(seen).map(({ property }) => property.id);
    if (this.#oracle.verdict === 'conforms') this.#oracle.see(seen);
    this.#steps += 1;
  }

  /** Whether nobody objects here who does not there, and the model has the same to say of the step. */
  isWithin(other: Objections): boolean {
    const due = other.#due();
    return this.#properties.every((id) => other.#properties.includes(id)) && (due === 'lost' || this.#due() === due);
  }

  /** In which parts the last step is not as the model has it; `lost` where the model did not get that far. */
  #due(): string {
    const { verdict, violation } = this.#oracle;
    if (verdict === 'conforms') return '';
    return violation?.stepIndex === this.#steps - 1 ? JSON.stringify(violation.parts) : 'lost';
  }
}
