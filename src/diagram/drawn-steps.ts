import { settingOf } from '../check/setting.ts';
import { type KeptStep, stepsThatMatter } from '../check/steps-that-matter.ts';
import type { Violation } from '../oracle/verdict.ts';
import type { Trace } from '../trace/trace.ts';

/** Most steps that are drawn; of a longer trace those that matter. */
export const MOST_DRAWN = 20;

/**
 * The steps of a trace that are drawn, in their order: all of a short one. Of a longer one those that concern the
 * violation; or, where there is none, the first and the last of those in which something is new.
 *
 * @param indices - the index of each step of `trace`, where it is some of a longer one
 */
export function drawnSteps(trace: Trace, violation?: Violation, indices?: readonly number[]): readonly KeptStep[] {
  const all = trace.steps.map((seen, place): KeptStep => ({ index: indices?.[place] ?? place, seen }));
  const upTo = violation === undefined ? all : all.filter(({ index }) => index <= violation.stepIndex);
  if (upTo.length <= MOST_DRAWN) return upTo;
  if (violation === undefined) return firstAndLast(tellingSteps(upTo));
  const named = [...violation.reason.matchAll(/\bstep (\d+)/g)].map(([, number]) => Number(number) - 1);
  return stepsThatMatter(upTo, () => undefined, named, MOST_DRAWN);
}

function firstAndLast(steps: readonly KeptStep[]): readonly KeptStep[] {
  const half = MOST_DRAWN / 2;
  return steps.length <= MOST_DRAWN ? steps : [...steps.slice(0, half), ...steps.slice(-half)];
}

/** Those that change a setting, or are not answered as the last one like it, and the last of all. */
function tellingSteps(steps: readonly KeptStep[]): readonly KeptStep[] {
  const answers = new Map<string, string>();
  return steps.filter(({ seen }, place) => {
    const { by, event } = seen.step;
    const like = JSON.stringify([by, event.op, 'bucket' in event ? event.bucket : null]);
    const { status, code, kmsCalls } = seen.observation;
    const answer = JSON.stringify([status, code, kmsCalls?.map(({ operation, result }) => [operation, result])]);
    const isOther = answers.get(like) !== answer;
    answers.set(like, answer);
    return isOther || settingOf(seen) !== undefined || place === steps.length - 1;
  });
}
