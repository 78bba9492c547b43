import { watchMoves } from '../../model/charts/compile/move.ts';
import {
  ChoiceEnumerator,
  initialWorld,
  type Profile,
  type Setup,
  type Step,
  WorkingWorld,
  type World,
} from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { type Admissible, admissibleIn } from './admissible.ts';
import { Beginnings, type InferredBeginning } from './beginnings.ts';
import type { OracleBounds } from './bounds.ts';
import { type BucketKeyUse, bucketKeyUsesIn } from './bucket-key-uses.ts';
import { type DecidedPoints, NotedChoices, type PointCount } from './decided-points.ts';
import { explanationsIn } from './explanations.ts';
import { firstWorlds } from './first-worlds.ts';
import { keep } from './keep.ts';
import { callsAgree, explains } from './match.ts';
import type { ModelCoverage } from './model-coverage.ts';
import { violationOf } from './near-miss.ts';
import { notStored, storedAt } from './not-stored.ts';
import { SeenStep } from './seen-step.ts';
import type { Violation } from './verdict.ts';
import { widen } from './widen.ts';

/** What became of a step: some world explains it, none does, or there is too much to look at. */
export type Taken = 'explained' | 'unexplained' | { readonly bound: string };

/** Every world that some admissible choices explain, and what was learnt on the way to them. */
export class Frontier {
  /** Whether the last step is only explained by an answer that says nothing of what was asked (E-45). */
  isTransient = false;
  /** How many worlds there were at the most. */
  largest = 1;
  #worlds: readonly WorkingWorld[];
  readonly #setup: Setup;
  readonly #profile: Profile;
  readonly #bounds: OracleBounds;
  #beginnings: Beginnings | undefined;
  readonly #seenStep = new SeenStep();
  #ways = new ChoiceEnumerator(this.#seenStep);
  /** Present where somebody wants to know which points decide; then `#ways` notes what is taken. */
  #points: { readonly noted: NotedChoices; readonly decided: DecidedPoints } | undefined;
  #coverage: ModelCoverage | undefined;

  constructor(setup: Setup, profile: Profile, bounds: OracleBounds) {
    this.#setup = setup;
    this.#profile = profile;
    this.#bounds = bounds;
    this.#worlds = [new WorkingWorld(initialWorld(setup, profile))];
  }

  /** The worlds as they are. */
  get worlds(): readonly World[] {
    return this.#worlds.map((world) => world.world());
  }

  /** What has to have been so before the first step, where the setup leaves that unknown. */
  get beginnings(): readonly InferredBeginning[] {
    return this.#beginnings?.inferred() ?? [];
  }

  /** From now on notes which open points decide. */
  countPoints(decided: DecidedPoints): void {
    const noted = new NotedChoices(this.#seenStep);
    this.#ways = noted;
    this.#points = { noted, decided };
  }

  /** From now on has the parts counted that the model has in explaining steps. */
  countParts(coverage: ModelCoverage): void {
    this.#coverage = coverage;
    this.countPoints(coverage.points);
  }

  /** How often each open point decided. */
  get points(): readonly PointCount[] {
    return this.#points?.decided.counts() ?? [];
  }

  /** Where the setup does not tell all that was there before the first step: it is taken now. */
  begin(atMs: number): void {
    if (this.#setup.unknown === undefined || this.#beginnings !== undefined) return;
    this.#beginnings = new Beginnings();
    this.#worlds = firstWorlds(this.#setup, this.#profile, atMs);
  }

  /**
   * Takes a step in every world, in each way that the model admits, and keeps the worlds in which it was answered so.
   * Where there is none, or too much to look at, the worlds are as they were before.
   *
   * @param mayBeLost - whether it may be answered so whatever became of it (E-45)
   * @param index - of the step, counted from 0
   */
  take(seen: ObservedStep, mayBeLost: boolean, index: number): Taken {
    const coverage = this.#coverage;
    if (coverage === undefined) return this.#take(seen, mayBeLost, index);
    return watchMoves(coverage.moved, () => this.#take(seen, mayBeLost, index));
  }

  #take(seen: ObservedStep, mayBeLost: boolean, index: number): Taken {
    const { step, observation } = seen;
    this.#lookAt(seen, mayBeLost);
    this.#ways.restart();
    const next: WorkingWorld[] = [];
    this.isTransient = mayBeLost;
    this.#coverage?.nextStep();
    let looked = 0;
    let tried = 0;
    for (const world of this.#worlds) {
      tried++;
      const before = mayBeLost ? storedAt(world.view, step) : undefined;
      for (let isLast = false; !isLast; ) {
        this.#coverage?.nextWay();
        const outcome = world.take(step, this.#ways);
        const inferred = this.#beginnings === undefined ? undefined : [...this.#ways.inferred];
        isLast = !this.#ways.advance();
        looked++;
        if (explains(outcome, observation)) {
          this.isTransient = false;
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
        if (next.length > this.#bounds.worlds) return this.#tooMany(tried, `${this.#bounds.worlds} candidate worlds`);
        if (looked > this.#bounds.results) return this.#tooMany(tried, `${this.#bounds.results} results of one step`);
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
    if (next.length === 0) {
      // What may be lost was taken back above.
      if (!mayBeLost) this.#takeBack(tried);
      return 'unexplained';
    }
    this.#beginnings?.settle(index);
    this.#become(next);
    return 'explained';
  }

  /** @param tried - how many worlds have taken the step */
  #tooMany(tried: number, what: string): Taken {
    this.#takeBack(tried);
    return { bound: `more than ${what}` };
  }

  #takeBack(tried: number): void {
    for (const world of this.#worlds.slice(0, tried)) world.takeBack();
  }

  #become(worlds: readonly WorkingWorld[]): void {
    this.#worlds = worlds;
    this.largest = Math.max(this.largest, worlds.length);
  }

  #lookAt({ step, observation }: ObservedStep, mayBeLost: boolean): void {
    this.begin(step.atMs);
    this.#seenStep.observation = observation;
    this.#seenStep.isReplication = step.event.op === 'ReplicateObject';
    this.#seenStep.mayBeLost = mayBeLost;
  }

  /** Why no world explains a step. */
  whyNot(seen: ObservedStep, index: number): Violation {
    return violationOf(this.worlds, seen, index, this.#seenStep);
  }

  /** The choices of each way in which a step is explained, at most so many. */
  explanations(seen: ObservedStep, mayBeLost: boolean, most: number): readonly (readonly string[])[] {
    this.#lookAt(seen, mayBeLost);
    const { step, observation } = seen;
    return explanationsIn(this.worlds, step, observation, this.#seenStep, { most, results: this.#bounds.results });
  }

  /** What a step does with bucket keys, in each way in which it is explained. */
  bucketKeyUses(seen: ObservedStep, mayBeLost: boolean): readonly (readonly BucketKeyUse[])[] {
    this.#lookAt(seen, mayBeLost);
    const { step, observation } = seen;
    return bucketKeyUsesIn(this.worlds, step, observation, this.#seenStep, this.#bounds.results);
  }

  /** What a step may answer that nobody has seen, in at most so many outcomes. */
  admissible(step: Step, most: number): Admissible {
    return admissibleIn(this.worlds, step, most);
  }

  /** Time passes, and nothing else happens. */
  pass(atMs: number): void {
    for (const world of this.#worlds) world.pass(atMs);
  }

  /** Another one that stands where this one does; it tells nothing of how it all began, and counts nothing. */
  fork(): Frontier {
    const other = new Frontier(this.#setup, this.#profile, this.#bounds);
    other.#worlds = this.#worlds.map((each) => each.fork());
    if (this.#beginnings !== undefined) other.#beginnings = new Beginnings();
    return other;
  }

  /** Goes on with the worlds of another one instead. */
  adopt(other: Frontier): void {
    this.#become(other.#worlds);
  }

  /** Takes the worlds of another one, too. Answers the bound that they come to, if they do. */
  absorb(other: Frontier): string | undefined {
    const worlds = [...this.#worlds];
    for (const world of other.#worlds) keep(worlds, world, true);
    this.#worlds = worlds;
    return worlds.length > this.#bounds.worlds ? `more than ${this.#bounds.worlds} candidate worlds` : undefined;
  }
}
