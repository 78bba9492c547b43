import { setImmediate as breathe } from 'node:timers/promises';
import { lifted, type Profile } from '../../model/index.ts';
import type { GeneratedTrace } from '../../properties/arbitraries/index.ts';
import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { PropertySuite } from '../../properties/suite.ts';
import { Oracle } from '../oracle/oracle.ts';
import { profileOf } from '../profile/described-profile.ts';
import { wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';
import { capabilitiesOf } from '../suts/trace-options.ts';
import { noAnswerProblem } from '../trace/no-answer.ts';
import type { Trace } from '../trace/trace.ts';
import type { Flakiness } from './check-report.ts';
import type { NumberedViolation } from './check-state.ts';
import { type ChosenProperties, chooseProperties, chosenWithout } from './choose.ts';
import { EXPLAINED } from './explained.ts';
import { compareVariant } from './metamorphic-run.ts';
import { monotonicMs } from './monotonic-ms.ts';
import { graceOf, ifAborted, orAborted } from './or-aborted.ts';
import { runOverlapped } from './overlap/run-overlapped.ts';
import { type BrokenRun, benchOf, brokenBy, type RunContext, type RunPlan } from './run-batch.ts';
import { type RunSetup, runTrace } from './run-trace.ts';
import { seedOfRun } from './seed-of-run.ts';
import { DEFAULT_SHRINK_BOUNDS, shrink } from './shrink.ts';
import { shrinkRecorded } from './shrink-recorded.ts';
import { SYSTEM_ANSWERS } from './system-answers.ts';
import { TieredJudge } from './tiered-judge.ts';

/** How much shrinking may cost where nothing is said. */
const USUAL = { sessions: DEFAULT_SHRINK_BOUNDS.attempts, seconds: Number.POSITIVE_INFINITY };
/** A system that hangs takes as long as an answer may take, each time it is tried: no longer than this in all. */
const UNANSWERED = { seconds: 60 };

/** A violation with its smallest trace. */
export interface ShrunkViolation {
  readonly finding: NumberedViolation;
  /** Ids of all properties that the last step of the trace violates. */
  readonly besides: readonly string[];
}

/** How much shrinking one violation may cost, what is left out being as usual. */
export interface ShrinkBudget {
  /** Sessions with the system; omitted = 3,000, and 200 where its clock is on the wall. */
  readonly sessions?: number | undefined;
  /** Seconds; omitted = no bound, and two minutes where its clock is on the wall. */
  readonly seconds?: number | undefined;
}

/** How a violation is shrunk. */
export interface ShrinkContext extends RunContext {
  /** Ids of properties that are not judged any more. */
  readonly without: readonly string[];
  readonly budget?: ShrinkBudget | undefined;
  /** Seed that the system is started with; omitted = that of the run. */
  readonly seed?: number;
  /** How often the steps are run again before, to see whether they always fail. */
  readonly confirm: number;
  /** Called before each attempt; answers whether to go on. */
  onAttempt(): boolean;
}

/** How much it may cost where the clock is on the wall, and nothing is said. */
const BY_THE_WALL = { sessions: 200, seconds: 120 };

/** What violates something every time is shrunk by running less of it; what does not, as it was recorded. */
const MOST_SECONDS_RECORDED = 30;

/** How much shrinking may cost, what is left out of a budget being as usual. */
export function budgetOf(sut: Sut, budget: ShrinkBudget = {}, isUnanswered = false) {
  const usual = wallClockOf(sut) === undefined ? { ...USUAL, ...(isUnanswered && UNANSWERED) } : BY_THE_WALL;
  const { sessions = usual.sessions, seconds = usual.seconds } = budget;
  return { sessions, seconds };
}

/**
 * The smallest trace found that violates the same property, or is doubted for it. The signal of the context ends an
 * attempt that does not end by itself.
 */
export async function shrinkBroken(
  plan: RunPlan,
  sut: Sut,
  broken: BrokenRun,
  context: ShrinkContext,
): Promise<ShrunkViolation> {
  const { run: number, trace, violation: found } = broken;
  const { without, budget, signal } = context;
  const all = chooseProperties(plan.properties, plan.profile);
  const chosen = chosenWithout(all, without);
  const bench = benchOf(plan, sut, context.seed ?? seedOfRun(plan.seed, number), chosen, {
    ...context,
    known: context.known?.uncounted(),
  });
  const variant = chosen.metamorphic.find(({ id }) => id === found.property);
  const tried = async (candidate: GeneratedTrace): Promise<BrokenRun | undefined> => {
    await breathe();
    const run = await (plan.overlap === true ? runOverlapped : runTrace)(bench, candidate.setup, candidate.steps);
    const byVariant =
      variant === undefined || 'excused' in run
        ? undefined
        : await compareVariant(bench, variant, candidate, run.trace.steps);
    const now = brokenBy(run, byVariant?.violation);
    const isSame = now?.violation.property === found.property && now.doubted === broken.doubted;
    return isSame ? { run: number, trace: candidate, ...now } : undefined;
  };
  const again = (candidate: GeneratedTrace) =>
    orAborted(tried(candidate), signal, graceOf(sut)).catch(ifAborted(signal));
  const isUnanswered = found.property === SYSTEM_ANSWERS;
  const { sessions, seconds } = budgetOf(sut, budget, isUnanswered);
  const endMs = monotonicMs() + seconds * 1_000;
  const goOn = (): boolean => monotonicMs() < endMs && context.onAttempt();
  // What follows the violation is not among them, and has no part in it.
  const taken = trace.steps.slice(0, broken.taken);
  const steps = taken.filter(({ event }) => context.notes?.isDropped(event.op) !== true);
  const upToIt = { setup: trace.setup, steps };
  // A hang takes as long as an answer may take.
  const times = isUnanswered ? Math.min(1, context.confirm) : context.confirm;
  const flaky = await failsNow(() => again(upToIt), times, goOn);
  const attempts = { attempts: sessions };
  const { violation, observed } =
    flaky === undefined
      ? (await shrink({ trace: upToIt, result: broken }, again, goOn, attempts, capabilitiesOf(sut))).result
      : await shorterAsRecorded(broken, seconds, signal);
  const judgedBy = profileOf(observed.header.profile);
  const explained = broken.doubted ? explainDoubt({ ...bench, profile: judgedBy }, observed) : undefined;
  const { anywhere, atTheEnd } = alsoViolated(
    all,
    broken.doubted || judgedBy.strict ? judgedBy : lifted(judgedBy),
    observed,
  );
  const also = [...anywhere].filter((id) => id !== violation.property);
  const finding = {
    run: number,
    violation: explained ?? violation,
    trace: observed,
    foundAtLength: trace.steps.length,
    also,
    ...(flaky !== undefined && { flaky }),
  };
  return { finding, besides: atTheEnd };
}

/**
 * Runs a failing trace again.
 *
 * @returns in how many of how many runs it failed; undefined where it always did
 */
async function failsNow(
  again: () => Promise<BrokenRun | undefined>,
  times: number,
  goOn: () => boolean,
): Promise<Flakiness | undefined> {
  let runs = 0;
  let failed = 0;
  while (runs < times && goOn()) {
    runs += 1;
    if ((await again()) !== undefined) failed += 1;
  }
  return failed === runs ? undefined : { runs, failed };
}

/** What was seen, without what it does not take to refuse it; as it is where that cannot be said of one trace. */
async function shorterAsRecorded(
  broken: BrokenRun,
  seconds: number,
  signal: AbortSignal | undefined,
): Promise<Pick<BrokenRun, 'violation' | 'observed'>> {
  const { violation, observed } = broken;
  if (violation.property === SYSTEM_ANSWERS || METAMORPHIC.some(({ id }) => id === violation.property)) return broken;
  const { shrunk } = await shrinkRecorded(observed, {
    profile: profileOf(observed.header.profile),
    properties: [violation.property],
    maxSeconds: Math.min(seconds, MOST_SECONDS_RECORDED),
    ...(signal !== undefined && { signal }),
  });
  return shrunk === undefined ? broken : { violation: shrunk.violation, observed: shrunk.trace };
}

/** The properties that a trace violates, each asked to its end whatever the others found. */
function alsoViolated({ monitored, oracle }: ChosenProperties, profile: Profile, { header, steps }: Trace) {
  const suite = new PropertySuite(monitored, header.setup, profile);
  const model = oracle ? new Oracle(header.setup, profile) : undefined;
  const anywhere = new Set<string>();
  let atTheEnd: string[] = [];
  for (const seen of steps) {
    if (noAnswerProblem(seen.observation) !== undefined) break;
    atTheEnd = suite.see(seen).map(({ property }) => property.id);
    if (model?.verdict === 'conforms' && model.see(seen) === 'violates') atTheEnd.push(EXPLAINED);
    for (const id of atTheEnd) anywhere.add(id);
  }
  return { anywhere, atTheEnd };
}

/** What it would take for a trace that is doubted to conform. */
function explainDoubt({ profile, properties, oracle }: RunSetup, { header, steps }: Trace) {
  const judge = new TieredJudge({ setup: header.setup, profile, properties, oracle });
  for (const seen of steps) judge.see(seen);
  return judge.explainedDoubt();
}
