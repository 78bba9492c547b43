import type { CheckReport, KnownReport } from '../check/check-report.ts';
import { labelled } from './columns.ts';
import { countedText, countText } from './quantity-text.ts';
import { cutText } from './shown.ts';

/** What came of each deviation that was known, those first that nobody has met. */
export function knownLines({ known = [] }: Pick<CheckReport, 'known'>): string[] {
  const stale = known.filter(({ isStale }) => isStale);
  const met = known.filter(({ times }) => times > 0);
  return [
    ...(met.length === 0 ? [] : [`${countedText(met.length, 'known deviation')}, apart from the verdict:`]),
    ...met.map((one) => `  ${metText(one)}`),
    ...stale.flatMap((one) => labelled('', staleText(one))),
    ...(known.length === 0 ? [] : ['']),
  ];
}

/** That a deviation was met, in one line. */
export function metText({ deviation, times }: KnownReport): string {
  const { id, operation, part, property, expected, observed, reason, issue } = deviation;
  const values = expected === undefined ? '' : `: ${expected} expected, ${observed ?? 'something else'} observed`;
  const about = part ?? property;
  const what = `${operation}${about === undefined ? '' : ` ${about}`}${values}`;
  const where = issue === undefined ? '' : ` (${issue})`;
  return cutText(`${countText(times)} x ${id}: ${what}. ${reason}${where}`, 300);
}

/** That a deviation was not met. */
export function staleText({ deviation, isExpired }: KnownReport): string {
  const expired = isExpired ? ', and has expired' : '';
  return `stale: ${cutText(deviation.id, 200)} was not met${expired}; it is to be taken out.`;
}
