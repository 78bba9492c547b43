import { CHARTS } from './catalogue.ts';

/** A transition of a chart, under whatever guards. */
export interface ChartTransition {
  /** Id of the chart. */
  readonly chart: string;
  readonly from: string;
  readonly event: string;
  readonly to: string;
}

/** A transition in words, e.g. `kmsKey: enabled -DisableKey-> disabled`. */
export function transitionText({ chart, from, event, to }: ChartTransition): string {
  return `${chart}: ${from} -${event}-> ${to}`;
}

/** Every transition of every chart once, chart by chart. */
export const TRANSITIONS: readonly ChartTransition[] = [
  ...new Map(
    CHARTS.flatMap(({ tables }) =>
      tables.flatMap(({ id, cells }) =>
        cells.map(({ state, event, next }) => ({ chart: id, from: state, event, to: next })),
      ),
    ).map((transition) => [transitionText(transition), transition]),
  ).values(),
];
