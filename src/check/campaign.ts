import { setMaxListeners } from 'node:events';
import { PROPERTIES } from '../../properties/properties.ts';
import type { Sut } from '../suts/sut.ts';
import type { CheckReport } from './check-report.ts';
import type { CheckRequest } from './check-request.ts';
import type { CheckState, NumberedViolation } from './check-state.ts';
import { chooseProperties, idsOf } from './choose.ts';
import type { KnownDeviations } from './known/known-deviations.ts';
import { monotonicMs } from './monotonic-ms.ts';
import { graceOf, orAborted } from './or-aborted.ts';
import { checkReportOf, isEnded, propertiesOf } from './report-of.ts';
import { type BatchResult, batchRunner, benchOf, type RunBatch, type RunContext, type RunPlan } from './run-batch.ts';
import { seedOfRun } from './seed-of-run.ts';
import { areAllMade, runsAskedOf, type Shard, WHOLE } from './shard.ts';
import { budgetOf, type ShrunkViolation, shrinkBroken } from './shrink-broken.ts';
import { SutNotes } from './sut-notes.ts';
import { addTallies, emptyTally } from './tally.ts';
import { determinismReport } from './twice/determinism.ts';
import { addTwice, NOTHING_TWICE } from './twice/twice-tally.ts';
import { UsedUpError } from './used-up-error.ts';

/** A check that may be one shard of a larger one, and may have been begun before. */
export interface CampaignRequest extends CheckRequest {
  /** Omitted = the check is not divided. */
  readonly shard?: Shard;
  /** How far the same check got before; omitted = it begins here. */
  readonly resumeFrom?: CheckState;
  /**
   * Called with each state the check can be continued from: after every batch, and at the end unless it was
   * interrupted.
   */
  onState?(state: CheckState): void;
}

/** Who makes the runs of a check. */
export interface RunExecutor {
  /** Runs in a batch. */
  readonly batchSize: number;
  /** Batches that are under way or waiting at a time. */
  readonly width: number;
  /** Whether what is under way has to end before anything else is asked; omitted = nobody waits for it. */
  readonly endsTogether?: boolean;
  /** How long what is under way may take to end once the signal is given, in milliseconds; omitted = as usual. */
  readonly graceMs?: number;
  run(batch: RunBatch): Promise<BatchResult>;
  /** What the runs share; omitted = nothing. */
  readonly context?: RunContext;
}

/**
 * Makes runs in this thread.
 *
 * @param width - runs under way at a time
 */
export function inProcessExecutor(
  plan: RunPlan,
  sut: Sut,
  { notes = new SutNotes(), signal: given, ...others }: RunContext = {},
  width = 1,
): RunExecutor {
  const signal = given && AbortSignal.any([given]);
  // Each run that is under way listens to it: as many are no leak.
  if (signal !== undefined) setMaxListeners(0, signal);
  const context = { ...others, notes, signal };
  const run = batchRunner(plan, sut, context);
  return { batchSize: 1, width, endsTogether: true, run, context, graceMs: graceOf(sut) };
}

/** What the runs of a request have in common. */
export function planOf({
  profile,
  seed,
  maxSteps,
  properties,
  shard = WHOLE,
  stepTimeoutMs,
  overlap,
  deterministic,
}: CampaignRequest): RunPlan {
  return {
    profile,
    seed,
    maxSteps,
    shard,
    ...(properties !== undefined && { properties }),
    ...(stepTimeoutMs !== undefined && { stepTimeoutMs }),
    ...(overlap === true && { overlap }),
    ...(deterministic === true && { deterministic }),
  };
}

/**
 * The state of a check of which no run was made.
 *
 * @throws RangeError when a property id is not known.
 */
export function emptyState({ properties, profile }: Pick<CheckRequest, 'properties' | 'profile'>): CheckState {
  return { complete: false, tally: emptyTally(idsOf(chooseProperties(properties, profile))), violations: [] };
}

/** How often a failing trace is run again where nothing is said. */
const CONFIRMED = 3;

/**
 * Makes the runs of a check and adds them up in their order, whatever order they end in: what comes out does not depend
 * on the crew. What was made of runs after one that violates something does not count: they are made again, without
 * what is violated, or not at all.
 *
 * @throws RangeError when a property id is not known, neither runs nor a time is given, or what is asked does not go
 *   together.
 */
export async function runCampaign(request: CampaignRequest, sut: Sut, crew: RunExecutor): Promise<CheckReport> {
  const plan = planOf(request);
  const subject = { seed: plan.seed, profile: plan.profile.name, sut: sut.name };
  const { seconds, keepGoing = false } = request;
  const all = chooseProperties(plan.properties, plan.profile);
  const asked = { runs: runsAskedOf(request.runs, plan.shard), keepGoing };
  if (asked.runs === null && seconds === undefined) throw new RangeError('neither runs nor seconds are given');
  if (plan.deterministic === true && plan.overlap === true)
    throw new RangeError('deterministic goes with one request at a time, not with overlap');
  const endMs = seconds === undefined ? Number.POSITIVE_INFINITY : monotonicMs() + seconds * 1000;
  const aborted = (): boolean => request.signal?.aborted === true;
  let state = request.resumeFrom ?? emptyState(plan);
  let twice = NOTHING_TWICE;
  const progress = (phase: 'running' | 'shrinking'): void => {
    request.onProgress?.({ runs: state.tally.runs, steps: state.tally.steps, phase });
  };
  const onAttempt = (): boolean => {
    progress('shrinking');
    return !aborted();
  };
  const benchOfRun = (run: number) =>
    benchOf(plan, sut, seedOfRun(plan.seed, run), all, { ...crew.context, known: undefined });
  for (let isDone = false; !isDone && !isEnded(state.violations, keepGoing); ) {
    isDone = true;
    const without = [...propertiesOf(state.violations)];
    for await (const result of resultsInOrder(request, state.tally.runs, without, endMs, crew)) {
      const { tally, broken } = result;
      result.count?.();
      twice = addTwice(twice, result.twice);
      state = { ...state, complete: false, tally: addTallies(state.tally, tally) };
      progress('running');
      if (broken !== null) {
        const found = await shrinkBroken(plan, sut, broken, {
          ...crew.context,
          without,
          signal: request.signal,
          budget: request.shrink,
          confirm: request.confirm ?? CONFIRMED,
          onAttempt,
        });
        const isKnown = request.learnKnown === true && isLearnt(found.finding, crew.context?.known);
        if (!isKnown) state = { ...state, violations: withFinding(state.violations, found) };
        isDone = aborted();
        break;
      }
      request.onState?.(state);
    }
  }
  const { tally, violations } = state;
  const live = crew.context === undefined ? undefined : { sut, ...crew.context };
  const determinism = plan.deterministic && {
    determinism: await determinismReport(twice, benchOfRun, budgetOf(sut, request.shrink), onAttempt),
  };
  if (aborted()) {
    const interrupted = interruptedText(request.signal, tally.runs, asked.runs);
    return { ...checkReportOf(subject, state, asked, interrupted, live), ...determinism };
  }
  request.onState?.({ ...state, complete: isEnded(violations, keepGoing) || areAllMade(tally.runs, asked.runs) });
  return { ...checkReportOf(subject, state, asked, undefined, live), ...determinism };
}

/** Whether a finding is known from now on. */
function isLearnt({ trace, violation, flaky }: NumberedViolation, known: KnownDeviations | undefined): boolean {
  const seen = trace.steps[violation.stepIndex];
  return known !== undefined && flaky === undefined && seen !== undefined && known.learn(violation, seen, trace);
}

/**
 * Findings with one more. Where the last step of its smallest trace violates the property of an earlier one as well, it
 * follows from the same fault, and is listed there. What only the inside shows is no cause of what an answer shows.
 */
export function withFinding(
  earlier: readonly NumberedViolation[],
  { finding: found, besides }: ShrunkViolation,
): readonly NumberedViolation[] {
  const isInside = (id: string): boolean => PROPERTIES.find((one) => one.id === id)?.needs === 'internals';
  const cause = earlier.find(
    ({ violation: { property } }) =>
      besides.includes(property) && (!isInside(property) || isInside(found.violation.property)),
  );
  if (cause === undefined) return [...earlier, found];
  const also = [...new Set([...cause.also, found.violation.property, ...found.also])];
  const consequences = [...(cause.consequences ?? []), found];
  const other = { ...cause, also: also.filter((id) => id !== cause.violation.property), consequences };
  return earlier.map((one) => (one === cause ? other : one));
}

function interruptedText(signal: AbortSignal | undefined, runs: number, asked: number | null): string {
  const how = signal?.reason instanceof UsedUpError ? signal.reason.message : 'interrupted';
  return `${how} after ${runs}${asked === null ? '' : ` of ${asked}`} runs`;
}

/**
 * What batches come to, in the order of their runs and without a gap, until all are made, the time is up, or the signal
 * is given.
 */
async function* resultsInOrder(
  request: CampaignRequest,
  done: number,
  without: readonly string[],
  endMs: number,
  crew: RunExecutor,
): AsyncGenerator<BatchResult> {
  const { runs, signal, shard = WHOLE } = request;
  const total = runsAskedOf(runs, shard) ?? Number.POSITIVE_INFINITY;
  const underWay: { readonly runs: number; readonly result: Promise<BatchResult> }[] = [];
  let from = done;
  try {
    for (;;) {
      while (underWay.length < crew.width && from < total && signal?.aborted !== true && monotonicMs() < endMs) {
        const to = Math.min(total, from + crew.batchSize);
        const result = crew.run({ from, to, without, endMs });
        // Nobody waits for a batch once the check has ended before its turn.
        result.catch(() => {});
        underWay.push({ runs: to - from, result });
        from = to;
      }
      const first = underWay.shift();
      if (first === undefined) return;
      const result = await orAborted(first.result, signal, crew.graceMs).catch((error: unknown) => {
        if (signal?.aborted === true) return undefined;
        throw error;
      });
      if (result === undefined) return;
      yield result;
      if (result.tally.runs < first.runs) return;
    }
  } finally {
    const ends = Promise.allSettled(underWay.map((one) => one.result));
    if (crew.endsTogether === true) await orAborted(ends, signal, crew.graceMs);
  }
}
