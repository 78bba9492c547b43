import type { Scenario, ScenarioFigure, ScenarioResult } from '../scenario/scenario.ts';
import { labelled } from './columns.ts';
import { countText } from './quantity-text.ts';
import { shownJson, shownText } from './shown.ts';
import { tableLines } from './table.ts';

/** The scenarios there are, a line each. */
export function scenarioListText(scenarios: readonly Scenario[]): string {
  const columns = [
    { title: 'scenario', align: 'left' },
    { title: 'what it shows', align: 'left' },
  ] as const;
  const rows = scenarios.map(({ name, title }) => [name, title]);
  return shownText(tableLines(columns, rows));
}

/** The scenarios there are, as JSON. */
export function scenarioListJson(scenarios: readonly Scenario[]): string {
  const value = { scenarios: scenarios.map(({ name, title, description }) => ({ name, title, description })) };
  return shownJson(value);
}

/** What a scenario came to, for people. */
export function scenarioText({ title, description }: Scenario, result: ScenarioResult, seed: number): string {
  const columns = [
    { title: 'figure', align: 'left' },
    { title: 'value', align: 'right' },
    { title: 'unit', align: 'left' },
    { title: 'as expected', align: 'left' },
  ] as const;
  const rows = result.figures.map((figure) => [
    figure.name,
    valueText(figure.value),
    figure.unit ?? '',
    expectedText(figure),
  ]);
  const lines = [
    ...labelled('', title),
    '',
    ...labelled('', description),
    '',
    ...tableLines(columns, rows),
    '',
    ...result.notes.flatMap((note) => labelled('- ', note)),
    ...(result.notes.length === 0 ? [] : ['']),
    ...labelled(
      '',
      `verdict: ${result.verdict === 'differs' ? 'differs from what is expected' : 'as expected'} (seed ${seed})`,
    ),
  ];
  return shownText(lines);
}

/** What a scenario came to as JSON, keys always in the same order. */
export function scenarioJson(
  { title }: Scenario,
  { name, verdict, figures, notes }: ScenarioResult,
  seed: number,
): string {
  const value = { name, title, seed, verdict, figures: figures.map(figureJson), notes };
  return shownJson(value);
}

function expectedText({ value, expected, holds }: ScenarioFigure): string {
  if (expected === undefined) return '';
  if (!holds) return `NO: ${expected} expected`;
  return expected === String(value) ? 'yes' : `yes: ${expected}`;
}

function figureJson({ name, value, unit, expected, holds }: ScenarioFigure) {
  return { name, value, unit: unit ?? null, expected: expected ?? null, holds };
}

/** Counts are exact; amounts of money are small, so fractions keep six digits. */
function valueText(value: number | string): string {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? countText(value) : value.toLocaleString('en-US', { maximumFractionDigits: 6 });
}
