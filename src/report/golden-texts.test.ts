import { describe, expect, test } from 'vitest';
import { mutantProfile } from '../adequacy/kills.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { MUTANTS } from '../adequacy/mutants/index.ts';
import { chooseProperties } from '../check/choose.ts';
import { compareVariant } from '../check/metamorphic-run.ts';
import { runTrace } from '../check/run-trace.ts';
import { tellStory } from './story.ts';

/** What is told of a planted fault, on its witness. */
async function told(id: string): Promise<string> {
  const mutant = MUTANTS.find((one) => one.id === id);
  if (mutant === undefined) throw new Error(`there is no mutant ${id}`);
  const profile = mutantProfile(mutant);
  const { monitored, metamorphic, oracle } = chooseProperties(undefined, profile);
  // Its name would give it away to whoever reads the text.
  const sut = { ...mutantSut(mutant), name: 'a system' };
  const bench = { sut, profile, seed: 1, properties: monitored, oracle };
  const { trace, violation } = await runTrace(bench, mutant.witness.setup, mutant.witness.steps);
  if (violation !== undefined) return tellStory(trace, violation);
  for (const property of metamorphic) {
    const { violation: found } = await compareVariant(bench, property, mutant.witness, trace.steps);
    if (found !== undefined) return tellStory(trace, found);
  }
  throw new Error(`nothing is told of ${id}`);
}

describe('the text names the fault', () => {
  test.each(MUTANTS.map(({ id }) => id))('%s', async (id) => {
    await expect(await told(id)).toMatchFileSnapshot(`golden-texts/${id}.txt`);
  });
});
