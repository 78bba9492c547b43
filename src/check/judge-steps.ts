import type { Profile } from '../../model/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import type { PointCount } from '../oracle/decided-points.ts';
import { type CoverageCounts, ModelCoverage } from '../oracle/model-coverage.ts';
import { Oracle } from '../oracle/oracle.ts';
import type { Verdict, Violation } from '../oracle/verdict.ts';
import { described } from '../profile/described-profile.ts';
import type { TraceStream } from '../trace/read-trace-steps.ts';
import type { Trace } from '../trace/trace.ts';
import { TraceError } from '../trace/trace-error.ts';
import { CallStatistics, type CallSummary } from './call-statistics.ts';
import type { EventStatistics, PropertyReport } from './check-report.ts';
import { chooseProperties } from './choose.ts';
import { EventCounts } from './event-counts.ts';
import { EXPLAINED } from './explained.ts';
import { KeptMemory } from './kept-memory.ts';
import { KeptSteps, namedIn } from './kept-steps.ts';
import { propertyReports } from './property-reports.ts';
import type { KeptStep } from './steps-that-matter.ts';
import { TieredJudge } from './tiered-judge.ts';
import { type ToldBeginning, toldBeginnings } from './told-beginnings.ts';

/** Steps between two reports of progress. */
const PROGRESS_EVERY = 1_000;

/** Steps between two looks at how much memory is kept: a look costs more than a short step. */
const LOOK_EVERY = 4;

/** How to judge a trace while it is read. */
export interface JudgeRequest {
  readonly profile: Profile;
  /** Ids of the properties to judge by; omitted = all that one trace can show. */
  readonly properties?: readonly string[];
  /** Index of a step, counted from 0, of which it is to be said why its answer is admissible. */
  readonly explain?: number;
  /** Whether to count which open points decided, for which the model takes each step once more. */
  readonly points?: boolean;
  /** Whether to count what of the model explains steps, for which judging takes longer. */
  readonly coverage?: boolean;
  /**
   * Most memory of what is remembered of the trace, in bytes; the verdict is `unknown` beyond it. Omitted = as much as
   * there is room for.
   */
  readonly maxBytes?: number;
  /** Ends the judgement early; the verdict is `unknown` then, unless there is a violation already. */
  readonly signal?: AbortSignal;
  /** Called now and then with the number of steps judged. */
  onProgress?(steps: number): void;
}

/** What the oracle and the properties say of a trace that was judged while it was read. */
export interface StepsJudgement {
  readonly verdict: Verdict;
  /** Present if and only if the verdict is `violates`. */
  readonly violation?: Violation;
  /** What goes beyond an assumption, where that is why the verdict is `unknown`. */
  readonly doubt?: Violation;
  /**
   * The bound that was hit, the assumption that would have to fail, or that it was interrupted, when the verdict is
   * unknown.
   */
  readonly unknownBecause?: string;
  /** Name of the profile it was judged by. */
  readonly profile: string;
  /** Steps judged, that of the violation included. */
  readonly steps: number;
  /** Answers that nothing but a transient error of S3 itself explains (E-45). */
  readonly transientErrors: number;
  /** Present where requests took time: from the first of them on, the model alone has judged. */
  readonly overlapped?: true;
  /** Fields of answers that were not looked at, since only the raw part of an observation has them. */
  readonly rawFields: number;
  /** KMS calls that no recorded request made, and that were not judged. */
  readonly otherKmsCalls: number;
  /**
   * What has to have been so before the first step, in sentences, each with the index of the step that shows it; only
   * of a trace whose setup leaves something unknown.
   */
  readonly beginnings?: readonly ToldBeginning[];
  readonly properties: readonly PropertyReport[];
  /** Why the answer of the step that was asked for is admissible; undefined where none was, or it was not reached. */
  readonly explanation?: {
    readonly stepIndex: number;
    /** The choices of each way in which the model explains it; empty where nothing does. */
    readonly ways: readonly (readonly string[])[];
  };
  /**
   * How often each open point decided, up to the first step that the profile does not explain; undefined where nobody
   * asked for it.
   */
  readonly points?: readonly PointCount[];
  /** The events there were, and the KMS calls they came to. */
  readonly events: readonly EventStatistics[];
  /** What of the model explained the steps; undefined where nobody asked for it, or the model did not take part. */
  readonly coverage?: CoverageCounts;
  /** How KMS was called, and what bucket keys saved. */
  readonly kms: CallSummary;
  /**
   * At most 20 steps to tell of: the last ones, or up to the violation or the doubt those that concern it, with it;
   * none where that is not kept any more.
   */
  readonly last: Trace;
  /** The index of each step of `last`, counted from 0. */
  readonly lastIndices: readonly number[];
}

/**
 * Ids of the properties a recorded trace can be judged by, in the order of reports: all but those that compare two
 * runs.
 */
export function judgedPropertyIds(): readonly string[] {
  return [EXPLAINED, ...PROPERTIES.map(({ id }) => id)];
}

/**
 * Judges a recorded trace step by step, by the model and the monitors, as `judgeTrace` does, and ends with the first
 * violation. Memory grows with the objects and bucket keys the trace is about, up to a bound; steps are not kept.
 *
 * @throws RangeError when a property id is not known.
 * @throws TraceError where the trace goes wrong.
 */
export async function judgeSteps({ header, steps }: TraceStream, request: JudgeRequest): Promise<StepsJudgement> {
  const { profile, signal } = request;
  const chosen = chooseProperties(request.properties, profile);
  const { setup } = header;
  const coverage = request.coverage === true && chosen.oracle ? new ModelCoverage() : undefined;
  const judge = new TieredJudge({ setup, profile, properties: chosen.monitored, oracle: chosen.oracle, coverage });
  const calls = new CallStatistics();
  const events = new EventCounts();
  let explainer = request.explain === undefined && request.points !== true ? undefined : new Oracle(setup, profile);
  if (request.points === true) explainer?.countPoints();
  let explanation: StepsJudgement['explanation'];
  const kept = new KeptSteps();
  let upToDoubt: readonly KeptStep[] | undefined;
  const memory = new KeptMemory(request.maxBytes);
  let bound: string | undefined;
  let count = 0;
  let rawFields = 0;
  let otherKmsCalls = 0;
  try {
    for await (const seen of steps) {
      count += 1;
      const { raw, otherKmsCalls: others } = seen.observation;
      if (raw !== undefined) rawFields += Object.keys(raw).length;
      if (others !== undefined) otherKmsCalls += others.length;
      calls.see(seen);
      events.see(seen);
      // It takes one step after the other.
      if (seen.endMs !== undefined) explainer = undefined;
      if (explainer !== undefined && count - 1 === request.explain)
        explanation = { stepIndex: count - 1, ways: explainer.explanations(seen) };
      if (explanation === undefined || request.points === true) explainer?.see(seen);
      kept.see(seen);
      if (judge.see(seen) === 'violates') break;
      if (judge.doubt?.stepIndex === count - 1) upToDoubt = upTo(judge.doubt, kept);
      if (count % LOOK_EVERY === 0) bound = boundReached(memory, kept);
      if (bound !== undefined) break;
      if (count % PROGRESS_EVERY === 0) request.onProgress?.(count);
    }
  } catch (error) {
    if (signal?.aborted !== true || error instanceof TraceError) throw error;
  }
  if (bound === undefined && signal?.aborted !== true) judge.end();
  const { violation } = judge;
  const interrupted = signal?.aborted === true ? `interrupted after ${count} steps` : undefined;
  const doubt = interrupted === undefined ? judge.explainedDoubt() : undefined;
  const reached = judge.unknownBecause ?? (bound === undefined ? undefined : `step ${count}: ${bound}`);
  const unknownBecause = interrupted ?? doubt?.onlyIf ?? reached;
  const told = violation ?? doubt;
  const last = told === undefined ? kept.last() : ((doubt && upToDoubt) ?? upTo(told, kept));
  return {
    ...outcomeOf(violation, unknownBecause),
    ...(doubt !== undefined && { doubt }),
    profile: profile.name,
    steps: count,
    transientErrors: judge.transientErrors,
    rawFields,
    otherKmsCalls,
    ...(judge.isOverlapped && { overlapped: true as const }),
    ...toldBeginnings(setup, judge),
    ...(explanation !== undefined && { explanation }),
    ...(request.points === true && { points: explainer?.points ?? [] }),
    events: events.statistics(),
    ...(coverage !== undefined && { coverage: coverage.counts() }),
    kms: calls.summary(),
    properties: propertyReports(judge, count, { oracle: chosen.oracle, reached, cut: interrupted ?? bound }),
    last: { header: { ...header, profile: described(profile) }, steps: last.map(({ seen }) => seen) },
    lastIndices: last.map(({ index }) => index),
  };
}

/** What is kept to tell of is given up first where memory is short. */
function boundReached(memory: KeptMemory, kept: KeptSteps): string | undefined {
  if (memory.boundReached() === undefined) return undefined;
  kept.keepFewer();
  return memory.boundReached();
}

/** The steps that concern a violation, those among them that its argument names. */
function upTo({ stepIndex, reason }: Violation, kept: KeptSteps): readonly KeptStep[] {
  return kept.upTo(stepIndex, namedIn(reason));
}

function outcomeOf(violation: Violation | undefined, unknownBecause: string | undefined) {
  if (violation !== undefined) return { verdict: 'violates', violation } as const;
  return unknownBecause === undefined
    ? ({ verdict: 'conforms' } as const)
    : ({ verdict: 'unknown', unknownBecause } as const);
}
