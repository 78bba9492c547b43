import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Trace, TraceHeader } from './trace.ts';

/** The first line of a trace file, with its newline. Equal headers give equal bytes. */
export function headerLine({ bucketkeyTrace, profile, sut, seed, setup }: TraceHeader): string {
  return `${JSON.stringify({ bucketkeyTrace, profile, sut, seed, setup })}\n`;
}

/** The line of a step in a trace file, with its newline. Equal steps give equal bytes. */
export function stepLine({ step: { atMs, by, event }, observation, endMs }: ObservedStep): string {
  return `${JSON.stringify({ atMs, endMs, by, event, observation })}\n`;
}

/** A trace as the text of a trace file. */
export function formatTrace({ header, steps }: Trace): string {
  return [headerLine(header), ...steps.map(stepLine)].join('');
}
