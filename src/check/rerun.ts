import { wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';
import type { Trace } from '../trace/trace.ts';
import { chooseProperties, chosenWithout } from './choose.ts';
import { compareVariant } from './metamorphic-run.ts';
import { graceOf, ifAborted, orAborted } from './or-aborted.ts';
import { type BrokenRun, benchOf, brokenBy, type RunContext, type RunPlan } from './run-batch.ts';
import { runTrace } from './run-trace.ts';
import { type ShrinkContext, type ShrunkViolation, shrinkBroken } from './shrink-broken.ts';

/**
 * Runs the steps of an earlier failure afresh, from its seed, variants included. Answers what they violate still;
 * undefined where nothing is, or the signal was given. They were shrunk when they were found, and are not again unless
 * the context says how.
 *
 * @param without - ids of properties that are not judged any more
 * @throws RangeError when a property id is not known.
 */
export async function rerun(
  plan: RunPlan,
  sut: Sut,
  { header: { setup, seed }, steps: observed }: Trace,
  without: readonly string[],
  context: RunContext & Partial<Pick<ShrinkContext, 'confirm' | 'budget' | 'onAttempt'>>,
): Promise<ShrunkViolation | undefined> {
  const chosen = chosenWithout(chooseProperties(plan.properties, plan.profile), without);
  const bench = benchOf(plan, sut, seed, chosen, context);
  const trace = { setup, steps: observed.map(({ step }) => step) };
  const attempt = async (): Promise<BrokenRun | undefined> => {
    const run = await runTrace(bench, setup, trace.steps);
    let broken = brokenBy(run, undefined);
    const isRepeatable = wallClockOf(sut) === undefined && !('excused' in run);
    for (const property of isRepeatable ? chosen.metamorphic : []) {
      if (broken !== undefined) break;
      const { violation } = await compareVariant(bench, property, trace, run.trace.steps);
      broken = brokenBy(run, violation);
    }
    return broken && { run: 0, trace, ...broken };
  };
  const broken = await orAborted(attempt(), context.signal, graceOf(sut)).catch(ifAborted(context.signal));
  if (broken === undefined || without.includes(broken.violation.property)) return undefined;
  return shrinkBroken(plan, sut, broken, { confirm: 0, onAttempt: () => false, ...context, without, seed });
}
