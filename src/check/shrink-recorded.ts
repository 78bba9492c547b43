import { setImmediate as breathe } from 'node:timers/promises';
import { GROUPINGS } from '../../properties/arbitraries/shrink/fewer-steps.ts';
import { mentioned } from '../../properties/arbitraries/shrink/smaller-setup.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Violation } from '../oracle/verdict.ts';
import { described } from '../profile/described-profile.ts';
import { formatTrace } from '../trace/format-trace.ts';
import type { Trace, TraceHeader } from '../trace/trace.ts';
import { TraceError } from '../trace/trace-error.ts';
import { parseTrace } from '../trace/trace-reader.ts';
import { type ChosenProperties, chooseProperties } from './choose.ts';
import { type Failure, failureOf, isAlike, Objections } from './failure.ts';
import { MOST_TOLD, namedIn } from './kept-steps.ts';
import { monotonicMs } from './monotonic-ms.ts';
import type { Shrinking, ShrinkRequest, ShrunkTrace } from './shrinking.ts';
import { stepsThatMatter } from './steps-that-matter.ts';
import { TieredJudge } from './tiered-judge.ts';

/** Steps judged between two looks at clock and signal. */
const LOOK_EVERY = 500;
/** Groups of steps of one kind that are tried, the largest first. */
const MOST_GROUPS = 50;
/** A trace of more steps keeps its setup: all of it would have to be read again. */
const MOST_READ_AGAIN = 10_000;
/** A trace of fewer steps is not worth the tries at groups. */
const FEW_STEPS = 8;
/** Of a trace of at most so many steps each two are tried. */
const FEW_FOR_PAIRS = 14;

/**
 * Leaves out of a recorded trace what it does not take to refuse it. Nothing is run: the observations stay as they are,
 * and each candidate is judged anew. A step that is left out may make a later one inexplicable that was in order; so a
 * candidate counts only where the first violation is that of the same step, of the same property, by the same claims
 * and in the same parts of the answer, and where nobody objects to that step who did not before.
 */
export async function shrinkRecorded(trace: Trace, request: ShrinkRequest): Promise<Shrinking> {
  return new Shrinker(trace, request).shrink();
}

class Shrinker {
  readonly #steps: readonly ObservedStep[];
  readonly #request: ShrinkRequest;
  readonly #chosen: ChosenProperties;
  /** When the first try began: until then the trace is judged as it is, however long that takes. */
  #startMs: number | undefined;
  #header: TraceHeader;
  /** Indices of the steps of the smallest trace so far. */
  #kept: readonly number[];
  #attempts = 0;
  #endedBy: ShrunkTrace['endedBy'];
  /** What there is against the recorded trace. */
  #objections: Objections | undefined;

  constructor({ header, steps }: Trace, request: ShrinkRequest) {
    this.#steps = steps;
    this.#request = request;
    this.#chosen = chooseProperties(request.properties, request.profile);
    this.#header = { ...header, profile: described(request.profile) };
    this.#kept = [...steps.keys()];
  }

  async shrink(): Promise<Shrinking> {
    const judge = await this.#judged(this.#header, this.#kept);
    if (judge === undefined) return { verdict: 'unknown', unknownBecause: 'interrupted before it was judged once' };
    const found = failureOf(judge);
    if (found === undefined) {
      const { unknownBecause } = judge;
      return unknownBecause === undefined ? { verdict: 'conforms' } : { verdict: 'unknown', unknownBecause };
    }
    await this.#leaveOut(found);
    return this.#result(found.isDoubt);
  }

  async #leaveOut(found: Failure): Promise<void> {
    this.#objections = await this.#objectionsTo(this.#header, this.#kept, found);
    this.#startMs = monotonicMs();
    await this.#leaveOutSteps(found);
    await this.#leaveOutSetup(found);
  }

  async #leaveOutSteps(found: Failure): Promise<void> {
    const target = found.violation.stepIndex;
    // Of a long trace this is mostly all it takes, and each other try costs as much as judging it.
    const mattering = likelySteps(this.#steps, found.violation);
    await this.#keep(found, (index) => mattering.has(index));
    const buckets = new Set([...mattering].map((index) => bucketOf(this.#stepAt(index))));
    await this.#keep(found, (index) => index <= target && buckets.has(bucketOf(this.#stepAt(index))));
    await this.#keep(found, (index) => index <= target);
    await this.#keep(found, () => false);
    if (this.#kept.length > FEW_STEPS)
      for (const group of this.#groups()) await this.#keep(found, (index) => !group.has(index));
    let size = 2 ** Math.floor(Math.log2(this.#kept.length));
    while (size >= 1 && this.#endedBy === undefined) {
      const isShorter = await this.#leaveOutChunks(found, size);
      // One step less may be what another one can do without.
      if (size > 1 || !isShorter) size /= 2;
    }
    while (await this.#leaveOutPair(found));
  }

  /** Two steps that can only go together, as what was disabled and enabled again; tried where few are left. */
  async #leaveOutPair(found: Failure): Promise<boolean> {
    const few = this.#kept.length <= FEW_FOR_PAIRS ? this.#kept : [];
    for (const [place, one] of few.entries()) {
      for (const other of few.slice(place + 1)) {
        if (await this.#keep(found, (index) => index !== one && index !== other)) return true;
      }
    }
    return false;
  }

  /** The later steps first: what they need can go once they are gone. Gives whether any could. */
  async #leaveOutChunks(found: Failure, size: number): Promise<boolean> {
    let isShorter = false;
    for (let end = this.#kept.length; end > 0; end -= size) {
      const isLeft = (_: number, place: number) => place < end - size || place >= end;
      if (await this.#keep(found, isLeft)) isShorter = true;
    }
    return isShorter;
  }

  /** Steps of one kind, requester, bucket or object, by their indices. */
  #groups(): readonly ReadonlySet<number>[] {
    return GROUPINGS.flatMap((groupOf) => {
      const groups = new Map<string | null, Set<number>>();
      for (const index of this.#kept) {
        const group = groupOf(this.#stepAt(index).step);
        groups.set(group, (groups.get(group) ?? new Set()).add(index));
      }
      return [...groups.values()].sort((a, b) => b.size - a.size).slice(0, MOST_GROUPS);
    });
  }

  /** What no step has to do with is no part of the setup either, where the trace can still be read and is refused. */
  async #leaveOutSetup(found: Failure): Promise<void> {
    if (this.#kept.length > MOST_READ_AGAIN) return;
    const steps = this.#kept.map((index) => this.#stepAt(index));
    const header = { ...this.#header, setup: mentioned(this.#header.setup, JSON.stringify(steps)) };
    if (isReadable({ header, steps }) && (await this.#isRefused(header, this.#kept, found))) this.#header = header;
  }

  /** Leaves out what is not to be kept, but for the step that is refused, if the rest is refused alike. */
  async #keep(found: Failure, isKept: (index: number, place: number) => boolean): Promise<boolean> {
    const { stepIndex } = found.violation;
    const candidate = this.#kept.filter((index, place) => index === stepIndex || isKept(index, place));
    if (candidate.length === this.#kept.length) return false;
    const isRefused = await this.#isRefused(this.#header, candidate, found);
    if (isRefused) this.#kept = candidate;
    return isRefused;
  }

  async #isRefused(header: TraceHeader, candidate: readonly number[], found: Failure): Promise<boolean> {
    const judge = await this.#judged(header, candidate);
    const now = judge === undefined ? undefined : failureOf(judge);
    if (now === undefined || now.isDoubt !== found.isDoubt) return false;
    const isThere = candidate[now.violation.stepIndex] === found.violation.stepIndex;
    if (!isThere || !isAlike(now.violation, found.violation)) return false;
    const objections = await this.#objectionsTo(header, candidate, found);
    return objections !== undefined && this.#objections !== undefined && objections.isWithin(this.#objections);
  }

  /** What there is against some steps, up to the one that is refused; undefined where time or signal ended that. */
  async #objectionsTo(
    { setup }: TraceHeader,
    kept: readonly number[],
    { isDoubt, violation }: Failure,
  ): Promise<Objections | undefined> {
    const objections = new Objections({ setup, profile: this.#request.profile }, isDoubt);
    for (const [place, index] of kept.entries()) {
      if (index > violation.stepIndex) break;
      objections.see(this.#stepAt(index));
      if (place % LOOK_EVERY === LOOK_EVERY - 1 && (await this.#isOver())) return undefined;
    }
    return objections;
  }

  /** Judges some steps of the trace; undefined where time or signal ended that. */
  async #judged(header: TraceHeader, kept: readonly number[]): Promise<TieredJudge | undefined> {
    if (await this.#isOver()) return undefined;
    this.#attempts += 1;
    const judge = this.#judgeOf(header);
    for (const [place, index] of kept.entries()) {
      if (judge.see(this.#stepAt(index)) === 'violates') break;
      if (place % LOOK_EVERY === LOOK_EVERY - 1 && (await this.#isOver())) return undefined;
    }
    judge.end();
    return judge;
  }

  #judgeOf({ setup }: TraceHeader): TieredJudge {
    const { monitored, oracle } = this.#chosen;
    return new TieredJudge({ setup, profile: this.#request.profile, properties: monitored, oracle });
  }

  /** Whether time or signal end it. It lets the signal in, and tells how far it got. */
  async #isOver(): Promise<boolean> {
    const { maxSeconds = Number.POSITIVE_INFINITY, signal, onProgress } = this.#request;
    await breathe();
    const elapsedMs = this.#startMs === undefined ? 0 : monotonicMs() - this.#startMs;
    if (signal?.aborted === true) this.#endedBy ??= 'interrupted';
    if (this.#startMs !== undefined && elapsedMs >= maxSeconds * 1_000) this.#endedBy ??= 'out of time';
    onProgress?.({ steps: this.#kept.length, attempts: this.#attempts, elapsedMs });
    return this.#endedBy !== undefined;
  }

  /** What is left, judged once more for what is to be said of it. */
  #result(isDoubt: boolean): Shrinking {
    const trace = { header: this.#header, steps: this.#kept.map((index) => this.#stepAt(index)) };
    const judge = this.#judgeOf(this.#header);
    for (const seen of trace.steps) if (judge.see(seen) === 'violates') break;
    judge.end();
    const violation = isDoubt ? judge.explainedDoubt() : judge.violation;
    if (violation === undefined) throw new Error('a trace that was refused is not refused any more');
    return {
      verdict: isDoubt ? 'unknown' : 'violates',
      ...(violation.onlyIf !== undefined && { unknownBecause: violation.onlyIf }),
      shrunk: {
        violation,
        trace,
        indices: this.#kept,
        foundAtLength: this.#steps.length,
        attempts: this.#attempts,
        ...(this.#endedBy !== undefined && { endedBy: this.#endedBy }),
      },
    };
  }

  #stepAt(index: number): ObservedStep {
    return this.#steps[index]!;
  }
}

/** A few steps that are likely to be all it takes, by their indices. */
function likelySteps(steps: readonly ObservedStep[], { stepIndex, reason }: Violation): ReadonlySet<number> {
  const upTo = steps.slice(0, stepIndex + 1).map((seen, index) => ({ index, seen }));
  const told = stepsThatMatter(upTo, () => undefined, namedIn(reason), MOST_TOLD);
  return new Set(told.map(({ index }) => index));
}

/** The bucket that a step is about; undefined where it is about none. */
function bucketOf({ step: { event } }: ObservedStep): string | undefined {
  return 'bucket' in event ? event.bucket : undefined;
}

function isReadable(trace: Trace): boolean {
  try {
    parseTrace(formatTrace(trace), 'shrunk');
    return true;
  } catch (error) {
    if (error instanceof TraceError) return false;
    throw error;
  }
}
