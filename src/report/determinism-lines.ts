import type { DeterminismReport } from '../check/check-report.ts';
import type { DifferingPart } from '../check/twice/differing-answers.ts';
import { valueText } from '../oracle/near-miss.ts';
import { labelled } from './columns.ts';
import { countedText, countText } from './quantity-text.ts';
import { cutText } from './shown.ts';
import { tellStory } from './story.ts';

/** Whether a system answers the same steps alike, apart from the verdict; nothing where that was not asked. */
export function determinismLines(report: DeterminismReport | undefined): string[] {
  if (report === undefined) return [];
  const { compared, differing, first } = report;
  if (compared === 0) return ['no trace that was taken twice could be compared.'];
  if (first === undefined)
    return labelled('', `${countedText(compared, 'trace')} taken twice, and answered alike both times.`);
  const others = `${countText(differing)} of ${countedText(compared, 'trace')}`;
  return [
    ...labelled('not deterministic: ', `${others} answered otherwise when the same steps were taken again.`),
    ...labelled('', `The first of them, of run ${countText(first.run + 1)}, made shorter:`),
    '',
    ...tellStory(first.trace).trimEnd().split('\n'),
    '',
    ...first.parts.flatMap((part) => labelled(`  Step ${first.stepIndex + 1}, again: `, differenceText(part))),
    '',
  ];
}

function differenceText({ part, first, second }: DifferingPart): string {
  return `${part} ${textOf(second)}, which was ${textOf(first)}`;
}

function textOf(value: unknown): string {
  return value === undefined ? 'not there' : cutText(valueText(value), 300);
}
