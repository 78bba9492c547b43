import type { Profile, Setup } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Property } from '../../properties/property.ts';
import type { ModelCoverage } from '../oracle/model-coverage.ts';
import type { Verdict } from '../oracle/verdict.ts';
import { profileByClock, type WallClock, wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';
import type { StepDetails } from './take-steps.ts';
import { TieredJudge } from './tiered-judge.ts';

/** How long a request is taken to last at least, in milliseconds, until one lasts longer. */
const USUAL_DURATION_MS = 100;

/** What the steps of a run are judged by. */
export interface JudgedBench {
  readonly sut: Sut;
  readonly profile: Profile;
  readonly properties: readonly Property[];
  /** Whether the model has to explain each step as well. */
  readonly oracle: boolean;
  /** What counts the parts of the model that explain steps; omitted = nothing does. */
  readonly coverage?: ModelCoverage | undefined;
}

/**
 * Judges the steps of a run while they are made. What only shows meanwhile, that a request took long or that its answer
 * was an error of the moment, loosens what the steps before it are held to as well: they are judged again.
 */
export class LiveJudge {
  /** The steps, as they are judged. */
  readonly steps: ObservedStep[] = [];
  readonly #bench: JudgedBench;
  readonly #setup: Setup;
  readonly #clock: WallClock | undefined;
  #profile: Profile;
  #judge: TieredJudge;
  #toleranceMs = USUAL_DURATION_MS;
  #hasTransient = false;

  constructor(bench: JudgedBench, setup: Setup) {
    this.#bench = bench;
    this.#setup = setup;
    this.#clock = wallClockOf(bench.sut);
    this.#profile = this.#loosened();
    this.#judge = this.#fresh(bench.coverage);
  }

  /** Takes a step into account. */
  see(seen: ObservedStep, details?: StepDetails): Verdict {
    this.steps.push(seen);
    return details !== undefined && this.#isBeyond(details) ? this.#again() : this.#judge.see(seen);
  }

  /** Takes note that the trace is over. */
  end(): void {
    this.#judge.end();
  }

  /** Who judges; another one once something was loosened. */
  get judge(): TieredJudge {
    return this.#judge;
  }

  /** What the steps are held to. */
  get profile(): Profile {
    return this.#profile;
  }

  #isBeyond({ durationMs, isTransient }: StepDetails): boolean {
    const isLong = this.#clock !== undefined && durationMs > this.#toleranceMs;
    const isNew = isTransient && !this.#profile.transientErrors;
    // Twice, so that a system that grows slower by and by is not judged anew at each step.
    if (isLong) this.#toleranceMs = Math.ceil(2 * durationMs);
    if (isNew) this.#hasTransient = true;
    return isLong || isNew;
  }

  #again(): Verdict {
    this.#profile = this.#loosened();
    // What explains steps was counted already.
    this.#judge = this.#fresh(undefined);
    let verdict: Verdict = 'conforms';
    for (const seen of this.steps) {
      verdict = this.#judge.see(seen);
      if (verdict === 'violates') break;
    }
    return verdict;
  }

  #loosened(): Profile {
    const { profile } = this.#bench;
    const byClock = this.#clock === undefined ? profile : profileByClock(profile, this.#clock, this.#toleranceMs);
    return this.#hasTransient ? { ...byClock, transientErrors: true } : byClock;
  }

  #fresh(coverage: JudgedBench['coverage']): TieredJudge {
    const { properties, oracle } = this.#bench;
    return new TieredJudge({ setup: this.#setup, profile: this.#profile, properties, oracle, coverage });
  }
}
