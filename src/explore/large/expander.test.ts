import { expect, test } from 'vitest';
import { perform } from '../../../model/index.ts';
import { ActionTally } from '../action-counts.ts';
import { Coverage } from '../coverage.ts';
import { medium } from '../scopes/medium.ts';
import { States } from '../search/states.ts';
import { Candidates } from './candidates.ts';
import { Expander } from './expander.ts';
import { type Symmetry, symmetriesOf } from './symmetry/symmetries.ts';

/** Whatever follows on the first states of `medium`, with at most so many lists of a group for whole values. */
function followedBy(states: number, symmetries: readonly Symmetry[], mostWhole?: number) {
  const expander = new Expander(medium, new Coverage(), perform, symmetries, mostWhole);
  const { successors } = expander;
  const rows = new States(successors.layout.size);
  rows.add(successors.initial, 0);
  const known = new Set<string>();
  const candidates = new Candidates();
  const all: string[] = [];
  for (let row = 0; row < states; row++) {
    candidates.length = 0;
    expander.expand(rows, row * rows.width, candidates);
    for (let i = 0; i < candidates.length; i++) {
      const change = candidates.changes[i] ?? 0;
      const hash = `${candidates.lows[i]} ${candidates.highs[i]}`;
      all.push(`${row}: ${change} to ${hash}`);
      if (known.has(hash)) continue;
      known.add(hash);
      const at = rows.add(rows.items, row * rows.width);
      successors.apply(change, rows, at);
      const { low, high } = expander.hashOf(rows.items, at);
      expect(`${low >>> 0} ${high >>> 0}`).toBe(hash);
    }
  }
  const tally = new ActionTally();
  expander.countActions(tally);
  return { all, transitions: expander.transitions, counts: tally.counts() };
}

test.each([
  ['without symmetry', symmetriesOf(medium).slice(0, 1)],
  ['with symmetry', symmetriesOf(medium)],
])('the same follows, %s, whether edits are put into lists or looked up for each state', (_, symmetries) => {
  const expected = followedBy(1_500, symmetries);
  // What the actions of `medium` do leaves many of its states as they are, and is not seen to do so in read sets alone.
  expect(expected.counts.some(({ unchanged }) => unchanged > 0)).toBe(true);
  for (const mostWhole of [0, 40]) expect(followedBy(1_500, symmetries, mostWhole)).toEqual(expected);
});
