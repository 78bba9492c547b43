import type { StepsJudgement } from '../check/judge-steps.ts';
import { propertyLines } from './check-text.ts';
import { labelled } from './columns.ts';
import { nameText } from './names.ts';
import { countedText, countText } from './quantity-text.ts';
import { shownJson, shownText } from './shown.ts';
import { tellStory } from './story.ts';
import { violationJson } from './violation-json.ts';

/**
 * A judged trace for people: the story of a violation with the steps that led to it, else what each property came to;
 * then the verdict.
 */
export function judgeText(judgement: StepsJudgement): string {
  const { violation, steps, last, profile } = judgement;
  const lines =
    violation === undefined
      ? [...propertyLines(judgement), '']
      : [tellStory(last, violation, steps - last.steps.length)];
  lines.push(
    `${countedText(steps, 'step')} judged.`,
    ...labelled('', `verdict: ${outcomeText(judgement)} (${nameText(last.header.sut)}, profile ${nameText(profile)})`),
  );
  return shownText(lines);
}

/** A judged trace as JSON, keys always in the same order. */
export function judgeJson({
  verdict,
  unknownBecause,
  violation,
  profile,
  steps,
  properties,
  last,
}: StepsJudgement): string {
  const value = {
    verdict,
    unknownBecause: unknownBecause ?? null,
    profile,
    sut: last.header.sut,
    steps,
    properties: properties.map((property) => ({
      id: property.id,
      title: property.title,
      verdict: property.verdict,
      checked: property.checked,
      exercised: property.exercised,
    })),
    violation: violation === undefined ? null : violationJson(violation),
    lastSteps: last.steps.map(({ step, observation }) => ({ step, observation })),
  };
  return shownJson(value);
}

function outcomeText({ verdict, violation, unknownBecause }: StepsJudgement): string {
  if (violation !== undefined)
    return `violates ${nameText(violation.property)} at step ${countText(violation.stepIndex + 1)}`;
  return unknownBecause === undefined ? verdict : `${verdict}, ${unknownBecause}`;
}
