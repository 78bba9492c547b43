import { expect, test } from 'vitest';
import { perform } from '../../../model/index.ts';
import { tiny } from '../scopes/tiny.ts';
import { exploreLarge } from './explore-large.ts';

test('a model that does otherwise once its answer is remembered has no verdict', async () => {
  // Of the first GetObject alone the flag is hidden; whole worlds come long after it.
  let isFirst = true;
  const changes: typeof perform = (draft, input, chooser) => {
    const outcome = perform(draft, input, chooser);
    if (input.event.op !== 'GetObject' || !isFirst) return outcome;
    isFirst = false;
    return { ...outcome, bucketKeyEnabled: true };
  };
  const exploration = exploreLarge(tiny, { maxStates: 1_000, act: changes });
  await expect(exploration).rejects.toThrow('ann GetObject b/x has a result in the world, not in the state');
});
