import { EMBEDDED_OPTIONS, embeddedSut, embeddedSutOf } from '../suts/embedded.ts';
import type { InProcessSut } from '../suts/sut.ts';
import type { Mutant } from './mutant.ts';

/** Profile a mutant is checked under. */
export function profileOfMutant(mutant: Mutant): string {
  return mutant.profile ?? 'ideal';
}

/** The faulty reference as a system under test. */
export function mutantSut(mutant: Mutant): InProcessSut {
  const options = { ...EMBEDDED_OPTIONS.get(profileOfMutant(mutant)), ...mutant.options };
  return { ...embeddedSutOf(mutant.parts, options), name: mutant.id };
}

/** The correct reference with the options of a mutant. */
export function correctSut(mutant: Mutant): InProcessSut {
  return embeddedSut({ ...EMBEDDED_OPTIONS.get(profileOfMutant(mutant)), ...mutant.options });
}
