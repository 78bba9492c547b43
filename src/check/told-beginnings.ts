import type { Setup } from '../../model/index.ts';
import type { InferredBeginning } from '../oracle/beginnings.ts';
import { beginningText } from '../report/beginning-text.ts';

/** Beginnings told of one trace. */
const MOST_TOLD = 1_000;

/** What has to have been so before the first step of a trace, in a sentence, and the step that shows it. */
export interface ToldBeginning {
  readonly text: string;
  readonly stepIndex: number;
}

/** What has to have been so before the first step; of a trace whose setup leaves nothing unknown nothing is said. */
export function toldBeginnings(
  { unknown }: Setup,
  judge: { readonly beginnings: readonly InferredBeginning[] },
): { readonly beginnings?: readonly ToldBeginning[] } {
  if (unknown === undefined) return {};
  const told = judge.beginnings.slice(0, MOST_TOLD);
  return { beginnings: told.map((one) => ({ text: beginningText(one), stepIndex: one.stepIndex })) };
}
