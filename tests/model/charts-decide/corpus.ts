import fc from 'fast-check';
import { EVENT_NAMES, profileNamed } from '../../../model/index.ts';
import { traceArbitrary } from '../../../properties/arbitraries/index.ts';
import { bucketKeyTraces, kmsKeyTraces, materialTraces } from './key-traces.ts';
import { type NamedTrace, type Recording, record } from './recording.ts';
import { storageTraces } from './storage-traces.ts';
import { uploadTraces } from './upload-traces.ts';
import { versionTraces } from './version-traces.ts';

/** Under `ideal` both windows are equal; under `strict` a bucket key retires while it is cached. */
const PROFILES = [profileNamed('ideal'), profileNamed('strict'), profileNamed('aws')];

/** Every chart in every state, and from there every event: short, and each with a name. */
const SHORT = [
  ...storageTraces(),
  ...kmsKeyTraces(),
  ...materialTraces(),
  ...bucketKeyTraces(),
  ...versionTraces(),
  ...uploadTraces(),
];

/** The traces in whose outcomes mutants are to show, as the unmutated model takes them under each profile. */
export function recordedTraces(random: number): readonly Recording[] {
  return PROFILES.flatMap((profile) => {
    const drawn = fc.sample(traceArbitrary({ profile, supports: EVENT_NAMES, maxSteps: 100 }), {
      seed: 2026,
      numRuns: random,
    });
    const named: readonly NamedTrace[] = drawn.map((trace, index) => ({ name: `random ${index}`, ...trace }));
    return [...SHORT, ...named].map((trace, index) => record(trace, profile, index));
  });
}
