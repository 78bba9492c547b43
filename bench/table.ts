import type { Baseline } from './baseline.ts';
import type { Comparable, Compared } from './compare.ts';
import type { Figure } from './figure.ts';
import type { Measured } from './timing.ts';

/** The guide that shows the baseline, from the root of the project. */
export const FIGURES_PAGE = 'docs/guides/benchmarks.md';

const START = '<!-- figures: written by `npm run bench -- --write` -->';
const END = '<!-- end of figures -->';

/**
 * A page with the table of the baseline between its marks.
 *
 * @throws Error when the marks are not there.
 */
export function withTable(page: string, figures: readonly Figure[], baseline: Baseline): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start < 0 || end < start) throw new Error(`the page has no place for the figures between ${START} and ${END}`);
  return `${page.slice(0, start + START.length)}\n\n${figuresTable(figures, baseline)}\n${page.slice(end)}`;
}

function figuresTable(figures: readonly Figure[], { machine, figures: kept }: Baseline): string {
  const rows = figures.map((figure) => {
    const measured = kept.get(figure.id);
    const value = measured === undefined ? '' : valueText(figure, measured.value);
    return `| ${figure.title} | ${value} | ${targetText(figure)} | ${timesText(measured)} | ${figure.run} |`;
  });
  const head = ['| Figure | Value | Target | Microseconds | Run |', '| --- | ---: | ---: | ---: | --- |'];
  return [...head, ...rows, '', `Measured on ${machine}.`, ''].join('\n');
}

/** A figure as it was measured, for a person who waits. */
export function progressText(figure: Figure, measured: Measured): string {
  const times = timesText(measured);
  return `${valueText(figure, measured.value).padStart(9)}  ${figure.id}${times === '' ? '' : `, ${times} µs`}\n`;
}

/** The comparison of a run with the baseline, a figure a line, and what follows from figures that have fallen. */
export function comparisonText(compared: readonly Compared[], gate: boolean): string {
  const lines = compared.map(({ figure, value, baseline, standing, reachesTarget }) => {
    const shown = (number: number | undefined): string => (number === undefined ? 'none' : valueText(figure, number));
    const target =
      reachesTarget === undefined ? '' : `, target ${targetText(figure)} ${reachesTarget ? 'reached' : 'missed'}`;
    return `${shown(value).padStart(9)}  ${standing}, baseline ${shown(baseline)}${target}: ${figure.id}`;
  });
  const fallen = compared.filter(({ standing }) => standing === 'fallen').length;
  const consequence = gate ? 'refused' : 'not refused: on a machine with nothing else to do, `--gate` refuses them';
  return `${[...lines, ...(fallen === 0 ? [] : [`${fallen} fallen, ${consequence}`])].join('\n')}\n`;
}

function valueText({ unit }: Comparable, value: number): string {
  return unit === 'x' ? `${digits(value)} x` : `${value.toFixed(0)} ${unit}`;
}

function timesText(measured: Measured | undefined): string {
  return measured?.microseconds?.map(digits).join(' / ') ?? '';
}

function targetText({ target, better, unit }: Comparable): string {
  if (target === undefined) return '';
  return `${better === 'lower' ? '≤' : '≥'} ${target} ${unit}`;
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
