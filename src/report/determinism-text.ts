import type { DeterminismReport } from '../check/check-report.ts';
import type { DifferingPart } from '../check/twice/differing-answers.ts';
import { valueText } from '../oracle/near-miss.ts';
import { countedText, countText } from './quantity-text.ts';
import { cutText } from './shown.ts';
import { tellStory } from './story.ts';

/** A trace that was answered otherwise when its steps were taken again. */
export type AnsweredOtherwise = NonNullable<DeterminismReport['first']>;

/** What came of taking traces twice, in a sentence. */
export function determinismText({ compared, differing, first }: DeterminismReport): string {
  if (compared === 0) return 'no trace that was taken twice could be compared';
  if (first === undefined) return `${countedText(compared, 'trace')} taken twice, and answered alike both times`;
  const some = `${countText(differing)} of ${countedText(compared, 'trace')}`;
  return `not deterministic: ${some} answered otherwise when the same steps were taken again`;
}

/** Where the trace is from. */
export function firstOtherwiseText({ run }: AnsweredOtherwise): string {
  return `The first of them, of run ${countText(run + 1)}, made shorter:`;
}

/** What was another answer the second time, each part on its own. */
export function differenceTexts({ stepIndex, parts }: AnsweredOtherwise): readonly string[] {
  return parts.map((part) => `Step ${countText(stepIndex + 1)}, again: ${differenceText(part)}`);
}

/** The story of the trace, and what was another answer at its end. */
export function otherwiseStory(first: AnsweredOtherwise): string {
  return [firstOtherwiseText(first), '', tellStory(first.trace).trimEnd(), '', ...differenceTexts(first), ''].join(
    '\n',
  );
}

function differenceText({ part, first, second }: DifferingPart): string {
  return `${part} ${textOf(second)}, which was ${textOf(first)}`;
}

function textOf(value: unknown): string {
  return value === undefined ? 'not there' : cutText(valueText(value), 300);
}
