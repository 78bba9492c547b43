import { expect, test } from 'vitest';
import { explore } from '../explore.ts';
import { tiny } from '../scopes/tiny.ts';
import { forgetsWhoObtained, otherwiseAtFirst } from '../testing/faults.ts';

test('a model that does otherwise once its answer is remembered has no verdict', async () => {
  // Whole worlds come long after the first GetObject.
  const exploration = explore({ ...tiny, monitored: false }, { maxStates: 1_000, act: otherwiseAtFirst() });
  await expect(exploration).rejects.toThrow('ann GetObject b/x has a result in the world, not in the state');
});

test('a mistake that a bound has left unseen is no mismatch: the verdict is unknown until it is found', async () => {
  const verdicts = new Set<string>();
  for (let maxStates = 1; maxStates <= 30; maxStates++) {
    const { verdict, found } = await explore(tiny, { maxStates, act: forgetsWhoObtained });
    verdicts.add(verdict);
    expect(verdict).toBe(found === undefined ? 'unknown' : 'violates');
  }
  expect([...verdicts]).toEqual(['unknown', 'violates']);
});
