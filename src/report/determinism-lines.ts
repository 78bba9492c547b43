import type { DeterminismReport } from '../check/check-report.ts';
import { labelled } from './columns.ts';
import { determinismText, differenceTexts, firstOtherwiseText } from './determinism-text.ts';
import { tellStory } from './story.ts';

/** Whether a system answers the same steps alike, apart from the verdict; nothing where that was not asked. */
export function determinismLines(report: DeterminismReport | undefined): string[] {
  if (report === undefined) return [];
  const { first } = report;
  const told = labelled('', `${determinismText(report)}.`);
  if (first === undefined) return told;
  return [
    ...told,
    ...labelled('', firstOtherwiseText(first)),
    '',
    ...tellStory(first.trace).trimEnd().split('\n'),
    '',
    ...differenceTexts(first).flatMap((text) => labelled('  ', text)),
    '',
  ];
}
