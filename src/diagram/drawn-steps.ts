import { settingOf } from '../check/setting.ts';
import { type KeptStep, stepsThatMatter } from '../check/steps-that-matter.ts';
import type { Violation } from '../oracle/verdict.ts';
import type { Trace } from '../trace/trace.ts';

/** Most steps that are drawn; of a longer trace those that matter. */
export const MOST_DRAWN = 30;

/**
 * The steps of a trace that are drawn, in their order: all of a short one. Of a longer one those that concern the
 * violation; or, where there is none, those that call KMS, change a setting or are refused, each with the one after it.
 *
 * @param indices - the index of each step of `trace`, where it is some of a longer one
 */
export function drawnSteps(trace: Trace, violation?: Violation, indices?: readonly number[]): readonly KeptStep[] {
  const all = trace.steps.map((seen, place): KeptStep => ({ index: indices?.[place] ?? place, seen }));
  const upTo = violation === undefined ? all : all.filter(({ index }) => index <= violation.stepIndex);
  if (upTo.length <= MOST_DRAWN) return upTo;
  if (violation === undefined) return tellingSteps(upTo).slice(-MOST_DRAWN);
  const named = [...violation.reason.matchAll(/\bstep (\d+)/g)].map(([, number]) => Number(number) - 1);
  return stepsThatMatter(upTo, () => undefined, named, MOST_DRAWN);
}

function tellingSteps(steps: readonly KeptStep[]): readonly KeptStep[] {
  return steps.filter((step, place) => {
    const before = steps[place - 1];
    return isTelling(step) || before === undefined || isTelling(before) || place === steps.length - 1;
  });
}

function isTelling({ seen }: KeptStep): boolean {
  const { status, kmsCalls = [] } = seen.observation;
  return kmsCalls.length > 0 || status >= 300 || settingOf(seen) !== undefined;
}
