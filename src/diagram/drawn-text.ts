import { mayCallKms, operationOf } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Violation } from '../oracle/verdict.ts';
import { nameOfProfile } from '../profile/described-profile.ts';
import { nameText } from '../report/names.ts';
import { cutText } from '../report/shown.ts';
import { printable } from '../trace/printable.ts';
import type { Trace } from '../trace/trace.ts';
import type { PlayedStep } from './played.ts';

/** Longest text of a message, in characters; of a violation; and of a title. */
const LONGEST_TEXT = 300;
const LONGEST_VIOLATION = 600;
const LONGEST_TITLE = 200;
/** Most steps that are named in a sentence. */
const MOST_NAMED = 9;

/** One line of bounded length with nothing in it that drives a terminal. */
export function plain(text: string, longest = LONGEST_TEXT): string {
  return cutText(printable(text), longest);
}

/** What is drawn, of which trace, and what is wrong with it. */
export function titleOf(what: string, { header: { sut, profile } }: Trace, violation: Violation | undefined): string {
  const found = violation === undefined ? '' : `: ${violation.property}, step ${violation.stepIndex + 1}`;
  return plain(`${what} of ${nameText(sut)}, profile ${nameText(nameOfProfile(profile))}${found}`, LONGEST_TITLE);
}

/** The property and the reason, or what would have to be so for the trace to conform. */
export function violationText({ property, reason, onlyIf }: Violation): string {
  return plain(onlyIf === undefined ? `Violated: ${property}. ${reason}` : `Unknown: ${onlyIf}`, LONGEST_VIOLATION);
}

/** Whether a step may have called KMS, and nobody looked. */
export function isUnseen({ step, observation }: ObservedStep): boolean {
  return observation.kmsCalls === undefined && mayCallKms(operationOf(step.event));
}

/** What is not known of the steps that are drawn, a sentence each. */
export function unknownTexts(steps: readonly PlayedStep[], violation: Violation | undefined): readonly string[] {
  const unseen = steps.filter(({ seen }) => isUnseen(seen));
  const untold = steps.filter(
    ({ index, seen, possible }) =>
      possible === undefined && index !== violation?.stepIndex && mayCallKms(operationOf(seen.step.event)),
  );
  return [
    ...(unseen.length === 0 ? [] : [`KMS calls were not observed of ${stepsText(unseen)}.`]),
    ...(untold.length === 0 ? [] : [`The model cannot tell what the cache did in ${stepsText(untold)}.`]),
  ];
}

function stepsText(steps: readonly PlayedStep[]): string {
  const told = steps.slice(0, MOST_NAMED).map(({ index }) => index + 1);
  const more = steps.length > MOST_NAMED ? ' and others' : '';
  return `${steps.length === 1 ? 'step' : 'steps'} ${told.join(', ')}${more}`;
}

/** How bucket keys are numbered, by an example, which may be missing. */
export function numberedText(example: number | undefined): string {
  return example === undefined ? '' : `Bucket key ${example} is the one that step ${example} made. `;
}
