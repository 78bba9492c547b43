import type { ObservedStep } from '../../../properties/observed-step.ts';
import type { Violation } from '../../oracle/verdict.ts';
import type { Trace } from '../../trace/trace.ts';
import { EXPLAINED } from '../explained.ts';
import { type KnownDeviation, type MetDeviation, MOST_DEVIATIONS } from './known-deviation.ts';
import { asWritten, learnt } from './learn.ts';

/** What of a step is known to be wrong. */
export interface Excuse {
  readonly deviations: readonly KnownDeviation[];
  /** Parts of the answer; empty where it is a property that is violated. */
  readonly parts: readonly string[];
  /** Ids of the claims that the violation is about. */
  readonly requirements: readonly string[];
}

/** Known deviations, as the judge of a run asks for them. */
export interface KnownSource {
  /** What excuses a violation; undefined where not all of it is known. */
  excuse(violation: Violation, seen: ObservedStep): Excuse | undefined;
  /** Takes note that deviations were met by so many steps, which `trace` has. */
  meet(excuse: Excuse, steps: number, trace: () => Trace): void;
}

interface Entry {
  readonly deviation: KnownDeviation;
  readonly isExpired: boolean;
  readonly isNew: boolean;
  requirements: readonly string[];
  times: number;
  /** The shortest beginning of a trace that shows it. */
  trace: Trace | undefined;
}

/** The differences that a system is known to have, and how often each was met. */
export class KnownDeviations implements KnownSource {
  readonly #entries: Entry[];

  /** @param today - such as `2026-11-29`; what has expired before is not excused */
  constructor(deviations: readonly KnownDeviation[], today: string) {
    this.#entries = deviations.map((deviation) => ({
      deviation,
      isExpired: deviation.expires !== undefined && deviation.expires < today,
      isNew: false,
      requirements: [],
      times: 0,
      trace: undefined,
    }));
  }

  excuse({ parts, property, requirements }: Violation, seen: ObservedStep): Excuse | undefined {
    const status = parts.find(({ part }) => part === 'status');
    // What follows from another status is not what is wrong.
    const wrong = status === undefined ? parts : [status];
    if (wrong.length === 0) {
      const known = this.#find((one) => one.part === undefined && one.property === property, seen);
      // Without the model nothing else would be judged either.
      return known === undefined || property === EXPLAINED
        ? undefined
        : { deviations: [known], parts: [], requirements };
    }
    const deviations: KnownDeviation[] = [];
    const written = wrong.map((one) => asWritten(one, seen));
    for (const { part, expected, observed } of written) {
      const known = this.#find(
        (one) =>
          one.part === part &&
          (one.property ?? property) === property &&
          (one.expected ?? expected) === expected &&
          (one.observed ?? observed) === observed,
        seen,
      );
      if (known === undefined) return undefined;
      deviations.push(known);
    }
    return { deviations, parts: written.map(({ part }) => part), requirements };
  }

  meet({ deviations, requirements }: Excuse, steps: number, trace: () => Trace): void {
    for (const deviation of deviations) {
      const entry = this.#entries.find((one) => one.deviation === deviation);
      if (entry === undefined) continue;
      entry.times += 1;
      entry.requirements = requirements;
      if (entry.trace === undefined || steps < entry.trace.steps.length) entry.trace = trace();
    }
  }

  /** The same ones, for runs that may not count in the end; what they have met counts once `count` is called. */
  apart(): { readonly source: KnownSource; count(): void } {
    const met: (() => void)[] = [];
    const source: KnownSource = {
      excuse: (violation, seen) => this.excuse(violation, seen),
      meet: (excuse, steps, trace) => {
        const seen = trace();
        met.push(() => this.meet(excuse, steps, () => seen));
      },
    };
    return {
      source,
      count: () => {
        for (const one of met) one();
      },
    };
  }

  /** The same ones, for runs that are no part of what is counted. */
  uncounted(): KnownSource {
    return { excuse: (violation, seen) => this.excuse(violation, seen), meet: () => {} };
  }

  /** Knows from now on what a violation shows. Answers whether it can be known: as a rule something else is wrong. */
  learn(violation: Violation, seen: ObservedStep, trace: Trace): boolean {
    const taken = new Set(this.#entries.map(({ deviation }) => deviation.id));
    const deviations = learnt(violation, seen, taken);
    if (taken.size + deviations.length > MOST_DEVIATIONS) return false;
    const { requirements } = violation;
    for (const deviation of deviations)
      this.#entries.push({ deviation, isExpired: false, isNew: true, requirements, times: 1, trace });
    return deviations.length > 0;
  }

  /** All of them, with what came of each. */
  get met(): readonly MetDeviation[] {
    return this.#entries.map(({ deviation, times, isExpired, isNew, requirements }) => ({
      deviation,
      times,
      isExpired,
      isNew,
      requirements,
    }));
  }

  /** The shortest beginning of a trace that shows a deviation. */
  traceOf(deviation: KnownDeviation): Trace | undefined {
    return this.#entries.find((one) => one.deviation === deviation)?.trace;
  }

  #find(isIt: (deviation: KnownDeviation) => boolean, { step }: ObservedStep): KnownDeviation | undefined {
    return this.#entries.find(
      ({ deviation, isExpired }) => !isExpired && deviation.operation === step.event.op && isIt(deviation),
    )?.deviation;
  }
}
