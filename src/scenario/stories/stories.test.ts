import { describe, expect, test } from 'vitest';
import { MUTANTS } from '../../adequacy/index.ts';
import { runStory } from '../story.ts';
import { STORIES } from './index.ts';

describe.each(STORIES)('$name', (story) => {
  test('comes out as it is told', async () => {
    const { figures } = await runStory(story, { seed: 1 });
    for (const { name, value, expected } of figures) expect([name, value]).toEqual([name, expected]);
  });

  test('tells a faulty reference from a right one', async () => {
    for (const { parts } of MUTANTS) {
      const told = await runStory(story, { seed: 1 }, parts).catch(() => undefined);
      // An act that sets the scene and is refused ends the story: that is no figure of it.
      if (told?.verdict === 'differs' && told.figures.slice(0, -1).some(({ holds }) => !holds)) return;
    }
    expect.fail('no mutant makes a difference to it');
  });
});
