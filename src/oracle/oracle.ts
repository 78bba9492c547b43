import {
  ChoiceEnumerator,
  choicesOf,
  covers,
  forEachResult,
  initialWorld,
  isKmsOutage,
  isOpaqueEtag,
  join,
  type KmsOutage,
  mayBeTransient,
  type Observation,
  type Profile,
  type Seen,
  type Setup,
  WorkingWorld,
  type World,
} from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { Beginnings, type InferredBeginning } from './beginnings.ts';
import { callsAgree, explains } from './match.ts';
import { choiceText, violationOf } from './near-miss.ts';
import { notStored, storedAt } from './not-stored.ts';
import type { Verdict, Violation } from './verdict.ts';
import { widen } from './widen.ts';

/** Bounds of the search; hitting one makes the verdict `unknown`. */
export interface OracleBounds {
  /** Candidate worlds kept after a step. */
  readonly worlds: number;
  /** Results of the model looked at in one step. */
  readonly results: number;
}

/** Bounds that no conforming trace of the shipped profiles comes near. */
export const DEFAULT_BOUNDS: OracleBounds = { worlds: 256, results: 20_000 };

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
  readonly #ways = new ChoiceEnumerator(this.#seenStep);
  readonly #bounds: OracleBounds;
  readonly #transientErrors: boolean;
  #verdict: Verdict = 'conforms';
  #violation: Violation | undefined;
  #hitBound: string | undefined;
  #steps = 0;
  #largestFrontier = 1;
  #isTransient = false;

  constructor(setup: Setup, profile: Profile, bounds: OracleBounds = DEFAULT_BOUNDS) {
    this.#transientErrors = profile.transientErrors;
    this.#setup = setup;
    this.#profile = profile;
    this.#frontier = [new WorkingWorld(initialWorld(setup, profile))];
    this.#bounds = bounds;
  }

  /** The verdict on the steps seen so far; final once it is not `conforms`. */
  get verdict(): Verdict {
    return this.#verdict;
  }

  /** The violation, when the verdict is `violates`. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  /** The bound that was hit, when the verdict is `unknown`. */
  get unknownBecause(): string | undefined {
    return this.#hitBound;
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

  /** The worlds that explain all that was seen so far. */
  get frontier(): readonly World[] {
    return this.#frontier.map((world) => world.world());
  }

  /**
   * Takes the next step into account. Does nothing once the verdict is final.
   *
   * @throws RangeError when the step is not one of this setup: unknown requester, time running backwards.
   */
  see(seen: ObservedStep): Verdict {
    if (this.#verdict !== 'conforms') return this.#verdict;
    const { step, observation } = seen;
    const mayBeLost = this.#transientErrors && mayBeTransient(step.event, observation);
    this.#lookAt(seen, mayBeLost);
    this.#ways.restart();
    const next: WorkingWorld[] = [];
    this.#isTransient = mayBeLost;
    let looked = 0;
    let tried = 0;
    for (const world of this.#frontier) {
      tried++;
      const before = mayBeLost ? storedAt(world.view, step) : undefined;
      for (let isLast = false; !isLast; ) {
        const outcome = world.take(step, this.#ways);
        const inferred = this.#beginnings === undefined ? undefined : [...this.#ways.inferred];
        isLast = !this.#ways.advance();
        looked++;
        if (explains(outcome, observation)) {
          this.#isTransient = false;
          if (inferred !== undefined) this.#beginnings?.note(inferred);
          widen(world.view, step, outcome, observation);
          keep(next, world, isLast && !mayBeLost);
        } else if (mayBeLost && callsAgree(outcome.kmsCalls, observation.kmsCalls)) {
          widen(world.view, step, outcome, observation);
          keep(next, world, false);
          if (notStored(world.view, before)) keep(next, world, false);
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
    if (next.length === 0) return this.#refute(seen, mayBeLost);
    this.#beginnings?.settle(this.#steps);
    this.#frontier = next;
    this.#largestFrontier = Math.max(this.#largestFrontier, next.length);
    this.#steps++;
    return this.#verdict;
  }

  #lookAt({ step, observation }: ObservedStep, mayBeLost: boolean): void {
    if (this.#setup.unknown !== undefined && this.#beginnings === undefined) this.#begin(step.atMs);
    this.#seenStep.observation = observation;
    this.#seenStep.isReplication = step.event.op === 'ReplicateObject';
    this.#seenStep.mayBeLost = mayBeLost;
  }

  /** The setup does not tell all that was there before the first step, which is taken now. */
  #begin(atMs: number): void {
    this.#beginnings = new Beginnings();
    const world = initialWorld(this.#setup, this.#profile, atMs);
    this.#frontier = [new WorkingWorld(world)];
    if (this.#setup.unknown !== 'everything') return;
    const throttled = new WorkingWorld(world);
    throttled.view.kmsThrottled = true;
    const unreachable = new WorkingWorld(world);
    unreachable.view.kmsUnreachable = true;
    this.#frontier = [...this.#frontier, throttled, unreachable];
  }

  /**
   * Why a step is admissible that is about to be seen: the choices of each way in which the model explains it, at most
   * so many, those that explain it alike once. None where nothing explains it.
   */
  explanations({ step, observation }: ObservedStep, most = 10): readonly (readonly string[])[] {
    const mayBeLost = this.#transientErrors && mayBeTransient(step.event, observation);
    this.#lookAt({ step, observation }, mayBeLost);
    const found = new Map<string, readonly string[]>();
    for (const world of this.frontier) {
      let result = 0;
      forEachResult(world, step, this.#seenStep, ({ outcome }) => {
        if (explains(outcome, observation)) {
          const made = choicesOf(world, step, this.#seenStep, result).map(choiceText);
          found.set(made.join(), made);
        }
        result += 1;
        return found.size < most && result < this.#bounds.results;
      });
    }
    return [...found.values()];
  }

  /**
   * Takes two steps of the same time into account that overlapped: in the order given, or else the other way round.
   * What comes later must not tell the orders apart.
   */
  seeInEitherOrder(one: ObservedStep, other: ObservedStep): Verdict {
    if (this.#verdict !== 'conforms') return this.#verdict;
    const swapped = this.#fork();
    if (this.see(one) === 'conforms') this.see(other);
    if (this.verdict !== 'violates') return this.#verdict;
    if (swapped.see(other) === 'conforms') swapped.see(one);
    if (swapped.verdict === 'violates') return this.#verdict;
    this.#frontier = swapped.#frontier;
    this.#steps = swapped.#steps;
    this.#verdict = swapped.#verdict;
    this.#hitBound = swapped.#hitBound;
    this.#violation = undefined;
    return this.#verdict;
  }

  #fork(): Oracle {
    const [world] = this.#frontier;
    if (world === undefined) throw new Error('an oracle without a world');
    const { setup, profile } = world.view.scope;
    const other = new Oracle(setup, profile, this.#bounds);
    other.#frontier = this.#frontier.map((each) => each.fork());
    other.#steps = this.#steps;
    other.#beginnings = this.#beginnings;
    return other;
  }

  /** @param isBack - whether the worlds have taken the step back */
  #refute(seen: ObservedStep, isBack: boolean): Verdict {
    if (!isBack) for (const world of this.#frontier) world.takeBack();
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

/** What was observed of the step that is being explained. */
class SeenStep implements Seen {
  observation: Observation = { status: 200 };
  isReplication = false;
  /** Whether S3 may have failed by itself, which explains all that an unseen failure of KMS would. */
  mayBeLost = false;

  etag(md5: string): string | undefined {
    const { etag } = this.observation;
    return typeof etag === 'string' && isOpaqueEtag(etag, md5) ? etag : undefined;
  }

  /** A call that nobody answered may have been seen by S3 alone, which then fails, or puts off a replication. */
  kmsOutages(): readonly KmsOutage[] {
    const { status, replicationStatus, kmsCalls = [] } = this.observation;
    const seen = new Set(
      kmsCalls.map(({ result }) => result).filter((result) => result !== undefined && isKmsOutage(result)),
    );
    const hasFailed = status === 500 || status === 503 || (this.isReplication && replicationStatus === 'PENDING');
    if (hasFailed && !this.mayBeLost) seen.add('unreachable');
    return [...seen];
  }
}

/**
 * Keeps a world that explains a step, itself or a copy if it is needed for more, unless another covers it; drops those
 * it covers.
 */
function keep(kept: WorkingWorld[], world: WorkingWorld, isFree: boolean): void {
  if (kept.length > 0) {
    if (kept.some((other) => covers(other.view, world.view) || join(other.view, world.view))) return;
    const uncovered = kept.filter((other) => !covers(world.view, other.view) && !join(world.view, other.view));
    kept.splice(0, kept.length, ...uncovered);
  }
  kept.push(isFree ? world : world.fork());
}
