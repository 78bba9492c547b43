import {
  assumptionsOf,
  DAY_MS,
  HOUR_MS,
  lengthened,
  lengthOf,
  lifted,
  type Profile,
  type ProfileField,
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
    const told = all.map((field) => conditionText(profile, field, undefined));
    return `conforms only if one or more of this is so: ${told.join('; or ')}`;
  }
  const conforms = (candidate: Profile): boolean => isExplained({ ...by, profile: candidate }, steps);
  const single = all.filter((field) => conforms(lifted(profile, [field])));
  if (single.length > 0) {
    const told = single.map((field) => conditionText(profile, field, leastLength(profile, field, steps, conforms)));
    return `conforms only if ${told.join(', or if ')}`;
  }
  const needed = all.reduce((left, field) => {
    const others = left.filter((other) => other !== field);
    return conforms(lifted(profile, others)) ? others : left;
  }, all);
  const others = (field: ProfileField) =>
    lifted(
      profile,
      needed.filter((other) => other !== field),
    );
  const told = needed.map((field) => conditionText(profile, field, leastLength(others(field), field, steps, conforms)));
  return `conforms only if all of this is so: ${told.join('; and ')}`;
}

function isExplained(by: JudgedBy, steps: readonly ObservedStep[]): boolean {
  const judge = new Judge(by);
  return steps.every((seen) => judge.see(seen) === 'conforms');
}

/** The shortest length of time that will do, by bisection; undefined where the assumption is about something else. */
function leastLength(
  profile: Profile,
  field: ProfileField,
  steps: readonly ObservedStep[],
  conforms: (candidate: Profile) => boolean,
): number | undefined {
  let tooShort = lengthOf(profile, field);
  if (tooShort === undefined) return undefined;
  // No more than from the beginning of the trace to its end can matter.
  const lastMs = steps.at(-1)?.step.atMs ?? 0;
  let enough = Math.max(tooShort + 1, Math.min(lengthOf(lifted(profile, [field]), field) ?? 0, lastMs + 1));
  while (enough - tooShort > 1) {
    const middle = Math.floor((enough + tooShort) / 2);
    if (conforms(lengthened(profile, field, middle))) enough = middle;
    else tooShort = middle;
  }
  return enough;
}

/** `a cached bucket key may serve for 25 h; assumed: at most 24 h`. */
function conditionText(profile: Profile, field: ProfileField, lengthMs: number | undefined): string {
  const { assumed } = rowOf(field);
  if (assumed === undefined) throw new RangeError(`${field} is not assumed`);
  const { onlyIf: condition, believed } = assumed;
  const assumedText = lengthText(lengthOf(profile, field) ?? 0);
  // What lasts for a time is over when the time is: what was seen at its very end takes a millisecond more.
  const needed = lengthMs === undefined ? `more than ${assumedText}` : lengthText(lengthMs - 1);
  return `${condition.replace('{}', needed)}; assumed: ${believed.replace('{}', assumedText)}`;
}

/** A length of time, in hours where days would hide how near two are: `25 h`. */
function lengthText(ms: number): string {
  return ms % HOUR_MS === 0 && ms > 0 && ms < 3 * DAY_MS ? `${ms / HOUR_MS} h` : durationText(ms);
}
