import fc from 'fast-check';
import { EVENT_NAMES, type Profile, profileNamed } from '../../../model/index.ts';
import { traceArbitrary } from '../../../properties/index.ts';
import { bucketKeyTraces, kmsKeyTraces } from './key-traces.ts';
import { type NamedTrace, type Recording, record } from './recording.ts';
import { storageTraces } from './storage-traces.ts';

function shipped(name: string): Profile {
  const profile = profileNamed(name);
  if (profile === undefined) throw new RangeError(`no profile ${name}`);
  return profile;
}

/** As `ideal`, where a bucket key outlives its usefulness for writes: under `ideal` both windows are equal. */
const TWO_WINDOWS: Profile = {
  ...shipped('ideal'),
  name: 'ideal, two windows',
  cacheLifetime: { minMs: 600_000, maxMs: 600_000 },
  generationLifetime: { minMs: 300_000, maxMs: 300_000 },
};

const PROFILES = [shipped('ideal'), TWO_WINDOWS, shipped('aws')];

/** Every chart in every state, and from there every event: short, and each with a name. */
const SHORT = [...storageTraces(), ...kmsKeyTraces(), ...bucketKeyTraces()];

/** The traces in whose outcomes mutants are to show, as the unmutated model takes them under each profile. */
export function recordings(random: number): readonly Recording[] {
  return PROFILES.flatMap((profile) => {
    const drawn = fc.sample(traceArbitrary({ profile, supports: EVENT_NAMES, maxSteps: 100 }), {
      seed: 2026,
      numRuns: random,
    });
    const named: readonly NamedTrace[] = drawn.map((trace, index) => ({ name: `random ${index}`, ...trace }));
    return [...SHORT, ...named].map((trace, index) => record(trace, profile, index));
  });
}
