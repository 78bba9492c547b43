import { z } from 'zod';
import type { Measured } from './timing.ts';

/** File of the baseline, from the root of the project. */
export const BASELINE_FILE = 'bench/baseline.json';

const positive = z.number().positive();
const schema = z.strictObject({
  machine: z.string(),
  figures: z.record(z.string(), z.strictObject({ value: positive, microseconds: z.tuple([positive, positive]).exactOptional() })),
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

/** The text of a baseline with what was measured in place of what was there, in the order of `ids`; other figures are dropped. */
export function updatedBaseline(
  before: Baseline | undefined,
  machine: string,
  measured: ReadonlyMap<string, Measured>,
  ids: readonly string[],
): string {
  const figures: [string, Measured][] = [];
  for (const id of ids) {
    const figure = measured.get(id) ?? before?.figures.get(id);
    if (figure !== undefined) figures.push([id, rounded(figure)]);
  }
  return `${JSON.stringify({ machine, figures: Object.fromEntries(figures) }, undefined, 2)}\n`;
}

function rounded({ value, microseconds }: Measured): Measured {
  const digits = (number: number): number => Number(number.toPrecision(4));
  return { value: digits(value), ...(microseconds && { microseconds: [digits(microseconds[0]), digits(microseconds[1])] }) };
}
