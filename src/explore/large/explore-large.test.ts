import { expect, test } from 'vitest';
import { tiny } from '../scopes/tiny.ts';
import { otherwiseAtFirst } from '../testing/faults.ts';
import { exploreLarge } from './explore-large.ts';

test('a model that does otherwise once its answer is remembered has no verdict', async () => {
  // Whole worlds come long after the first GetObject.
  const exploration = exploreLarge(tiny, { maxStates: 1_000, act: otherwiseAtFirst() });
  await expect(exploration).rejects.toThrow('ann GetObject b/x has a result in the world, not in the state');
});
