import type { Flakiness } from '../check/check-report.ts';
import { countedText, countText } from './quantity-text.ts';

/** That the same steps do not fail every time, for people. */
export function flakyText({ runs, failed }: Flakiness): string {
  const again = failed === 0 ? 'never' : `${countText(failed)} of these`;
  return `not the same every time: run again ${countedText(runs, 'time')}, the same steps failed ${again}`;
}
