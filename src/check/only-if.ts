import {
  type Assumed,
  assumptionsOf,
  DAY_MS,
  HOUR_MS,
  lengthened,
  lengthOf,
  lifted,
  type Profile,
  rowOf,
} from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { durationText } from '../report/quantity-text.ts';
import { Judge, type JudgedBy } from './judge.ts';

/**
 * The sentence on a trace that conforms only beyond what its profile assumes: which assumption fails, and by how much;
 * which others would do as well; or which have to fail together.
 *
 * @param steps - the trace; undefined where it is too long to be judged again
 */
export function onlyIf(by: JudgedBy, steps: readonly ObservedStep[] | undefined): string {
  const { profile } = by;
  const all = assumptionsOf(profile);
  if (steps === undefined) {
    const told = all.map((one) => conditionText(profile, one, undefined));
    return `conforms only if one or more of this is so: ${told.join('; or ')}`;
  }
  const conforms = (candidate: Profile): boolean => isExplained({ ...by, profile: candidate }, steps);
  const single = all.filter((one) => conforms(lifted(profile, [one])));
  if (single.length > 0) {
    const told = single.map((one) => conditionText(profile, one, neededLength(profile, one, steps, conforms)));
    return `conforms only if ${told.join(', or if ')}`;
  }
  const needed = all.reduce((left, one) => {
    const others = left.filter((other) => other !== one);
    return conforms(lifted(profile, others)) ? others : left;
  }, all);
  const others = (one: Assumed) =>
    lifted(
      profile,
      needed.filter((other) => other !== one),
    );
  const told = needed.map((one) => conditionText(profile, one, neededLength(others(one), one, steps, conforms)));
  return `conforms only if all of this is so: ${told.join('; and ')}`;
}

function isExplained(by: JudgedBy, steps: readonly ObservedStep[]): boolean {
  const judge = new Judge(by);
  return steps.every((seen) => judge.see(seen) === 'conforms') && judge.settle() === 'conforms';
}

/**
 * The length of time that will do and is nearest to what is assumed, by bisection; undefined where the assumption is
 * about something else.
 */
function neededLength(
  profile: Profile,
  assumed: Assumed,
  steps: readonly ObservedStep[],
  conforms: (candidate: Profile) => boolean,
): number | undefined {
  let fails = lengthOf(profile, assumed);
  if (fails === undefined) return undefined;
  // No more than from the beginning of the trace to its end can matter.
  const lastMs = steps.at(-1)?.step.atMs ?? 0;
  const outerMs = Math.min(lengthOf(lifted(profile, [assumed]), assumed) ?? 0, lastMs + 1);
  let does = assumed.isLeast ? outerMs : Math.max(fails + 1, outerMs);
  while (Math.abs(does - fails) > 1) {
    const middle = Math.floor((does + fails) / 2);
    if (conforms(lengthened(profile, assumed, middle))) does = middle;
    else fails = middle;
  }
  return does;
}

/** `a cached bucket key may serve for 25 h; assumed: at most 24 h`. */
function conditionText(profile: Profile, one: Assumed, lengthMs: number | undefined): string {
  const { assumed } = rowOf(one.field);
  const told = one.isLeast ? assumed?.least : assumed;
  if (told === undefined) throw new RangeError(`${one.field} is not assumed`);
  const assumedText = lengthText(lengthOf(profile, one) ?? 0);
  const condition = told.onlyIf.replace('{}', neededText(one, lengthMs, assumedText));
  return `${condition}; assumed: ${told.believed.replace('{}', assumedText)}`;
}

function neededText({ isLeast }: Assumed, lengthMs: number | undefined, assumedText: string): string {
  const beyond = `${isLeast ? 'less' : 'more'} than ${assumedText}`;
  if (lengthMs === undefined) return beyond;
  // What lasts for a time is over when the time is: what was seen at its very end takes a millisecond more.
  const text = lengthText(isLeast ? lengthMs : lengthMs - 1);
  return text === assumedText ? beyond : text;
}

/** A length of time, in hours where days would hide how near two are: `25 h`. */
function lengthText(ms: number): string {
  return ms % HOUR_MS === 0 && ms > 0 && ms < 3 * DAY_MS ? `${ms / HOUR_MS} h` : durationText(ms);
}
