import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import type { FoundViolation, PropertyReport } from '../check/check-report.ts';
import { judgeProperty } from '../check/judge-property.ts';
import { NEEDED } from '../check/needed.ts';
import { SYSTEM_ANSWERS } from '../check/system-answers.ts';
import { countedText, countText } from '../report/quantity-text.ts';
import { tellStory } from '../report/story.ts';
import { violationHeadline } from '../report/violation-text.ts';
import type { CheckedOptions } from './checked-options.ts';
import type { KeptTrace, SuiteCheck } from './suite-check.ts';

/** What a test is to do: pass, or say why it is skipped or fails. */
export type TestOutcome = 'passed' | { readonly skipped: string } | { readonly failed: string };

/** What the check says of one test. */
export function outcomeOf(id: string, check: SuiteCheck, options: CheckedOptions): TestOutcome {
  const { report, missing } = check;
  const found = report.violations.find(({ violation }) => violation.property === id);
  if (found !== undefined) return { failed: violationMessage(found, check, options) };
  if (id === SYSTEM_ANSWERS) return report.steps > 0 ? 'passed' : { skipped: 'not reached: no step was made' };
  const property = report.properties.find((one) => one.id === id);
  if (property === undefined) throw new Error(`the check has no report on ${id}`);
  switch (property.verdict) {
    case 'violated':
      return { failed: consequenceMessage(id, check, options) };
    case 'unknown':
      return { failed: `${id}: not settled, ${report.unknownBecause} was reached` };
    case 'not-judged':
      return { skipped: `not reached: the check was ended by the violation of ${report.endedBy}` };
    case 'not-exercised':
      return { skipped: idleNote(property, check, options) };
    case 'holds':
      return missing.length === 0
        ? 'passed'
        : { skipped: `held in ${countedText(report.runs, 'run')}, which is not all` };
  }
}

/** The reason in one line, then the story, then how to see it again. */
export function violationMessage(found: FoundViolation, { kept }: SuiteCheck, options: CheckedOptions): string {
  const { violation, trace, foundAtLength, also } = found;
  const steps = countedText(trace.steps.length, 'step');
  return [
    violationHeadline(violation),
    '',
    tellStory(trace, violation),
    ...(also.length === 0 ? [] : [`The same trace violates as well: ${also.join(', ')}.`]),
    ...(foundAtLength > trace.steps.length
      ? [`Shrunk from ${countText(foundAtLength)} to ${steps}, the shortest trace that was found.`]
      : []),
    againText(kept.get(trace), options),
  ].join('\n');
}

/** How to see a violation again. */
function againText(kept: KeptTrace | undefined, { seed, sut }: CheckedOptions): string {
  if (kept?.replay === undefined) {
    const none = kept?.problem === undefined ? '' : `${kept.problem}. `;
    return `${none}To see it again run this suite again, with seed ${seed}.`;
  }
  const { file, command } = kept.replay;
  const where = kept.isOld
    ? `It was found again by ${file}, which an earlier failure has left.`
    : `It is kept in ${file}, which this suite runs first from now on.`;
  return `${where}\nTo see it again run this suite again; to see what ${sut.name} did then: ${command}`;
}

/** What is said of a property that somebody else's trace violates as well. */
function consequenceMessage(id: string, { report }: SuiteCheck, { profile }: CheckedOptions): string {
  const cause = report.violations.find(({ also }) => also.includes(id));
  if (cause === undefined) return `${id}: violated`;
  const { property } = cause.violation;
  const told = METAMORPHIC.some((one) => one.id === id) ? undefined : judgeProperty(cause.trace, profile, id);
  const own = told?.violation ?? told?.doubt;
  const line = own === undefined ? `${id}: violated, as ${property} is` : violationHeadline(own);
  return `${line}\n\nThe trace that violates ${property} violates it as well: as a rule the same fault. Its story is there.`;
}

/** Why nothing is claimed of a property. */
function idleNote({ id, checked }: PropertyReport, { report, sight }: SuiteCheck, { sut, profile }: CheckedOptions) {
  if (checked > 0)
    return `its case never occurred: it held in ${countedText(checked, 'step')}, none of them the one it is there for`;
  if (METAMORPHIC.some((one) => one.id === id))
    return 'not reached: no trace was compared with its variant, which more runs would do';
  const property = propertiesUnder(profile).find((one) => one.id === id);
  if (property !== undefined && !sight.shows(property.needs))
    return `not reached: it needs ${NEEDED[property.needs]}, and ${sut.name} shows none`;
  const events = property?.events ?? [];
  if (events.length > 0 && !events.some((op) => sut.supports.includes(op)))
    return `not reached: it is about ${events.join(', ')}, and ${sut.name} supports none of them`;
  return `not reached: none of ${countedText(report.steps, 'step')} was one it is about`;
}
