import { covers, forEachResult, initialWorld, isOpaqueEtag, type Profile, type Setup, type World } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/property.ts';
import { explains } from './match.ts';
import { argue } from './near-miss.ts';
import type { Verdict, Violation } from './verdict.ts';

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
 * Holds a trace against the model: keeps every world that some admissible choices explain (the frontier). No world left = violation.
 * It knows the model and what was observed, and nothing of the system under test.
 */
export class Oracle {
  #frontier: readonly World[];
  readonly #bounds: OracleBounds;
  #verdict: Verdict = 'conforms';
  #violation: Violation | undefined;
  #hitBound: string | undefined;
  #steps = 0;
  #largestFrontier = 1;

  constructor(setup: Setup, profile: Profile, bounds: OracleBounds = DEFAULT_BOUNDS) {
    this.#frontier = [initialWorld(setup, profile)];
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

  /** How many candidate worlds there were at the most. */
  get largestFrontier(): number {
    return this.#largestFrontier;
  }

  /** The worlds that explain all that was seen so far. */
  get frontier(): readonly World[] {
    return this.#frontier;
  }

  /**
   * Takes the next step into account. Does nothing once the verdict is final.
   *
   * @throws RangeError when the step is not one of this setup: unknown requester, time running backwards.
   */
  see(seen: ObservedStep): Verdict {
    if (this.#verdict !== 'conforms') return this.#verdict;
    const { step, observation } = seen;
    const etag = (md5: string): string | undefined =>
      typeof observation.etag === 'string' && isOpaqueEtag(observation.etag, md5) ? observation.etag : undefined;
    let next: World[] = [];
    let looked = 0;
    for (const world of this.#frontier) {
      forEachResult(world, step, { etag, kmsUnseen: observation.kmsCalls === undefined }, ({ world: after, outcome }) => {
        looked++;
        if (explains(outcome, observation) && !next.some((other) => covers(other, after))) {
          if (next.length > 0) next = next.filter((other) => !covers(after, other));
          next.push(after);
        }
        return looked <= this.#bounds.results && next.length <= this.#bounds.worlds;
      });
      // At once, since a later world may cover some of these and so hide that the search was cut short.
      if (next.length > this.#bounds.worlds) return this.#giveUp(`more than ${this.#bounds.worlds} candidate worlds`);
      if (looked > this.#bounds.results) return this.#giveUp(`more than ${this.#bounds.results} results of one step`);
    }
    if (next.length === 0) {
      this.#violation = argue(this.#frontier, seen, this.#steps, etag);
      this.#verdict = 'violates';
      return this.#verdict;
    }
    this.#frontier = next;
    this.#largestFrontier = Math.max(this.#largestFrontier, next.length);
    this.#steps++;
    return this.#verdict;
  }

  #giveUp(bound: string): Verdict {
    this.#hitBound = `step ${this.#steps + 1}: ${bound}`;
    this.#verdict = 'unknown';
    return this.#verdict;
  }
}
