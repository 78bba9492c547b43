import { z } from 'zod';
import type { Measured } from './timing.ts';

/** File of the baseline, from the root of the project. */
export const BASELINE_FILE = 'bench/baseline.json';

const positive = z.number().positive();
const schema = z.strictObject({
  machine: z.string(),
  figures: z.record(
    z.string(),
    z.strictObject({ value: positive, microseconds: z.tuple([positive, positive]).exactOptional() }),
  ),
});

/** The figures that are kept, and the machine they were measured on. */
export interface Baseline {
  /** Processors and Node, for people. */
  readonly machine: string;
  readonly figures: ReadonlyMap<string, Measured>;
}

/**
 * Reads the text of a baseline.
 *
 * @throws Error when it is none.
 */
export function parseBaseline(text: string): Baseline {
  const { machine, figures } = schema.parse(JSON.parse(text));
  return { machine, figures: new Map(Object.entries(figures)) };
}

/**
 * The text of a baseline with what was measured in place of what was there, in the order of `ids`; other figures are
 * dropped.
 */
export function updatedBaseline(
  before: Baseline | undefined,
  machine: string,
  measured: ReadonlyMap<string, Measured>,
  ids: readonly string[],
): string {
  const lines: string[] = [];
  for (const id of ids) {
    const figure = measured.get(id) ?? before?.figures.get(id);
    if (figure !== undefined) lines.push(`    ${JSON.stringify(id)}: ${figureText(figure)}`);
  }
  // A figure a line, so that a change of one is a change of one line; spaced as the formatter of the project has it.
  return `{\n  "machine": ${JSON.stringify(machine)},\n  "figures": {\n${lines.join(',\n')}\n  }\n}\n`;
}

function figureText({ value, microseconds }: Measured): string {
  const digits = (number: number): string => String(Number(number.toPrecision(4)));
  const times = microseconds === undefined ? '' : `, "microseconds": [${microseconds.map(digits).join(', ')}]`;
  return `{ "value": ${digits(value)}${times} }`;
}
