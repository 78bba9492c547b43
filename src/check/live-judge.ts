import type { Profile, Setup } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Property } from '../../properties/property.ts';
import type { ModelCoverage } from '../oracle/model-coverage.ts';
import { unseen } from '../oracle/seen-step.ts';
import type { Verdict } from '../oracle/verdict.ts';
import { described } from '../profile/described-profile.ts';
import { profileByClock, type WallClock, wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';
import { TRACE_FORMAT, type Trace } from '../trace/trace.ts';
import type { KnownSource } from './known/known-deviations.ts';
import type { StepDetails } from './take-steps.ts';
import { TieredJudge } from './tiered-judge.ts';

/** How long a request is taken to last at least, in milliseconds, until one lasts longer. */
const USUAL_DURATION_MS = 100;

/** What the steps of a run are judged by. */
export interface JudgedBench {
  readonly sut: Sut;
  readonly seed: number;
  readonly profile: Profile;
  readonly properties: readonly Property[];
  /** Whether the model has to explain each step as well. */
  readonly oracle: boolean;
  /** What counts the parts of the model that explain steps; omitted = nothing does. */
  readonly coverage?: ModelCoverage | undefined;
  /** Deviations that are excused; omitted = none. */
  readonly known?: KnownSource | undefined;
}

/**
 * Judges the steps of a run while they are made. What only shows meanwhile, that a request took long or that its answer
 * was an error of the moment, loosens what the steps before it are held to as well: they are judged again. So they are
 * where what is wrong with a step is known, as if nobody had looked at that.
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
  #isExcused = false;
  /** Properties that are known to be violated, and not judged any more. */
  readonly #violated = new Set<string>();

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
    const verdict = details !== undefined && this.#isBeyond(details) ? this.#again() : this.#judge.see(seen);
    const { known } = this.#bench;
    return known === undefined || verdict === 'conforms' ? verdict : this.#excused(known, verdict);
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

  /** What is left of a verdict on the last step without what is known to be wrong with it. */
  #excused(known: KnownSource, first: Verdict): Verdict {
    const last = this.steps.at(-1);
    let verdict = first;
    for (;;) {
      const wrong = this.#judge.violation ?? this.#judge.doubt;
      if (last === undefined || wrong?.stepIndex !== this.steps.length - 1) return verdict;
      const excuse = known.excuse(wrong, last);
      if (excuse === undefined) return verdict;
      const { observation } = this.steps.at(-1) ?? last;
      // What nobody has looked at cannot be what is wrong.
      if (excuse.parts.length > 0 && !excuse.parts.some((part) => Object.hasOwn(observation, part))) return verdict;
      this.#isExcused = true;
      known.meet(excuse, this.steps.length, () => this.#traceWith(last));
      if (excuse.parts.includes('status')) {
        // What was refused has changed nothing; what was not has done what nobody knows, and the run ends.
        this.steps.pop();
        const isRefused = last.observation.status >= 400;
        verdict = this.#again();
        return isRefused ? verdict : 'violates';
      }
      if (excuse.parts.length === 0) this.#violated.add(wrong.property);
      this.steps[this.steps.length - 1] = { step: last.step, observation: unseen(excuse.parts, observation) };
      verdict = this.#again();
    }
  }

  /** The trace so far, its last step as it was seen. */
  #traceWith(last: ObservedStep): Trace {
    const { sut, seed } = this.#bench;
    const header = {
      bucketkeyTrace: TRACE_FORMAT,
      profile: described(this.#profile),
      sut: sut.name,
      seed,
      setup: this.#setup,
    };
    return { header, steps: this.steps.with(-1, last) };
  }

  /** Whether something was excused, so that the steps are not those that were seen. */
  get isExcused(): boolean {
    return this.#isExcused;
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
    const { oracle } = this.#bench;
    const properties =
      this.#violated.size === 0
        ? this.#bench.properties
        : this.#bench.properties.filter(({ id }) => !this.#violated.has(id));
    return new TieredJudge({ setup: this.#setup, profile: this.#profile, properties, oracle, coverage });
  }
}
