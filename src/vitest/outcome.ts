import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import type { FoundViolation, PropertyReport } from '../check/check-report.ts';
import { judgeProperty } from '../check/judge-property.ts';
import { NEEDED } from '../check/needed.ts';
import { SYSTEM_ANSWERS } from '../check/system-answers.ts';
import { countedText, countText } from '../report/quantity-text.ts';
import { violationHeadline } from '../report/violation-text.ts';
import { printable } from '../trace/printable.ts';
import type { CheckedOptions } from './checked-options.ts';
import type { KeptTrace, SuiteCheck } from './suite-check.ts';
import { storyOf } from './violation-story.ts';

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
        : { skipped: `held in ${countText(report.runs)} of ${countedText(options.runs, 'run')}` };
  }
}

/** The reason in one line, then the story, then how to see it again. */
export function violationMessage(found: FoundViolation, { kept }: SuiteCheck, options: CheckedOptions): string {
  const { violation, trace, foundAtLength, also } = found;
  const { length } = trace.steps;
  const isShrunk = foundAtLength > length;
  return [
    storyOf(trace, violation),
    ...(also.length === 0 ? [] : [`The same trace violates as well: ${also.join(', ')}.`]),
    ...(isShrunk ? [`Shrunk from ${countText(foundAtLength)} steps to ${countText(length)}.`] : []),
    ...againLines(kept.get(trace), options),
  ].join('\n');
}

/** How to see a violation again. */
function againLines(kept: KeptTrace | undefined, { seed }: CheckedOptions): readonly string[] {
  if (kept?.replay === undefined) {
    const why = kept?.problem === undefined ? 'No file was kept' : printable(kept.problem);
    return [`${why}. This suite finds it again with seed ${seed}.`];
  }
  const { file, command } = kept.replay;
  return kept.isOld
    ? [`Found by ${file}, left by an earlier failure.`, `Replay what was recorded then: ${command}`]
    : [`Kept in ${file}: this suite runs it first from now on.`, `Replay what was recorded: ${command}`];
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
  const isCompared = METAMORPHIC.some((one) => one.id === id);
  if (checked > 0) {
    const held = countedText(checked, isCompared ? 'comparison' : 'step');
    return `its case never occurred: it held in ${held}, none of them the one it is there for`;
  }
  const property = propertiesUnder(profile).find((one) => one.id === id);
  const events = property?.events ?? [];
  if (!sight.isServed) return 'not reached: no request succeeded';
  if (isCompared) return 'not reached: no trace was compared with its variant; with more runs some are';
  if (property !== undefined && !sight.shows(property.needs))
    return `not reached: it needs ${NEEDED[property.needs]}, and the system shows none`;
  if (events.length > 0 && !events.some((op) => sut.supports.includes(op)))
    return `not reached: the system does not support ${events.join(' or ')}`;
  return `not reached: none of ${countedText(report.steps, 'step')} was one it is about`;
}
