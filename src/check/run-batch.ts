import { setImmediate as breathe } from 'node:timers/promises';
import fc from 'fast-check';
import type { Profile } from '../../model/index.ts';
import { type GeneratedTrace, traceArbitrary } from '../../properties/arbitraries/index.ts';
import { ModelCoverage } from '../oracle/model-coverage.ts';
import type { Violation } from '../oracle/verdict.ts';
import { wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';
import { traceOptionsOf } from '../suts/trace-options.ts';
import type { Trace } from '../trace/trace.ts';
import { type ChosenProperties, chooseProperties, chosenWithout, idsOf } from './choose.ts';
import type { KnownDeviations, KnownSource } from './known/known-deviations.ts';
import { compareVariant } from './metamorphic-run.ts';
import { monotonicMs } from './monotonic-ms.ts';
import { runOverlapped } from './overlap/run-overlapped.ts';
import { type RunSetup, runTrace, type TraceRun } from './run-trace.ts';
import { seedOfRun } from './seed-of-run.ts';
import { numberOfRun, type Shard } from './shard.ts';
import type { SutNotes } from './sut-notes.ts';
import { addTallies, emptyTally, type Tally } from './tally.ts';
import { tallyOfRun } from './tally-of-run.ts';
import { takenAgain } from './twice/taken-twice.ts';
import { addTwice, NOTHING_TWICE, type TakenTwice, twiceOf } from './twice/twice-tally.ts';

/** What all runs of a check, or of one shard of it, have in common. */
export interface RunPlan {
  readonly profile: Profile;
  readonly seed: number;
  readonly maxSteps: number;
  /** Ids of the properties to check; omitted = all. */
  readonly properties?: readonly string[];
  readonly shard: Shard;
  /** How long an answer may take, in milliseconds; omitted = a minute. */
  readonly stepTimeoutMs?: number;
  /** Whether two requests are begun at a time; judged is by the model alone then. */
  readonly overlap?: boolean;
  /** Whether each trace is run twice, to tell whether it is answered alike. */
  readonly deterministic?: boolean;
}

/** What runs in this process share, and no other process can have. */
export interface RunContext {
  /** What the system says of itself; omitted = nobody wants to know. */
  readonly notes?: SutNotes | undefined;
  /** Ends the runs on a system with a clock on the wall. */
  readonly signal?: AbortSignal | undefined;
  /** Deviations that are excused; omitted = none. */
  readonly known?: KnownDeviations | undefined;
}

/** Neighbouring runs of a shard, made one after the other. */
export interface RunBatch {
  /** Place of the first run in the shard, counted from 0. */
  readonly from: number;
  /** Place after the last one. */
  readonly to: number;
  /** Ids of the properties that are violated already, and not judged any more. */
  readonly without: readonly string[];
  /** Time after which no run is started, as {@link monotonicMs} has it; infinite = no bound. */
  readonly endMs: number;
}

/** A run that violates something, or goes beyond an assumption. */
export interface BrokenRun {
  /** Number in the whole check, counted from 0. */
  readonly run: number;
  readonly trace: GeneratedTrace;
  readonly violation: Violation;
  /** Whether nothing is violated, and an assumption would have to fail. */
  readonly doubted: boolean;
  /** What was seen, up to the violation. */
  readonly observed: Trace;
  /** How many steps of the trace were taken up to it, those that are not told among them. */
  readonly taken: number;
}

/** What a batch came to. Plain data: it may come from another thread. */
export interface BatchResult {
  /** Of the runs that were made: all of them, unless one violates or the time was up. */
  readonly tally: Tally;
  /** The first that violates or is doubted; none was made after it. */
  readonly broken: BrokenRun | null;
  /** What came of running them twice, where that is asked. */
  readonly twice: TakenTwice;
  /** Takes note of what the system said of itself, and what of it was known, once the runs count; not over threads. */
  count?(): void;
}

/**
 * A function that makes the runs of a batch. A run depends on the plan and its number only, not on the batch it is in,
 * and on what the system turned out not to support before.
 *
 * @throws RangeError when a property id is not known.
 */
export function batchRunner(
  plan: RunPlan,
  sut: Sut,
  context: RunContext = {},
): (batch: RunBatch) => Promise<BatchResult> {
  const { notes } = context;
  const { profile, maxSteps, shard } = plan;
  const all = chooseProperties(plan.properties, profile);
  const ids = idsOf(all);
  // No two runs have the same times by a clock on the wall.
  const isWall = wallClockOf(sut) !== undefined;
  const isRepeatable = (run: object): boolean => !isWall && !('declined' in run) && !('excused' in run);
  const options = traceOptionsOf(sut, profile, maxSteps);
  let arbitrary = traceArbitrary(options);
  let dropped = 0;
  return async ({ from, to, without, endMs }) => {
    const chosen = chosenWithout(all, without);
    let tally = emptyTally(ids);
    let twice = NOTHING_TWICE;
    const apart = notes?.apart();
    const known = context.known?.apart();
    const count = (): void => {
      if (apart !== undefined) notes?.add(apart);
      known?.count();
    };
    const counted = (apart ?? known) === undefined ? {} : { count };
    const inBatch = { ...context, notes: apart, known: known?.source };
    const coverage = new ModelCoverage();
    const whole = (): Tally => ({ ...tally, coverage: coverage.counts() });
    for (let place = from; place < to && monotonicMs() < endMs; place++) {
      // Traces run on microtasks alone: without a breath no signal would ever be delivered.
      await breathe();
      const number = numberOfRun(place, shard);
      const seed = seedOfRun(plan.seed, number);
      const bench = {
        ...benchOf(plan, sut, seed, chosen, inBatch),
        coverage,
      };
      if (notes !== undefined && notes.dropped > dropped) {
        dropped = notes.dropped;
        arbitrary = traceArbitrary({ ...options, supports: options.supports.filter((op) => !notes.isDropped(op)) });
      }
      const [trace] = fc.sample(arbitrary, { seed, numRuns: 1 });
      if (trace === undefined) throw new Error('fast-check sampled nothing');
      const run = await (plan.overlap === true ? runOverlapped : runTrace)(bench, trace.setup, trace.steps);
      const turn =
        (run.violation ?? run.doubt) === undefined && isRepeatable(run) ? variantOf(seed, chosen) : undefined;
      const variant = turn === undefined ? undefined : await compareVariant(bench, turn, trace, run.trace.steps);
      const judged =
        turn === undefined || variant === undefined ? undefined : { id: turn.id, judgement: variant.judgement };
      tally = addTallies(tally, tallyOfRun(ids, number, run, chosen.oracle, judged));
      if (plan.deterministic === true && run.taken !== undefined)
        twice = addTwice(twice, twiceOf(number, trace, await takenAgain(bench, trace, run.taken)));
      const broken = brokenBy(run, variant?.violation);
      // That the system answers is asked in any case.
      if (broken !== undefined && !without.includes(broken.violation.property))
        return { tally: whole(), broken: { run: number, trace, ...broken }, twice, ...counted };
    }
    return { tally: whole(), broken: null, twice, ...counted };
  };
}

/** What one run of them needs. */
type BenchContext = Omit<RunContext, 'known'> & { readonly known?: KnownSource | undefined };

/** What one run of a plan is made with. */
export function benchOf(
  { profile, stepTimeoutMs }: RunPlan,
  sut: Sut,
  seed: number,
  { monitored, oracle }: ChosenProperties,
  { notes, signal, known }: BenchContext,
): RunSetup {
  const timeout = stepTimeoutMs === undefined ? {} : { stepTimeoutMs };
  const noted = notes === undefined ? {} : { notes };
  return { sut, profile, seed, properties: monitored, oracle, signal, known, ...noted, ...timeout };
}

/** What a run comes to that has to be told; undefined where all is well. What follows it has no part in it. */
export function brokenBy(
  {
    trace,
    violation,
    doubt,
    places,
  }: Pick<TraceRun, 'trace' | 'violation' | 'doubt'> & Partial<Pick<TraceRun, 'places'>>,
  byVariant: Violation | undefined,
): Omit<BrokenRun, 'run' | 'trace'> | undefined {
  const found = violation ?? doubt ?? byVariant;
  if (found === undefined) return undefined;
  const observed = { ...trace, steps: trace.steps.slice(0, found.stepIndex + 1) };
  const taken = (places?.[found.stepIndex] ?? found.stepIndex) + 1;
  return { violation: found, doubted: found === doubt, observed, taken };
}

/**
 * Each run is also made in the variant of one metamorphic property, which is drawn from its seed: by the run's number,
 * one shard might get all the variants of one and another none.
 */
function variantOf(seed: number, { metamorphic }: ChosenProperties) {
  return metamorphic[seed % Math.max(1, metamorphic.length)];
}
