import { setImmediate as breathe } from 'node:timers/promises';
import { lifted, type Profile } from '../../model/index.ts';
import type { GeneratedTrace } from '../../properties/arbitraries/index.ts';
import { PropertySuite } from '../../properties/suite.ts';
import { Oracle } from '../oracle/oracle.ts';
import type { Sut } from '../suts/sut.ts';
import { noAnswerProblem } from '../trace/no-answer.ts';
import type { Trace } from '../trace/trace.ts';
import type { NumberedViolation } from './check-state.ts';
import { type ChosenProperties, chooseProperties, chosenWithout } from './choose.ts';
import { EXPLAINED } from './explained.ts';
import { compareVariant } from './metamorphic-run.ts';
import { monotonicMs } from './monotonic-ms.ts';
import { orAborted } from './or-aborted.ts';
import { runOverlapped } from './overlap/run-overlapped.ts';
import { type BrokenRun, benchOf, brokenBy, type RunPlan } from './run-batch.ts';
import { type RunSetup, runTrace } from './run-trace.ts';
import { seedOfRun } from './seed-of-run.ts';
import { shrink } from './shrink.ts';
import { SYSTEM_ANSWERS } from './system-answers.ts';
import { TieredJudge } from './tiered-judge.ts';

/** A system that hangs takes as long as an answer may take, each time it is tried: no longer than this in all. */
const UNANSWERED_MS = 60_000;

/** A violation with its smallest trace. */
export interface ShrunkViolation {
  readonly finding: NumberedViolation;
  /** Ids of all properties that the last step of the trace violates. */
  readonly besides: readonly string[];
}

/**
 * The smallest trace found that violates the same property, or is doubted for it.
 *
 * @param without - ids of properties that are not judged any more
 * @param onAttempt - called before each attempt; answers whether to go on
 * @param signal - ends an attempt that does not end by itself
 */
export async function shrinkBroken(
  plan: RunPlan,
  sut: Sut,
  broken: BrokenRun,
  without: readonly string[],
  onAttempt: () => boolean,
  signal: AbortSignal | undefined,
): Promise<ShrunkViolation> {
  const { run: number, trace, violation: found } = broken;
  const all = chooseProperties(plan.properties, plan.profile);
  const chosen = chosenWithout(all, without);
  const bench = benchOf(plan, sut, seedOfRun(plan.seed, number), chosen);
  const variant = chosen.metamorphic.find(({ id }) => id === found.property);
  const tried = async (candidate: GeneratedTrace): Promise<BrokenRun | undefined> => {
    await breathe();
    const run = await (plan.overlap === true ? runOverlapped : runTrace)(bench, candidate.setup, candidate.steps);
    const byVariant =
      variant === undefined ? undefined : await compareVariant(bench, variant, candidate, run.trace.steps);
    const now = brokenBy(run, byVariant?.violation);
    const isSame = now?.violation.property === found.property && now.doubted === broken.doubted;
    return isSame ? { run: number, trace: candidate, ...now } : undefined;
  };
  const again = (candidate: GeneratedTrace) => orAborted(tried(candidate), signal);
  const endMs = found.property === SYSTEM_ANSWERS ? monotonicMs() + UNANSWERED_MS : Number.POSITIVE_INFINITY;
  const goOn = (): boolean => monotonicMs() < endMs && onAttempt();
  // What follows the violation has no part in it.
  const upToIt = { setup: trace.setup, steps: trace.steps.slice(0, found.stepIndex + 1) };
  const { violation, observed } = (await shrink({ trace: upToIt, result: broken }, again, goOn)).result;
  const explained = broken.doubted ? explainDoubt(bench, observed) : undefined;
  const judgedBy = broken.doubted || plan.profile.strict ? plan.profile : lifted(plan.profile);
  const { anywhere, atTheEnd } = alsoViolated(all, judgedBy, observed);
  const also = [...anywhere].filter((id) => id !== violation.property);
  const foundAtLength = trace.steps.length;
  const finding = { run: number, violation: explained ?? violation, trace: observed, foundAtLength, also };
  return { finding, besides: atTheEnd };
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
