import type { StepsJudgement } from '../check/judge-steps.ts';
import { propertyLines } from './check-text.ts';
import { labelled } from './columns.ts';
import { nameText } from './names.ts';
import { countedText, countText } from './quantity-text.ts';
import { shownJson, shownText } from './shown.ts';
import { tellStory } from './story.ts';
import { violationJson } from './violation-json.ts';
import { violationLines } from './violation-text.ts';

/**
 * A judged trace for people: the story of a violation with the steps that led to it, else what each property came to;
 * then the verdict.
 */
export function judgeText(judgement: StepsJudgement): string {
  const { violation, doubt, steps, transientErrors, rawFields, otherKmsCalls, last, profile } = judgement;
  const told = violation ?? doubt;
  const lines =
    told === undefined
      ? [...propertyLines(judgement), '']
      : last.steps.length === 0
        ? [...propertyLines(judgement), '', ...violationLines(told), '']
        : [tellStory(last, told, told.stepIndex + 1 - last.steps.length)];
  lines.push(
    ...beginningLines(judgement),
    `${countedText(steps, 'step')} judged.`,
    ...(transientErrors === 0
      ? []
      : [`${countedText(transientErrors, 'answer')} explained by errors of S3 itself only.`]),
    ...(rawFields === 0
      ? []
      : [`${countedText(rawFields, 'field')} of answers ${rawFields === 1 ? 'was' : 'were'} not looked at.`]),
    ...(otherKmsCalls === 0 ? [] : [`${countedText(otherKmsCalls, 'KMS call')} of no recorded request not judged.`]),
    ...labelled('', `verdict: ${outcomeText(judgement)} (${nameText(last.header.sut)}, profile ${nameText(profile)})`),
  );
  return shownText(lines);
}

/** Beginnings shown to people; JSON has more of them. */
const SHOWN_BEGINNINGS = 20;

function beginningLines({ beginnings = [] }: StepsJudgement): readonly string[] {
  if (beginnings.length === 0) return [];
  const shown = beginnings.slice(0, SHOWN_BEGINNINGS).map(({ text, stepIndex }) => `  ${text} (step ${stepIndex + 1})`);
  const left = beginnings.length - shown.length;
  return ['From before the recording:', ...shown, ...(left === 0 ? [] : [`  and ${countText(left)} more`]), ''];
}

/** A judged trace as JSON, keys always in the same order. */
export function judgeJson({
  verdict,
  unknownBecause,
  violation,
  doubt,
  profile,
  steps,
  transientErrors,
  rawFields,
  otherKmsCalls,
  beginnings,
  properties,
  last,
}: StepsJudgement): string {
  const value = {
    verdict,
    unknownBecause: unknownBecause ?? null,
    profile,
    sut: last.header.sut,
    steps,
    transientErrors,
    rawFields,
    otherKmsCalls,
    ...(beginnings !== undefined && { beginnings }),
    properties: properties.map((property) => ({
      id: property.id,
      title: property.title,
      verdict: property.verdict,
      checked: property.checked,
      exercised: property.exercised,
    })),
    violation: violation === undefined ? null : violationJson(violation),
    ...(doubt !== undefined && { doubt: violationJson(doubt) }),
    lastSteps: last.steps.map(({ step, observation }) => ({ step, observation })),
  };
  return shownJson(value);
}

function outcomeText({ verdict, violation, unknownBecause }: StepsJudgement): string {
  if (violation !== undefined)
    return `violates ${nameText(violation.property)} at step ${countText(violation.stepIndex + 1)}`;
  return unknownBecause === undefined ? verdict : `${verdict}, ${unknownBecause}`;
}
