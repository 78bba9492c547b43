import { PROFILE_FIELDS, type Profile, type Setup } from '../../model/index.ts';
import { leastReuse } from '../../properties/least-reuse.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { PropertySuite } from '../../properties/suite.ts';
import { DEFAULT_BOUNDS, type OracleBounds } from '../oracle/bounds.ts';
import { Oracle } from '../oracle/oracle.ts';
import { yieldToEventLoop } from '../scenario/yield-to-event-loop.ts';

/** Steps between two moments in which others get a turn. */
const TURN_EVERY = 512;

/** A recorded trace of the system that is asked about. */
export interface Recording {
  /** Name for people. */
  readonly name: string;
  readonly setup: Setup;
  readonly steps: readonly ObservedStep[];
}

/** The step that a profile cannot explain. */
export interface Exclusion {
  /** Name of the recording. */
  readonly recording: string;
  /** Counted from 0. */
  readonly stepIndex: number;
  readonly reason: string;
}

/** What a profile makes of the recordings: it explains them, a step excludes it, or a bound of the search was hit. */
export type Finding =
  | { readonly verdict: 'explains' }
  | { readonly verdict: 'excluded'; readonly by: Exclusion }
  | { readonly verdict: 'unknown'; readonly because: string };

/** Lengths of time by their place in an order. */
export interface Lengths {
  /** How many there are; the last is longer than all recordings. */
  readonly count: number;
  ms(place: number): number;
  placeOf(ms: number): number;
}

const EXPLAINS: Finding = { verdict: 'explains' };

/** The recordings of one system, and what profiles make of them. Each profile is tried once. */
export class Recordings {
  readonly #recordings: readonly Recording[];
  readonly #signal: AbortSignal | undefined;
  readonly #onTried: ((profiles: number) => void) | undefined;
  readonly #findings = new Map<string, Finding>();

  constructor(recordings: readonly Recording[], signal?: AbortSignal, onTried?: (profiles: number) => void) {
    this.#recordings = recordings;
    this.#signal = signal;
    this.#onTried = onTried;
  }

  /** Steps of all recordings. */
  get steps(): number {
    return this.#recordings.reduce((sum, { steps }) => sum + steps.length, 0);
  }

  /** From the first step of a recording to its last, of the longest. */
  get longestMs(): number {
    return this.#recordings.reduce((longest, { steps }) => {
      const lengthMs = (steps.at(-1)?.step.atMs ?? 0) - (steps[0]?.step.atMs ?? 0);
      return Math.max(longest, lengthMs);
    }, 0);
  }

  /**
   * The lengths of time that a profile can tell apart, in order: all times between steps are multiples of one, and a
   * bound is met at it or a millisecond behind.
   */
  get lengths(): Lengths {
    let unit = 0;
    for (const { steps } of this.#recordings)
      for (const { step } of steps) unit = commonDivisor(unit, step.atMs - (steps[0]?.step.atMs ?? 0));
    const unitMs = Math.max(1, unit);
    return {
      count: 2 * (Math.floor(this.longestMs / unitMs) + 1),
      ms: (place) => Math.floor(place / 2) * unitMs + (place % 2),
      placeOf: (ms) => 2 * Math.floor(ms / unitMs) + Math.min(1, ms % unitMs),
    };
  }

  /** Profiles that were tried. */
  get tried(): number {
    return this.#findings.size;
  }

  /**
   * Whether a profile explains all recordings.
   *
   * @throws an `AbortError` once the signal is aborted
   */
  async try(profile: Profile, bounds: OracleBounds = DEFAULT_BOUNDS): Promise<Finding> {
    const key = JSON.stringify([bounds, ...PROFILE_FIELDS.map((field) => profile[field])]);
    const known = this.#findings.get(key);
    if (known !== undefined) return known;
    let finding = EXPLAINS;
    for (const recording of this.#recordings) {
      finding = await this.#tryOne(recording, profile, bounds);
      if (finding.verdict !== 'explains') break;
    }
    this.#findings.set(key, finding);
    this.#onTried?.(this.#findings.size);
    return finding;
  }

  /** Whether one of several profiles does; else what excludes the first, unless a bound was hit. */
  async tryAny(profiles: readonly Profile[], bounds?: OracleBounds): Promise<Finding> {
    let first: Finding | undefined;
    for (const profile of profiles) {
      const finding = await this.try(profile, bounds);
      if (finding.verdict === 'explains') return finding;
      if (first === undefined || finding.verdict === 'unknown') first = finding;
    }
    if (first === undefined) throw new RangeError('no profile to try');
    return first;
  }

  /** Whether a profile explains all recordings for sure. */
  async explainedBy(profile: Profile, bounds?: OracleBounds): Promise<boolean> {
    return (await this.try(profile, bounds)).verdict === 'explains';
  }

  /** The points that a profile leaves open and that were asked on some way that explains the recordings. */
  async askedBy(profile: Profile): Promise<ReadonlySet<string>> {
    const asked = new Set<string>();
    for (const { setup, steps } of this.#recordings) {
      const oracle = new Oracle(setup, profile);
      oracle.countPoints();
      for (const [index, seen] of steps.entries()) {
        if (index % TURN_EVERY === 0) await yieldToEventLoop(this.#signal);
        oracle.see(seen);
      }
      for (const { point } of oracle.points) asked.add(point);
    }
    return asked;
  }

  async #tryOne({ name, setup, steps }: Recording, profile: Profile, bounds: OracleBounds): Promise<Finding> {
    const oracle = new Oracle(setup, profile, bounds);
    // The one field that no rule of the model has to do with.
    const suite = profile.leastReuse === 'none' ? undefined : new PropertySuite([leastReuse], setup, profile);
    for (const [index, seen] of steps.entries()) {
      if (index % TURN_EVERY === 0) await yieldToEventLoop(this.#signal);
      suite?.see(seen);
      const verdict = oracle.see(seen);
      if (verdict === 'unknown') return { verdict, because: `${name}: ${oracle.unknownBecause}` };
      if (verdict === 'violates') {
        const reason = oracle.violation?.reason ?? '';
        return { verdict: 'excluded', by: { recording: name, stepIndex: index, reason } };
      }
    }
    const [found] = suite?.end() ?? [];
    if (found === undefined) return EXPLAINS;
    return {
      verdict: 'excluded',
      by: { recording: name, stepIndex: found.stepIndex, reason: found.reason },
    };
  }
}

function commonDivisor(a: number, b: number): number {
  let [one, other] = [a, b];
  while (other > 0) [one, other] = [other, one % other];
  return one;
}
