import type { EndpointReport } from '../check/check-report.ts';
import type { MetDeviation } from '../check/known/known-deviation.ts';
import { countedText, countText } from './quantity-text.ts';
import { cutText } from './shown.ts';
import { tableLines } from './table.ts';

/** Deviations that are the same but for the operation: a row of the matrix. */
export interface DeviationClass {
  /** The part of the answer with what was due and what was seen, or the property. */
  readonly what: string;
  /** How often it was met, by operation. */
  readonly times: ReadonlyMap<string, number>;
  /** Claims that it contradicts. */
  readonly requirements: readonly string[];
}

/** The classes of deviations, those that were met most often first. */
export function deviationClasses(deviations: readonly MetDeviation[]): readonly DeviationClass[] {
  const classes = new Map<string, { times: Map<string, number>; requirements: Set<string> }>();
  for (const { deviation, times, requirements } of deviations) {
    const { operation } = deviation;
    const what = whatText(deviation);
    const one = classes.get(what) ?? { times: new Map<string, number>(), requirements: new Set<string>() };
    one.times.set(operation, (one.times.get(operation) ?? 0) + times);
    for (const id of requirements) one.requirements.add(id);
    classes.set(what, one);
  }
  return [...classes]
    .map(([what, { times, requirements }]) => ({ what, times, requirements: [...requirements] }))
    .sort((one, other) => sum(other) - sum(one));
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
