import { isDeepStrictEqual } from 'node:util';
import type { Profile, Setup, Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { type ChosenProperties, chooseProperties, chosenWithout } from '../check/choose.ts';
import { KeptMemory } from '../check/kept-memory.ts';
import { TieredJudge } from '../check/tiered-judge.ts';
import type { Admissible } from '../oracle/admissible.ts';
import { unseen } from '../oracle/seen-step.ts';
import type { Verdict, Violation } from '../oracle/verdict.ts';
import type { Excuses } from './excused.ts';

/** Steps kept to be judged again without what is excused; of a longer trace nothing is judged twice. */
const MOST_KEPT = 10_000;
/** Steps between two looks at how much memory is kept. */
const LOOK_EVERY = 4;

/** What is said of a trace after a step, or at its end. */
export interface Said {
  readonly verdict: Verdict;
  readonly violation?: Violation | undefined;
  /** What goes beyond an assumption, where that is why the verdict is `unknown`. */
  readonly doubt?: Violation | undefined;
  readonly unknownBecause?: string | undefined;
  /** What was wrong with the last step and is excused. */
  readonly excused?: Violation | undefined;
}

/** One trace that is judged while its steps come, and how it goes on where something is wrong that is known. */
export class WatchedTrace {
  readonly #setup: Setup;
  readonly #profile: Profile;
  readonly #memory: KeptMemory;
  #chosen: ChosenProperties;
  #judge: TieredJudge;
  /** What was explained so far; undefined where it is more than is kept. */
  #kept: ObservedStep[] | undefined = [];
  #steps = 0;
  /** The step that violates, as it was seen. */
  #broken: ObservedStep | undefined;
  #doubt: Violation | undefined;
  #bound: string | undefined;

  /** @param properties - ids of the properties to judge by; undefined = all that one trace can show */
  constructor(
    setup: Setup,
    profile: Profile,
    properties: readonly string[] | undefined,
    memory: KeptMemory = new KeptMemory(),
  ) {
    this.#memory = memory;
    this.#setup = setup;
    this.#profile = profile;
    this.#chosen = chooseProperties(properties, profile);
    this.#judge = this.#fresh();
  }

  /** Steps that have a place in the trace: of one that violates, up to that step. */
  get steps(): number {
    return this.#steps + (this.#broken === undefined ? 0 : 1);
  }

  /** Whether there is a violation, so that no further step is looked at but the same once more, with an excuse. */
  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  /**
   * Takes a step into account. A violation is final, until the step that violates comes once more with an excuse that
   * helps.
   */
  see(seen: ObservedStep, excuses: Excuses): Said {
    if (this.#bound !== undefined) return this.#said();
    const isExcused = excuses.parts.length + excuses.properties.length > 0;
    if (this.#broken !== undefined) {
      if (!isExcused || this.#kept === undefined || !isDeepStrictEqual(this.#broken, seen)) return this.#said();
      this.#judge = this.#again(this.#kept);
      this.#broken = undefined;
    }
    const said = this.#take(seen, isExcused ? excuses : undefined);
    if (this.#steps % LOOK_EVERY === 0) this.#look();
    return said;
  }

  /** Takes note that the trace is over, and says what is to be said of all of it. */
  end(): Said {
    if (this.#bound === undefined && this.#broken === undefined) this.#judge.end();
    this.#doubt = this.#judge.explainedDoubt();
    return this.#said();
  }

  /** Why nobody can say what is admissible now: the trace is not followed any more. */
  get lostBecause(): string | undefined {
    return this.#broken === undefined ? (this.#bound ?? this.#judge.unknownBecause) : `step ${this.steps} violates`;
  }

  /** What a step may answer now, in at most so many outcomes; undefined where the model does not take part. */
  admissible(step: Step, most: number): Admissible | undefined {
    return this.#judge.admissible(step, most);
  }

  #take(seen: ObservedStep, excuses: Excuses | undefined): Said {
    const kept = this.#kept;
    if (kept === undefined) {
      // What was before cannot be judged once more, so that nobody looks at what is excused.
      const left = excuses === undefined ? seen : withoutParts(seen, excuses);
      this.#judge.see(left);
      return this.#settle(seen, left);
    }
    this.#judge.see(seen);
    const wrong = this.#wrong;
    if (wrong === undefined || excuses === undefined) return this.#settle(seen, seen);
    const left = withoutParts(seen, excuses);
    if (this.#helps(excuses, left, wrong, kept)) return { ...this.#settle(seen, left), excused: wrong };
    this.#judge = this.#again(kept);
    this.#judge.see(seen);
    return this.#settle(seen, seen);
  }

  /** Judges a step without what is excused; answers whether nothing is wrong with what is left. */
  #helps({ parts, properties }: Excuses, left: ObservedStep, first: Violation, kept: readonly ObservedStep[]): boolean {
    const before = this.#chosen;
    // The first time it is only about the parts: what is wrong with the whole answer says nothing of what is left.
    let isAboutParts = parts.length > 0;
    for (let wrong: Violation | undefined = first; wrong !== undefined; wrong = this.#wrong) {
      if (!isAboutParts && !properties.includes(wrong.property)) {
        this.#chosen = before;
        return false;
      }
      if (!isAboutParts) this.#chosen = chosenWithout(this.#chosen, [wrong.property]);
      isAboutParts = false;
      this.#judge = this.#again(kept);
      this.#judge.see(left);
    }
    return true;
  }

  /** Lets the step that was taken have its place, as far as it was looked at. */
  #settle(seen: ObservedStep, left: ObservedStep): Said {
    if (this.#judge.violation !== undefined) {
      this.#broken = seen;
      return this.#said();
    }
    this.#steps += 1;
    this.#kept?.push(left);
    if (this.#kept !== undefined && this.#kept.length > MOST_KEPT) this.#kept = undefined;
    if (this.#judge.doubt === undefined) this.#doubt = undefined;
    else this.#doubt ??= this.#judge.explainedDoubt();
    return this.#said();
  }

  /** What is wrong with the step that was taken last. */
  get #wrong(): Violation | undefined {
    const wrong = this.#judge.violation ?? this.#judge.doubt;
    return wrong?.stepIndex === this.#steps ? wrong : undefined;
  }

  #said(): Said {
    if (this.#bound !== undefined) return { verdict: 'unknown', unknownBecause: this.#bound };
    const { violation, unknownBecause } = this.#judge;
    if (violation !== undefined) return { verdict: 'violates', violation };
    const doubt = this.#doubt;
    if (doubt !== undefined) return { verdict: 'unknown', doubt, unknownBecause: doubt.onlyIf };
    return unknownBecause === undefined ? { verdict: 'conforms' } : { verdict: 'unknown', unknownBecause };
  }

  #look(): void {
    const bound = this.#memory.boundReached();
    if (bound === undefined) return;
    this.#bound = `step ${this.#steps}: ${bound}`;
    this.#kept = undefined;
    this.#judge = this.#fresh();
  }

  #again(kept: readonly ObservedStep[]): TieredJudge {
    const judge = this.#fresh();
    for (const seen of kept) judge.see(seen);
    return judge;
  }

  #fresh(): TieredJudge {
    const { monitored, oracle } = this.#chosen;
    return new TieredJudge({ setup: this.#setup, profile: this.#profile, properties: monitored, oracle });
  }
}

function withoutParts({ step, observation }: ObservedStep, { parts }: Excuses): ObservedStep {
  return { step, observation: unseen(parts, observation) };
}
