import {
  mayBeTransient,
  type Observation,
  type Profile,
  type Setup,
  type Step,
  type World,
  withoutErrorInside,
} from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Admissible } from './admissible.ts';
import type { InferredBeginning } from './beginnings.ts';
import { DEFAULT_BOUNDS, type OracleBounds } from './bounds.ts';
import type { BucketKeyUse } from './bucket-key-uses.ts';
import { DecidedPoints, type PointCount } from './decided-points.ts';
import { Frontier } from './frontier.ts';
import { lostMaterialIn } from './lost-material.ts';
import type { ModelCoverage } from './model-coverage.ts';
import { abortedBesideParts, openIn } from './open-beside.ts';
import { unseen } from './seen-step.ts';
import { MOST_STEPS, withAnswersOf } from './smallest-core.ts';
import { inSomeOrder, MOST_TOGETHER } from './some-order.ts';
import type { Verdict, Violation } from './verdict.ts';
import { whyNoOrder } from './why-no-order.ts';

const TOO_MANY_OUTCOMES = 'more outcomes of one step than are looked at';

/**
 * Holds a trace against the model: keeps every world that some admissible choices explain (the frontier). No world left
 * = violation. It knows the model and what was observed, and nothing of the system under test.
 */
export class Oracle {
  #frontier: Frontier;
  readonly #setup: Setup;
  readonly #profile: Profile;
  readonly #bounds: OracleBounds;
  #verdict: Verdict = 'conforms';
  #violation: Violation | undefined;
  /** Present where requests that overlap have no order: what works the violation out, which takes long. */
  #whyNoOrder: (() => Violation | undefined) | undefined;
  #hitBound: string | undefined;
  /** Uploads that may be there although they were aborted (F-200). */
  readonly #lingering = new Set<string>();
  #steps = 0;
  #excusedSteps = 0;

  constructor(setup: Setup, profile: Profile, bounds: OracleBounds = DEFAULT_BOUNDS) {
    this.#setup = setup;
    this.#profile = profile;
    this.#bounds = bounds;
    this.#frontier = new Frontier(setup, profile, bounds);
  }

  /**
   * The verdict on the steps seen so far; final once it is not `conforms`. After {@link excusedSteps} it is about the
   * rest of the trace alone.
   */
  get verdict(): Verdict {
    return this.#verdict;
  }

  /** The violation, when the verdict is `violates`. */
  get violation(): Violation | undefined {
    this.#violation ??= this.#whyNoOrder?.();
    return this.#violation;
  }

  /**
   * The bound that was hit, or what is open of requests that overlapped or of what was before the trace, when the
   * verdict is `unknown`.
   */
  get unknownBecause(): string | undefined {
    return this.#hitBound;
  }

  /**
   * Steps that are explained only without what was excused. Where there are any, the trace as it was seen does not
   * conform, whatever the verdict on the rest: whoever reports it has to say so.
   */
  get excusedSteps(): number {
    return this.#excusedSteps;
  }

  /** Whether the last step is only explained by an answer that says nothing of what was asked (E-45). */
  get isTransient(): boolean {
    return this.#frontier.isTransient;
  }

  /** How many candidate worlds there were at the most. */
  get largestFrontier(): number {
    return this.#frontier.largest;
  }

  /** What has to have been so before the first step, where the setup leaves that unknown. */
  get beginnings(): readonly InferredBeginning[] {
    return this.#frontier.beginnings;
  }

  /**
   * From now on notes which open points decide; a step costs more then.
   *
   * @internal
   */
  countPoints(decided = new DecidedPoints()): void {
    this.#frontier.countPoints(decided);
  }

  /**
   * From now on has the parts counted that the model has in explaining steps.
   *
   * @internal
   */
  countParts(coverage: ModelCoverage): void {
    this.#frontier.countParts(coverage);
  }

  /**
   * How often each open point decided since {@link countPoints}.
   *
   * @internal
   */
  get points(): readonly PointCount[] {
    return this.#frontier.points;
  }

  /** The worlds that explain all that was seen so far. */
  get frontier(): readonly World[] {
    return this.#frontier.worlds;
  }

  /**
   * Takes the next step into account. Does nothing once the verdict is final.
   *
   * @param options - `excuse`: parts of the answer that may differ, since it is known that they do. Where nothing
   * explains the whole answer, what agrees in all other parts does, and the oracle goes on as if nobody had looked at
   * these. The status cannot be excused: it says whether what was asked was done.
   * @throws RangeError when the step is not one of this setup: unknown requester, time running backwards.
   */
  see(given: ObservedStep, options?: { readonly excuse?: readonly Exclude<keyof Observation, 'status'>[] }): Verdict {
    if (this.#verdict !== 'conforms') return this.#verdict;
    const seen = withoutErrorInside(given);
    const verdict = this.#take(seen);
    const parts = options?.excuse;
    return verdict === 'violates' && parts !== undefined ? this.#takeWithout(parts, seen) : verdict;
  }

  /** Takes a step that nothing explains once more, as if nobody had looked at some parts of its answer. */
  #takeWithout(parts: readonly (keyof Observation)[], { step, observation }: ObservedStep): Verdict {
    const violation = this.#violation;
    this.#verdict = 'conforms';
    this.#violation = undefined;
    const verdict = this.#take({ step, observation: unseen(parts, observation) });
    if (verdict === 'conforms') this.#excusedSteps += 1;
    if (verdict === 'violates') this.#violation = violation;
    return verdict;
  }

  #take(seen: ObservedStep): Verdict {
    const taken = this.#frontier.take(seen, this.#mayBeLost(seen), this.#steps);
    if (taken === 'unexplained') return this.#refute(seen);
    if (taken !== 'explained') return this.#giveUp(taken.bound);
    this.#steps++;
    return this.#verdict;
  }

  #mayBeLost({ step, observation }: ObservedStep): boolean {
    return this.#profile.transientErrors && mayBeTransient(step.event, observation);
  }

  #refute(seen: ObservedStep): Verdict {
    const open = openIn([seen], this.#lingering).get(0) ?? lostMaterialIn(this.#setup, [seen]);
    if (open !== undefined) return this.#giveUp(open);
    this.#violation = this.#frontier.whyNot(seen, this.#steps);
    this.#verdict = 'violates';
    return this.#verdict;
  }

  #giveUp(bound: string): Verdict {
    this.#hitBound = `step ${this.#steps + 1}: ${bound}`;
    this.#verdict = 'unknown';
    return this.#verdict;
  }

  /**
   * Why a step is admissible that is about to be seen: the choices of each way in which the model explains it, at most
   * so many, those that explain it alike once. None where nothing explains it.
   */
  explanations(seen: ObservedStep, most = 10): readonly (readonly string[])[] {
    return this.#frontier.explanations(seen, this.#mayBeLost(seen), most);
  }

  /**
   * What a step may answer that nobody has seen yet, in at most so many outcomes; only where the setup tells all that
   * was there, since what was before is told from what is seen. The oracle stays as it is.
   *
   * @internal
   */
  admissible(step: Step, most: number): Admissible {
    return this.#frontier.admissible(step, most);
  }

  /**
   * What a step that is about to be seen does with bucket keys, in each way in which the model explains it. None where
   * nothing explains it, or that is too much to look at.
   *
   * @internal
   */
  bucketKeyUses(seen: ObservedStep): readonly (readonly BucketKeyUse[])[] {
    return this.#frontier.bucketKeyUses(seen, this.#mayBeLost(seen));
  }

  /**
   * Takes steps into account that overlapped, each from its time to its `endMs`: in some order the model has to explain
   * them all. Where lifetimes are assumed and not known, milliseconds do not matter to them. Nothing is counted of
   * them, nor told of how it all began.
   *
   * @throws RangeError when a step is not one of this setup, or they are not in the order of their times.
   */
  seeTogether(group: readonly ObservedStep[]): Verdict {
    if (this.#verdict !== 'conforms') return this.#verdict;
    // Before it is forked, since forks are compared only where they have begun alike.
    if (group[0] !== undefined) this.#frontier.begin(group[0].step.atMs);
    if (group.length > MOST_TOGETHER) return this.#giveUp(`more than ${MOST_TOGETHER} requests that overlap`);
    const explained = inSomeOrder<Oracle>(this.fork(), group, this.#profile.strict);
    if (explained === 'unknown') return this.#giveUp('more orders of requests that overlap than are looked at');
    for (const upload of abortedBesideParts(group)) this.#lingering.add(upload);
    if (explained === undefined) {
      const open = this.#openBeside(group) ?? lostMaterialIn(this.#setup, group);
      if (open !== undefined) return this.#giveUp(open);
      const how = { isExact: this.#profile.strict, isPastKnown: this.#setup.unknown === undefined, first: this.#steps };
      this.#whyNoOrder = () => whyNoOrder(this.fork(), group, how);
      this.#verdict = 'violates';
      return this.#verdict;
    }
    this.#frontier.adopt(explained.#frontier);
    this.#steps += group.length;
    return this.#verdict;
  }

  /** What AWS leaves open of requests without an order, if some order explains the others whatever became of these. */
  #openBeside(group: readonly ObservedStep[]): string | undefined {
    const open = openIn(group, this.#lingering);
    const [first] = open.values();
    // What was before the trace is told from answers, so there nobody can leave some out.
    if (first === undefined || this.#setup.unknown !== undefined) return first;
    const others = [...group.keys()].filter((place) => !open.has(place));
    const isExact = this.#profile.strict;
    const explained = inSomeOrder<Oracle>(this.fork(), withAnswersOf(group, others), isExact, MOST_STEPS);
    return explained === undefined ? undefined : first;
  }

  /**
   * Takes a step of which nobody knows what became: it came to whatever the model admits, or to nothing. Only where the
   * setup tells all that was there.
   *
   * @internal
   */
  seeAny(step: Step): Verdict {
    if (this.#verdict !== 'conforms') return this.#verdict;
    const { outcomes, isComplete } = this.admissible(step, Number.POSITIVE_INFINITY);
    if (!isComplete) return this.#giveUp(TOO_MANY_OUTCOMES);
    const ways = [...new Set(outcomes.map(({ status }) => status))].map((status) => {
      const way = this.fork();
      way.see({ step, observation: { status } });
      return way;
    });
    this.#frontier.pass(step.atMs);
    this.#steps++;
    const areKept = ways.every((way) => way.#verdict === 'conforms' && this.absorb(way) === 'conforms');
    return areKept ? this.#verdict : this.#giveUp(TOO_MANY_OUTCOMES);
  }

  /**
   * Another oracle that stands where this one does, to try orders: what AWS leaves open explains none of them.
   *
   * @internal
   */
  fork(): this {
    const other = new Oracle(this.#setup, this.#profile, this.#bounds);
    other.#frontier = this.#frontier.fork();
    other.#steps = this.#steps;
    return other as this;
  }

  /**
   * Takes the worlds of another oracle, too, which has seen the same steps in another order.
   *
   * @internal
   */
  absorb(other: Oracle): Verdict {
    const bound = this.#frontier.absorb(other.#frontier);
    return bound === undefined ? this.#verdict : this.#giveUp(bound);
  }
}
