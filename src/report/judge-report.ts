import type { StepsJudgement } from '../check/judge-steps.ts';
import { printable } from '../trace/printable.ts';
import { beginningLines } from './beginning-lines.ts';
import { callLines } from './call-text.ts';
import { propertyLines } from './check-text.ts';
import { labelled } from './columns.ts';
import { coverageJson, eventJson } from './coverage-json.ts';
import { Names, nameText } from './names.ts';
import { countedText, countText } from './quantity-text.ts';
import { cutText, shownJson, shownText } from './shown.ts';
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
        : [tellStory(last, told, judgement.lastIndices)];
  lines.push(
    ...beginningLines(judgement.beginnings),
    ...explanationLines(judgement),
    ...pointLines(judgement),
    ...callLines(judgement.kms, new Names(last)),
    `${countedText(steps, 'step')} judged.`,
    ...(judgement.overlapped === true
      ? ['Requests took time: from the first of them on, the model alone has judged.']
      : []),
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
  overlapped,
  beginnings,
  properties,
  kms,
  explanation,
  points,
  events,
  coverage,
  last,
  lastIndices,
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
    ...(overlapped === true && { overlapped }),
    ...(beginnings !== undefined && { beginnings }),
    properties: properties.map((property) => ({
      id: property.id,
      title: property.title,
      verdict: property.verdict,
      checked: property.checked,
      exercised: property.exercised,
    })),
    events: events.map(eventJson),
    ...(coverage !== undefined && { coverage: coverageJson(coverage) }),
    kms: {
      operations: kms.operations.map(({ operation, calls }) => ({ operation, calls })),
      rows: kms.rows.map(({ bucket, by, keyArn, calls }) => ({ bucket, by, keyArn, calls })),
      others: kms.others,
      bucketKeyCalls: kms.bucketKeyCalls,
      bucketKeyRequests: kms.bucketKeyRequests,
      emptied: kms.emptied,
    },
    ...(explanation !== undefined && { explanation }),
    ...(points !== undefined && { points }),
    violation: violation === undefined ? null : violationJson(violation),
    ...(doubt !== undefined && { doubt: violationJson(doubt) }),
    lastSteps: last.steps.map(({ step, observation }, place) => ({ stepIndex: lastIndices[place], step, observation })),
  };
  return shownJson(value);
}

function explanationLines({ explanation }: StepsJudgement): string[] {
  if (explanation === undefined) return [];
  const { stepIndex, ways } = explanation;
  const step = `Step ${countText(stepIndex + 1)}`;
  if (ways.length === 0) return [`${step}: nothing admissible explains its answer.`, ''];
  const told = ways.map((choices) =>
    choices.length === 0 ? 'with nothing left open' : `by what is open: ${cutText(printable(choices.join(', ')))}`,
  );
  return [`${step}: its answer is admissible`, ...told.flatMap((text) => labelled('  - ', text)), ''];
}

/** Points shown to people; JSON has all. */
const SHOWN_POINTS = 5;

function pointLines({ points }: StepsJudgement): string[] {
  if (points === undefined) return [];
  const decided = points.filter((one) => one.decided > 0);
  const undecided = points.length - decided.length;
  const told = decided.slice(0, SHOWN_POINTS).map(({ point, requirement, asked, decided: many, options }) => {
    const by = options.slice(0, 3).map(({ option, steps }) => `${cutText(printable(option), 40)} ${countText(steps)}`);
    return `${point} (${requirement}) ${countText(many)} of ${countText(asked)} (${by.join(', ')})`;
  });
  const rest = decided.length - told.length;
  if (rest > 0) told.push(`${countText(rest)} more`);
  if (undecided > 0) told.push(`${countText(undecided)} asked and never decided`);
  return labelled('Open points that decided, of steps asked: ', told.length === 0 ? 'none' : told.join('; '));
}

function outcomeText({ verdict, violation, unknownBecause }: StepsJudgement): string {
  if (violation !== undefined)
    return `violates ${nameText(violation.property)} at step ${countText(violation.stepIndex + 1)}`;
  return unknownBecause === undefined ? verdict : `${verdict}, ${unknownBecause}`;
}
