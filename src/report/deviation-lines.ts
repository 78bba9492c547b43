import type { EndpointReport } from '../check/check-report.ts';
import type { MetDeviation } from '../check/known/known-deviation.ts';
import { countedText, countText } from './quantity-text.ts';
import { cutText } from './shown.ts';
import { tableLines } from './table.ts';

/** Deviations that are the same but for the operation: a row of the matrix. */
interface DeviationClass {
  /** The part of the answer with what was due and what was seen, or the property. */
  readonly what: string;
  /** How often it was met, by operation. */
  readonly times: ReadonlyMap<string, number>;
}

/** The classes of deviations, those that were met most often first. */
function deviationClasses(deviations: readonly MetDeviation[]): readonly DeviationClass[] {
  const classes = new Map<string, Map<string, number>>();
  for (const { deviation, times } of deviations) {
    const { operation } = deviation;
    const what = whatText(deviation);
    const byOperation = classes.get(what) ?? new Map<string, number>();
    byOperation.set(operation, (byOperation.get(operation) ?? 0) + times);
    classes.set(what, byOperation);
  }
  return [...classes].map(([what, times]) => ({ what, times })).sort((one, other) => sum(other) - sum(one));
}

/** The matrix of deviations, by class and operation. */
export function deviationLines({ deviations }: Pick<EndpointReport, 'deviations'>): string[] {
  if (deviations.length === 0) return [];
  const columns = [
    { title: 'deviation', align: 'left' },
    { title: 'times', align: 'right' },
    { title: 'operations', align: 'left' },
  ] as const;
  const rows = deviationClasses(deviations).map((one) => [
    cutText(one.what, 60),
    countText(sum(one)),
    [...one.times].map(([operation, times]) => `${operation} ${countText(times)}`).join(', '),
  ]);
  return [
    `${countedText(deviations.length, 'deviation')}; each is told below, with its shortest trace:`,
    ...tableLines(columns, rows),
    '',
  ];
}

function whatText({ part, property, expected, observed }: MetDeviation['deviation']): string {
  if (part === undefined) return property ?? '';
  return expected === undefined ? part : `${part}: ${observed} for ${expected}`;
}

function sum({ times }: DeviationClass): number {
  return [...times.values()].reduce((all, one) => all + one, 0);
}
