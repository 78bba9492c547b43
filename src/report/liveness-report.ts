import type { AssumptionReport, GoalReport, Lasso, Liveness } from '../explore/liveness/liveness.ts';
import { labelled } from './columns.ts';
import { countedText, countText, durationText } from './quantity-text.ts';
import { tellStory } from './story.ts';
import { requirementLines } from './violation-text.ts';

/**
 * What was found out about what is pending, for people: each goal with what it takes for granted, and the story of a
 * run without end.
 */
export function livenessLines({ goals, unknownBecause }: Liveness): string[] {
  const lines = ['what is pending ends:', ...goals.flatMap(goalLines)];
  if (unknownBecause !== undefined)
    lines.push(
      ...labelled('  ', `unknown of ${goals.length === 0 ? 'all' : 'the rest'}: ${unknownBecause} came first`),
    );
  const found = goals.find(({ lasso }) => lasso !== undefined);
  if (found?.lasso !== undefined) lines.push('', ...storyLines(found, found.lasso));
  return lines;
}

function goalLines({ id, subject, pendingText, pendingStates, assumptions, lasso }: GoalReport): string[] {
  const verdict = lasso !== undefined ? 'violated' : pendingStates === 0 ? 'not exercised' : 'holds';
  return [
    ...labelled('  ', `${id} (${subject}): ${verdict}; in ${countedText(pendingStates, 'state')} ${pendingText}`),
    ...assumptions.flatMap(assumptionLines),
  ];
}

function assumptionLines({ text, requirements, rulesOut }: AssumptionReport): string[] {
  const source = requirements.length === 0 ? '' : ` (${requirements.join(', ')})`;
  return [
    ...labelled('    assumed: ', `${text}${source}`),
    ...(rulesOut === undefined
      ? []
      : labelled('      without it: ', `${lassoText(rulesOut)}, and it is pending for ever`)),
  ];
}

function storyLines({ id, title, requirements, pendingText, assumptions }: GoalReport, lasso: Lasso): string[] {
  return [
    tellStory(lasso.trace),
    ...labelled('Violated: ', `${id}, by a run that never ends`),
    ...labelled('  Must hold:  ', title),
    ...labelled('  Found:      ', `${lassoText(lasso)}; ${pendingText} all the while`),
    ...assumptions.flatMap(({ text }, index) => labelled(index === 0 ? '  Although:   ' : '              ', text)),
    ...(requirements.length === 0 ? [] : ['', '  It rests on', ...requirements.flatMap(requirementLines)]),
  ];
}

/** Where a run goes round, and what it does there. */
function lassoText({ trace: { steps }, cycleFrom, roundMs }: Lasso): string {
  const after = cycleFrom === 0 ? 'from the beginning' : `after ${countedText(cycleFrom, 'step')}`;
  const names = steps.slice(cycleFrom).map(({ step }) => step.event.op);
  const time = roundMs === 0 ? '' : `, ${durationText(roundMs)} each time`;
  if (names.length === 0) return `${after} ${roundMs === 0 ? 'nothing happens any more' : 'only time passes'}`;
  const which =
    names.length === 1
      ? `step ${countText(cycleFrom + 1)}`
      : `steps ${countText(cycleFrom + 1)} to ${countText(steps.length)}`;
  const what = names.length > MOST_NAMES ? '' : ` (${names.join(', ')})`;
  return `${after} ${which}${what} ${names.length === 1 ? 'is' : 'are'} repeated again and again${time}`;
}

/** Most events of a cycle that are named. */
const MOST_NAMES = 6;

/** The same for JSON, keys always in the same order. */
export function livenessJson({ verdict, unknownBecause, states, goals }: Liveness): unknown {
  return {
    verdict,
    unknownBecause: unknownBecause ?? null,
    states,
    goals: goals.map(({ id, title, requirements, subject, pendingStates, assumptions, lasso }) => ({
      id,
      title,
      requirements,
      subject,
      pendingStates,
      assumptions: assumptions.map((one) => ({
        id: one.id,
        text: one.text,
        requirements: one.requirements,
        rulesOut: one.rulesOut === undefined ? null : lassoJson(one.rulesOut),
      })),
      lasso: lasso === undefined ? null : lassoJson(lasso),
    })),
  };
}

function lassoJson({ cycleFrom, roundMs, trace }: Lasso): Omit<Lasso, 'worlds'> {
  return { cycleFrom, roundMs, trace };
}
