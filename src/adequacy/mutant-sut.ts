import type { Observation } from '../../model/index.ts';
import { EMBEDDED_OPTIONS, embeddedSut, embeddedSutOf } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import type { Mutant } from './mutant.ts';

/** Profile a mutant is checked under. */
export function profileOfMutant(mutant: Mutant): string {
  return mutant.profile ?? 'ideal';
}

/** The faulty reference as a system under test. */
export function mutantSut(mutant: Mutant): Sut {
  return sturdy(
    embeddedSutOf(mutant.parts, { ...EMBEDDED_OPTIONS.get(profileOfMutant(mutant)), ...mutant.options }),
    mutant.id,
  );
}

/** The correct reference with the options of a mutant. */
export function correctSut(mutant: Mutant): Sut {
  return embeddedSut({ ...EMBEDDED_OPTIONS.get(profileOfMutant(mutant)), ...mutant.options });
}

const INTERNAL_ERROR: Observation = { status: 500, code: 'InternalError' };

/**
 * Answers 500 where the reference rejects: a fault may leave it with what it cannot decrypt, and a server would go on.
 */
function sturdy(sut: Sut, name: string): Sut {
  return {
    ...sut,
    name,
    start: async (setup, seed) => {
      const session = await sut.start(setup, seed);
      return { ...session, apply: (step) => session.apply(step).catch(() => INTERNAL_ERROR) };
    },
  };
}
