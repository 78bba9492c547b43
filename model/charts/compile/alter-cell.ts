import type { Cell, CompiledChart } from './compile.ts';
import { TabledMove } from './move.ts';

/**
 * Sends one entry of a compiled chart to another state, or has it refused, for everybody at once: for tests that want
 * to see whether anybody notices. Answers how to put it back.
 */
export function alterCell(
  chart: CompiledChart<string, string, string>,
  { state, event, holdings, next }: Cell,
  to: string | undefined,
): () => void {
  const move = chart.on[event];
  if (!(move instanceof TabledMove)) throw new RangeError(`the chart ${chart.id} has no table for ${event}`);
  move.set(state, holdings, to);
  return () => move.set(state, holdings, next);
}
