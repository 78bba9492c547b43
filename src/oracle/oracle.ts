import { watchMoves } from '../../model/charts/compile/move.ts';
import {
  ChoiceEnumerator,
  initialWorld,
  mayBeTransient,
  type Observation,
  type Profile,
  type Setup,
  type Step,
  WorkingWorld,
  type World,
  withoutErrorInside,
} from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { type Admissible, admissibleIn } from './admissible.ts';
import { Beginnings, type InferredBeginning } from './beginnings.ts';
import { type BucketKeyUse, bucketKeyUsesIn } from './bucket-key-uses.ts';
import { DecidedPoints, NotedChoices, type PointCount } from './decided-points.ts';
import { explanationsIn } from './explanations.ts';
import { firstWorlds } from './first-worlds.ts';
import { keep } from './keep.ts';
import { callsAgree, explains } from './match.ts';
import type { ModelCoverage } from './model-coverage.ts';
import { violationOf } from './near-miss.ts';
import { notStored, storedAt } from './not-stored.ts';
import { abortedBesideParts, openIn } from './open-beside.ts';
import { SeenStep, unseen } from './seen-step.ts';
import { MOST_STEPS, withAnswersOf } from './smallest-core.ts';
import { inSomeOrder, MOST_TOGETHER } from './some-order.ts';
import type { Verdict, Violation } from './verdict.ts';
import { whyNoOrder } from './why-no-order.ts';
import { widen } from './widen.ts';

/** Bounds of the search; hitting one makes the verdict `unknown`. */
export interface OracleBounds {
  /** Candidate worlds kept after a step. */
  readonly worlds: number;
  /** Results of the model looked at in one step. */
  readonly results: number;
}

/**
 * Bounds that conforming traces of the shipped profiles hardly ever come to: under `aws` each of several objects may
 * have been written by an earlier replication rule or not, as long as nobody looks at them.
 */
export const DEFAULT_BOUNDS: OracleBounds = { worlds: 1_024, results: 100_000 };

const TOO_MANY_OUTCOMES = 'more outcomes of one step than are looked at';

/**
 * Holds a trace against the model: keeps every world that some admissible choices explain (the frontier). No world left
 * = violation. It knows the model and what was observed, and nothing of the system under test.
 */
export class Oracle {
  #frontier: readonly WorkingWorld[];
  readonly #setup: Setup;
  readonly #profile: Profile;
  #beginnings: Beginnings | undefined;
  readonly #seenStep = new SeenStep();
  #ways = new ChoiceEnumerator(this.#seenStep);
  /** Present where somebody wants to know which points decide; then `#ways` notes what is taken. */
  #points: { readonly noted: NotedChoices; readonly decided: DecidedPoints } | undefined;
  #coverage: ModelCoverage | undefined;
  readonly #bounds: OracleBounds;
  readonly #transientErrors: boolean;
  #verdict: Verdict = 'conforms';
  #violation: Violation | undefined;
  /** Present where requests that overlap have no order: what works the violation out, which takes long. */
  #whyNoOrder: (() => Violation | undefined) | undefined;
  #hitBound: string | undefined;
  /** Uploads that may be there although they were aborted (F-200). */
  readonly #lingering = new Set<string>();
  #steps = 0;
  #largestFrontier = 1;
  #isTransient = false;
  #excusedSteps = 0;

  constructor(setup: Setup, profile: Profile, bounds: OracleBounds = DEFAULT_BOUNDS) {
    this.#transientErrors = profile.transientErrors;
    this.#setup = setup;
    this.#profile = profile;
    this.#frontier = [new WorkingWorld(initialWorld(setup, profile))];
    this.#bounds = bounds;
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

  /** The bound that was hit, or what AWS leaves open of requests that overlapped, when the verdict is `unknown`. */
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
    return this.#isTransient;
  }

  /** How many candidate worlds there were at the most. */
  get largestFrontier(): number {
    return this.#largestFrontier;
  }

  /** What has to have been so before the first step, where the setup leaves that unknown. */
  get beginnings(): readonly InferredBeginning[] {
    return this.#beginnings?.inferred() ?? [];
  }

  /**
   * From now on notes which open points decide; a step costs more then.
   *
   * @internal
   */
  countPoints(decided = new DecidedPoints()): void {
    const noted = new NotedChoices(this.#seenStep);
    this.#ways = noted;
    this.#points = { noted, decided };
  }

  /**
   * From now on has the parts counted that the model has in explaining steps.
   *
   * @internal
   */
  countParts(coverage: ModelCoverage): void {
    this.#coverage = coverage;
    this.countPoints(coverage.points);
  }

  /**
   * How often each open point decided since {@link countPoints}.
   *
   * @internal
   */
  get points(): readonly PointCount[] {
    return this.#points?.decided.counts() ?? [];
  }

  /** The worlds that explain all that was seen so far. */
  get frontier(): readonly World[] {
    return this.#frontier.map((world) => world.world());
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
    const coverage = this.#coverage;
    const verdict = coverage === undefined ? this.#take(seen) : watchMoves(coverage.moved, () => this.#take(seen));
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
    const { step, observation } = seen;
    const mayBeLost = this.#transientErrors && mayBeTransient(step.event, observation);
    this.#lookAt(seen, mayBeLost);
    this.#ways.restart();
    const next: WorkingWorld[] = [];
    this.#isTransient = mayBeLost;
    this.#coverage?.nextStep();
    let looked = 0;
    let tried = 0;
    for (const world of this.#frontier) {
      tried++;
      const before = mayBeLost ? storedAt(world.view, step) : undefined;
      for (let isLast = false; !isLast; ) {
        this.#coverage?.nextWay();
        const outcome = world.take(step, this.#ways);
        const inferred = this.#beginnings === undefined ? undefined : [...this.#ways.inferred];
        isLast = !this.#ways.advance();
        looked++;
        if (explains(outcome, observation)) {
          this.#isTransient = false;
          this.#coverage?.explainedBy(outcome);
          this.#points?.decided.explainedBy(this.#points.noted.before);
          if (inferred !== undefined) this.#beginnings?.note(inferred);
          widen(world.view, step, outcome, observation);
          keep(next, world, isLast && !mayBeLost);
        } else if (mayBeLost && callsAgree(outcome.kmsCalls, observation.kmsCalls)) {
          widen(world.view, step, outcome, observation);
          keep(next, world, false);
          if (before !== undefined) {
            notStored(world.view, before);
            keep(next, world, false);
          }
        }
        // At once, since a later world may cover some of these and so hide that the search was cut short.
        if (next.length > this.#bounds.worlds)
          return this.#giveUp(tried, `more than ${this.#bounds.worlds} candidate worlds`);
        if (looked > this.#bounds.results)
          return this.#giveUp(tried, `more than ${this.#bounds.results} results of one step`);
        if (!isLast || mayBeLost) world.takeBack();
      }
      if (mayBeLost && callsAgree([], observation.kmsCalls)) {
        world.pass(step.atMs);
        keep(next, world, false);
        world.takeBack();
      }
    }
    // Where S3 may have failed by itself, the answer needs no point of the model.
    this.#points?.decided.settle(!mayBeLost);
    if (next.length === 0) return this.#refute(seen, mayBeLost);
    this.#beginnings?.settle(this.#steps);
    this.#frontier = next;
    this.#largestFrontier = Math.max(this.#largestFrontier, next.length);
    this.#steps++;
    return this.#verdict;
  }

  #lookAt({ step, observation }: ObservedStep, mayBeLost: boolean): void {
    this.#begin(step.atMs);
    this.#seenStep.observation = observation;
    this.#seenStep.isReplication = step.event.op === 'ReplicateObject';
    this.#seenStep.mayBeLost = mayBeLost;
  }

  /** Where the setup does not tell all that was there before the first step: it is taken now. */
  #begin(atMs: number): void {
    if (this.#setup.unknown === undefined || this.#beginnings !== undefined) return;
    this.#beginnings = new Beginnings();
    this.#frontier = firstWorlds(this.#setup, this.#profile, atMs);
  }

  /**
   * Why a step is admissible that is about to be seen: the choices of each way in which the model explains it, at most
   * so many, those that explain it alike once. None where nothing explains it.
   */
  explanations({ step, observation }: ObservedStep, most = 10): readonly (readonly string[])[] {
    const mayBeLost = this.#transientErrors && mayBeTransient(step.event, observation);
    this.#lookAt({ step, observation }, mayBeLost);
    return explanationsIn(this.frontier, step, observation, this.#seenStep, { most, results: this.#bounds.results });
  }

  /**
   * What a step may answer that nobody has seen yet, in at most so many outcomes; only where the setup tells all that
   * was there, since what was before is told from what is seen. The oracle stays as it is.
   *
   * @internal
   */
  admissible(step: Step, most: number): Admissible {
    return admissibleIn(this.frontier, step, most);
  }

  /**
   * What a step that is about to be seen does with bucket keys, in each way in which the model explains it. None where
   * nothing explains it, or that is too much to look at.
   *
   * @internal
   */
  bucketKeyUses({ step, observation }: ObservedStep): readonly (readonly BucketKeyUse[])[] {
    this.#lookAt({ step, observation }, this.#transientErrors && mayBeTransient(step.event, observation));
    return bucketKeyUsesIn(this.frontier, step, observation, this.#seenStep, this.#bounds.results);
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
    if (group[0] !== undefined) this.#begin(group[0].step.atMs);
    if (group.length > MOST_TOGETHER) return this.#giveUp(0, `more than ${MOST_TOGETHER} requests that overlap`);
    const explained = inSomeOrder<Oracle>(this.fork(), group, this.#profile.strict);
    if (explained === 'unknown') return this.#giveUp(0, 'more orders of requests that overlap than are looked at');
    for (const upload of abortedBesideParts(group)) this.#lingering.add(upload);
    if (explained === undefined) {
      const open = this.#openBeside(group);
      if (open !== undefined) return this.#giveUp(0, open);
      const how = { isExact: this.#profile.strict, isPastKnown: this.#setup.unknown === undefined, first: this.#steps };
      this.#whyNoOrder = () => whyNoOrder(this.fork(), group, how);
      this.#verdict = 'violates';
      return this.#verdict;
    }
    this.#frontier = explained.#frontier;
    this.#largestFrontier = Math.max(this.#largestFrontier, explained.#frontier.length);
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
    if (!isComplete) return this.#giveUp(0, TOO_MANY_OUTCOMES);
    const ways = [...new Set(outcomes.map(({ status }) => status))].map((status) => {
      const way = this.fork();
      way.see({ step, observation: { status } });
      return way;
    });
    for (const world of this.#frontier) world.pass(step.atMs);
    this.#steps++;
    const areKept = ways.every((way) => way.#verdict === 'conforms' && this.absorb(way) === 'conforms');
    return areKept ? this.#verdict : this.#giveUp(0, TOO_MANY_OUTCOMES);
  }

  /**
   * Another oracle that stands where this one does, to try orders: what AWS leaves open explains none of them.
   *
   * @internal
   */
  fork(): this {
    const other = new Oracle(this.#setup, this.#profile, this.#bounds);
    other.#frontier = this.#frontier.map((each) => each.fork());
    other.#steps = this.#steps;
    if (this.#beginnings !== undefined) other.#beginnings = new Beginnings();
    return other as this;
  }

  /**
   * Takes the worlds of another oracle, too, which has seen the same steps in another order.
   *
   * @internal
   */
  absorb(other: Oracle): Verdict {
    const worlds = [...this.#frontier];
    for (const world of other.#frontier) keep(worlds, world, true);
    this.#frontier = worlds;
    if (worlds.length > this.#bounds.worlds)
      return this.#giveUp(0, `more than ${this.#bounds.worlds} candidate worlds`);
    return this.#verdict;
  }

  /** @param isBack - whether the worlds have taken the step back */
  #refute(seen: ObservedStep, isBack: boolean): Verdict {
    if (!isBack) for (const world of this.#frontier) world.takeBack();
    const open = openIn([seen], this.#lingering).get(0);
    if (open !== undefined) return this.#giveUp(0, open);
    this.#violation = violationOf(this.frontier, seen, this.#steps, this.#seenStep);
    this.#verdict = 'violates';
    return this.#verdict;
  }

  /** @param tried - how many worlds have taken the step */
  #giveUp(tried: number, bound: string): Verdict {
    for (const world of this.#frontier.slice(0, tried)) world.takeBack();
    this.#hitBound = `step ${this.#steps + 1}: ${bound}`;
    this.#verdict = 'unknown';
    return this.#verdict;
  }
}
