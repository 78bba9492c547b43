import { setImmediate as breathe } from 'node:timers/promises';
import type { GeneratedTrace } from '../../properties/arbitraries/index.ts';
import type { Sut } from '../suts/sut.ts';
import type { BrokenRun, RunPlan } from './batch.ts';
import type { NumberedViolation } from './check-state.ts';
import { chooseProperties } from './choose.ts';
import { compareVariant } from './metamorphic-run.ts';
import { orAborted } from './or-aborted.ts';
import { type Bench, runTrace } from './run-trace.ts';
import { seedOfRun } from './seed-of-run.ts';
import { shrink } from './shrink.ts';

/**
 * The smallest trace found that violates the same property.
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
  const bench: Bench = {
    sut,
    profile: plan.profile,
    seed: seedOfRun(plan.seed, number),
    properties: chosen.monitored,
    oracle: chosen.oracle,
  };
  const variant = chosen.metamorphic.find(({ id }) => id === found.property);
  const tried = async (candidate: GeneratedTrace): Promise<BrokenRun | undefined> => {
    await breathe();
    const run = await runTrace(bench, candidate.setup, candidate.steps);
    const { violation } =
      variant === undefined ? run : await compareVariant(bench, variant, candidate, run.trace.steps);
    return violation?.property === found.property
      ? { run: number, trace: candidate, violation, observed: run.trace }
      : undefined;
  };
  const again = (candidate: GeneratedTrace) => orAborted(tried(candidate), signal);
  // What follows the violation has no part in it.
  const upToIt = { setup: trace.setup, steps: trace.steps.slice(0, found.stepIndex + 1) };
  const { violation, observed } = (await shrink({ trace: upToIt, result: broken }, again, onAttempt)).result;
  return { run: number, violation, trace: observed, foundAtLength: trace.steps.length };
}
