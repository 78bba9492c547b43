import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import type { CheckReport, FoundViolation, PropertyReport } from '../check/check-report.ts';
import { judgeProperty } from '../check/judge-property.ts';
import { NEEDED } from '../check/needed.ts';
import { SYSTEM_ANSWERS } from '../check/system-answers.ts';
import { DETERMINISTIC } from '../check/twice/deterministic.ts';
import type { Violation } from '../oracle/verdict.ts';
import { determinismText, otherwiseStory } from '../report/determinism-text.ts';
import { flakyText } from '../report/flaky-text.ts';
import { countedText, countText } from '../report/quantity-text.ts';
import { violationHeadline } from '../report/violation-text.ts';
import { printable } from '../trace/printable.ts';
import type { CheckedOptions } from './checked-options.ts';
import type { KeptTrace, SuiteCheck } from './suite-check.ts';
import { inUsualWidth, storyOf } from './violation-story.ts';

/** What a test is to do: pass, or say why it is skipped or fails. */
export type TestOutcome = 'passed' | { readonly skipped: string } | { readonly failed: string };

/** What the check says of one test. */
export function outcomeOf(id: string, check: SuiteCheck, options: CheckedOptions): TestOutcome {
  const { report, findings, missing } = check;
  const found = findings.find(({ violation }) => violation.property === id);
  if (found !== undefined) return { failed: violationMessage(found, check, options) };
  if (id === SYSTEM_ANSWERS) return report.steps > 0 ? 'passed' : { skipped: 'not reached: no step was made' };
  if (id === DETERMINISTIC) return outcomeOfTwice(check, options);
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
        : { skipped: `held in ${countText(report.runs)} of ${countedText(options.runs, 'run')}, and not all was done` };
  }
}

/** Whether the same steps were answered alike, as far as all was done. */
function outcomeOfTwice({ report: { determinism }, missing }: SuiteCheck, { seed }: CheckedOptions): TestOutcome {
  if (determinism === undefined) throw new Error('no trace was taken twice');
  const { compared, first } = determinism;
  const text = determinismText(determinism);
  if (first !== undefined) {
    const story = inUsualWidth(() => otherwiseStory(first));
    return { failed: `${text}\n\n${story}This suite finds it again with seed ${seed}.` };
  }
  return compared > 0 && missing.length === 0 ? 'passed' : { skipped: text };
}

/** The reason in one line, then the story, then how to see it again. */
export function violationMessage(found: FoundViolation, { report, kept }: SuiteCheck, options: CheckedOptions): string {
  const { violation, trace, foundAtLength, also } = found;
  const { length } = trace.steps;
  const besides = also.filter((id) => judgedOn(found, id, options) !== undefined);
  const cause = report.violations.includes(found) ? undefined : causeOf(violation.property, report);
  return [
    storyOf(trace, violation),
    ...(cause === undefined ? [] : [`As a rule this is the same fault as ${cause}.`]),
    ...(besides.length === 0 ? [] : [`The same trace violates as well: ${besides.join(', ')}.`]),
    ...(found.flaky === undefined ? [] : [`This is ${flakyText(found.flaky)}.`]),
    ...(foundAtLength > length ? [`Shrunk from ${countText(foundAtLength)} steps to ${countText(length)}.`] : []),
    ...againLines(kept.get(trace), options),
  ].join('\n');
}

/** What the trace of a finding says of another property of a trace; undefined where it does not violate it. */
function judgedOn({ trace }: FoundViolation, id: string, { profile }: CheckedOptions): Violation | undefined {
  if (METAMORPHIC.some((one) => one.id === id)) return undefined;
  const { violation, doubt } = judgeProperty(trace, profile, id);
  return violation ?? doubt;
}

function causeOf(id: string, { violations }: CheckReport): string | undefined {
  return violations.find(({ also }) => also.includes(id))?.violation.property;
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

/** What is said of a property that the trace of another one violates as well. */
function consequenceMessage(id: string, { report, findings }: SuiteCheck, options: CheckedOptions): string {
  for (const found of findings) {
    const own = judgedOn(found, id, options);
    if (own === undefined) continue;
    const { property } = found.violation;
    const where = `As a rule this is the same fault as ${property}: its trace shows both, its test tells the story.`;
    return `${violationHeadline(own)}\n\n${where}`;
  }
  return `${id}: violated, as a rule by the same fault as ${causeOf(id, report)}, whose test tells the story`;
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
  const dropped = report.system?.unsupported.map(({ operation }) => operation) ?? [];
  if (!sight.isServed) return 'not reached: no request succeeded';
  if (isCompared) return 'not reached: no trace was compared with its variant; with more runs some are';
  if (property !== undefined && !sight.shows(property.needs))
    return `not reached: it needs ${NEEDED[property.needs]}, and the system shows none`;
  if (events.length > 0 && !events.some((op) => sut.supports.includes(op) && !dropped.includes(op)))
    return `not reached: the system does not support ${events.join(' or ')}`;
  return `not reached: none of ${countedText(report.steps, 'step')} was one it is about`;
}
