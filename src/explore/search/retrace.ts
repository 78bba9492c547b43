import { CheckpointError } from './checkpoint-error.ts';
import { ExactStates } from './exact-states.ts';
import type { Expander } from './expander.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { Past } from './past.ts';
import { States } from './states.ts';

/** States that are made anew before others get their turn. */
const STATES_AT_A_TIME = 16_384;

/**
 * Makes the states of depths that have ended anew, each from the state before by the change that led to it, and adds them to those that are
 * known; returns those of the last depth. That takes a small part of the time in which they were found: nothing else that could follow on
 * a state is looked at. Yields now and then.
 *
 * @throws CheckpointError where that does not make as many states, all different and with the same fingerprints
 */
export function* retrace(
  { levels, links, before: { print } }: Past,
  expander: Expander,
  known: Fingerprints | ExactStates,
  onCrowded: (known: Fingerprints) => void,
): Generator<void, States> {
  const width = expander.layout.size;
  let [parents, rows] = [new States(width), new States(width)];
  let [low, high, state] = [0, 0, 0];
  for (const [depth, level] of levels.entries()) {
    const firstParent = state - rows.length;
    [parents, rows] = [rows, parents];
    rows.clear();
    for (const end = state + level; state < end; state++) {
      if (state % STATES_AT_A_TIME === 0) yield;
      if (depth === 0) rows.add(expander.first, 0);
      else {
        const parent = links.parent(state) - firstParent;
        if (parent < 0 || parent >= parents.length) throw new CheckpointError(`state ${state} does not follow on one of the depth before`);
        const change = expander.changeTo(links.link(state), parents.items, parent * width);
        if (change === undefined || expander.broken !== undefined) throw new CheckpointError(`nothing leads to state ${state}`);
        expander.apply(change, rows, rows.add(parents.items, parent * width));
      }
      const at = (rows.length - 1) * width;
      const found = expander.printOf(rows.items, at);
      const isNew = known instanceof ExactStates ? known.add(found.low, rows.items, at) : known.add(found.low, found.high);
      if (!isNew) throw new CheckpointError(`state ${state} is there twice`);
      if (!(known instanceof ExactStates) && known.isCrowded) onCrowded(known);
      if (depth === 0) continue;
      low ^= found.low;
      high ^= found.high;
    }
  }
  if (low !== print.low || high !== print.high) throw new CheckpointError('its states are others in this model');
  return rows;
}
