import type { ToldBeginning } from '../check/told-beginnings.ts';
import { countText } from './quantity-text.ts';

/** Beginnings shown to people; JSON has more of them. */
const SHOWN_BEGINNINGS = 20;

/** What has to have been so before the recording began; nothing where nothing has. */
export function beginningLines(beginnings: readonly ToldBeginning[] = []): readonly string[] {
  if (beginnings.length === 0) return [];
  const shown = beginnings.slice(0, SHOWN_BEGINNINGS).map(({ text, stepIndex }) => `  ${text} (step ${stepIndex + 1})`);
  const left = beginnings.length - shown.length;
  return ['From before the recording:', ...shown, ...(left === 0 ? [] : [`  and ${countText(left)} more`]), ''];
}
