import type { Sut } from '../suts/sut.ts';
import type { CheckReport } from './check-report.ts';
import type { CheckRequest } from './check-request.ts';
import type { CheckState } from './check-state.ts';
import { chooseProperties, idsOf } from './choose.ts';
import { monotonicMs } from './monotonic-ms.ts';
import { orAborted } from './or-aborted.ts';
import { checkReportOf } from './report-of.ts';
import { type BatchResult, type BrokenRun, batchRunner, type RunBatch, type RunPlan } from './run-batch.ts';
import { runsInShard, type Shard, WHOLE } from './shard.ts';
import { shrinkBroken } from './shrink-broken.ts';
import { addTallies, emptyTally } from './tally.ts';

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
  run(batch: RunBatch): Promise<BatchResult>;
}

/** A crew of one, in this thread. */
export function inProcessExecutor(plan: RunPlan, sut: Sut): RunExecutor {
  return { batchSize: 1, width: 1, run: batchRunner(plan, sut) };
}

/** What the runs of a request have in common. */
export function planOf({ profile, seed, maxSteps, properties, shard = WHOLE, overlap }: CampaignRequest): RunPlan {
  return {
    profile,
    seed,
    maxSteps,
    shard,
    ...(properties !== undefined && { properties }),
    ...(overlap === true && { overlap }),
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

/**
 * Makes the runs of a check and adds them up in their order, whatever order they end in: what comes out does not depend
 * on the crew. It ends with the first run that violates something, and what was made of later ones does not count.
 *
 * @throws RangeError when a property id is not known.
 */
export async function runCampaign(request: CampaignRequest, sut: Sut, crew: RunExecutor): Promise<CheckReport> {
  const plan = planOf(request);
  const subject = { seed: plan.seed, profile: plan.profile.name, sut: sut.name };
  let state = request.resumeFrom ?? emptyState(plan);
  if (state.violations.length > 0) return checkReportOf(subject, state);

  const aborted = (): boolean => request.signal?.aborted === true;
  const progress = (phase: 'running' | 'shrinking'): void => {
    request.onProgress?.({ runs: state.tally.runs, steps: state.tally.steps, phase });
  };
  let broken: BrokenRun | undefined;
  for await (const result of resultsInOrder(request, state.tally.runs, crew)) {
    const tally = addTallies(state.tally, result.tally);
    state = { ...state, complete: false, tally };
    progress('running');
    if (result.broken !== null) {
      broken = result.broken;
      break;
    }
    request.onState?.(state);
  }
  if (broken !== undefined) {
    const onAttempt = (): boolean => {
      progress('shrinking');
      return !aborted();
    };
    const violation = await shrinkBroken(plan, sut, broken, onAttempt, request.signal);
    state = { ...state, violations: [violation] };
  }
  if (!aborted()) request.onState?.({ ...state, complete: true });
  return checkReportOf(subject, state);
}

/**
 * What batches come to, in the order of their runs and without a gap, until all are made, the time is up, or the signal
 * is given.
 */
async function* resultsInOrder(request: CampaignRequest, done: number, crew: RunExecutor): AsyncGenerator<BatchResult> {
  const { runs, seconds, signal, shard = WHOLE } = request;
  const total = runsInShard(runs, shard);
  const endMs = seconds === undefined ? Number.POSITIVE_INFINITY : monotonicMs() + seconds * 1000;
  const underWay: { readonly runs: number; readonly result: Promise<BatchResult> }[] = [];
  let from = done;
  for (;;) {
    while (underWay.length < crew.width && from < total && signal?.aborted !== true && monotonicMs() < endMs) {
      const to = Math.min(total, from + crew.batchSize);
      const result = crew.run({ from, to, endMs });
      // Nobody waits for a batch once the check has ended before its turn.
      result.catch(() => {});
      underWay.push({ runs: to - from, result });
      from = to;
    }
    const first = underWay.shift();
    if (first === undefined) return;
    const result = await orAborted(first.result, signal).catch((error: unknown) => {
      if (signal?.aborted === true) return undefined;
      throw error;
    });
    if (result === undefined) return;
    yield result;
    if (result.tally.runs < first.runs) return;
  }
}
