import { setImmediate as breathe } from 'node:timers/promises';
import type { GeneratedTrace } from '../../properties/arbitraries/index.ts';
import type { Sut } from '../suts/sut.ts';
import type { Trace } from '../trace/trace.ts';
import type { NumberedViolation } from './check-state.ts';
import { chooseProperties } from './choose.ts';
import { compareVariant } from './metamorphic-run.ts';
import { orAborted } from './or-aborted.ts';
import { runOverlapped } from './overlap/run-overlapped.ts';
import { type BrokenRun, brokenBy, type RunPlan } from './run-batch.ts';
import { type RunSetup, runTrace } from './run-trace.ts';
import { seedOfRun } from './seed-of-run.ts';
import { shrink } from './shrink.ts';
import { TieredJudge } from './tiered-judge.ts';

/**
 * The smallest trace found that violates the same property, or is doubted for it.
 *
 * @param onAttempt - called before each attempt; answers whether to go on
 * @param signal - ends an attempt that does not end by itself
 */
export async function shrinkBroken(
  plan: RunPlan,
  sut: Sut,
  broken: BrokenRun,
  onAttempt: () => boolean,
  signal: AbortSignal | undefined,
): Promise<NumberedViolation> {
  const { run: number, trace, violation: found } = broken;
  const chosen = chooseProperties(plan.properties, plan.profile);
  const bench: RunSetup = {
    sut,
    profile: plan.profile,
    seed: seedOfRun(plan.seed, number),
    properties: chosen.monitored,
    oracle: chosen.oracle,
  };
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
  // What follows the violation has no part in it.
  const upToIt = { setup: trace.setup, steps: trace.steps.slice(0, found.stepIndex + 1) };
  const { violation, observed } = (await shrink({ trace: upToIt, result: broken }, again, onAttempt)).result;
  const explained = broken.doubted ? explainDoubt(bench, observed) : undefined;
  return { run: number, violation: explained ?? violation, trace: observed, foundAtLength: trace.steps.length };
}

/** What it would take for a trace that is doubted to conform. */
function explainDoubt({ profile, properties, oracle }: RunSetup, { header, steps }: Trace) {
  const judge = new TieredJudge({ setup: header.setup, profile, properties, oracle });
  for (const seen of steps) judge.see(seen);
  return judge.explainedDoubt();
}
