import { profileNamed } from '../../model/index.ts';
import type { Property } from '../../properties/property.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { firstViolation, type Hunt } from './hunt.ts';

/** A property that is false of every system worth the name. A campaign that does not refute it tests nothing. */
const CANARY: Property = {
  id: 'canary',
  title: 'No object is ever read.',
  requirements: [],
  formula: '□ ¬GetObject.ok',
  needs: 'answers',
  events: ['GetObject'],
  monitor: () => ({
    see: ({ observation }) =>
      observation.status === 200
        ? { violation: 'an object was read, as it should have been', requirements: [] }
        : 'held',
  }),
};

/** Looks for what violates a property that must fail, in random traces of the correct reference. */
export function canary(seed: number, traces: number, property = CANARY): Promise<Omit<Hunt, 'mutant'>> {
  const setup = { sut: embeddedSut(), profile: profileNamed('ideal'), properties: [property], oracle: false };
  return firstViolation(setup, { seed, traces, maxSteps: 300 });
}
