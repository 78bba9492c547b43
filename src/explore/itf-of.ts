import { formatItf } from '../trace/itf/format-itf.ts';
import { plainWorlds } from './questions/plain-world.ts';
import type { ToldTrace } from './told-trace.ts';

/**
 * A trace of an exploration as the text of a file in the Informal Trace Format: beside what happened each state shows
 * the world.
 *
 * @param cycleFrom - index of the first step that is repeated for ever, beyond the last one where none is; undefined
 *   where the trace ends
 */
export function itfOf({ trace: { header, steps }, worlds }: ToldTrace, cycleFrom?: number): string {
  const plain = plainWorlds({ setup: header.setup, actions: steps.map(({ step }) => step) });
  return formatItf({
    header,
    steps,
    // A trace of 0 steps begins at time 0.
    states: worlds.map((world, index) => ({ ...plain(world, steps[index - 1]?.step.atMs ?? 0) })),
    // The last state is the one in which the cycle begins again: what follows on it is what followed on that.
    loop: cycleFrom === undefined ? undefined : Math.min(cycleFrom + 1, steps.length),
  });
}
