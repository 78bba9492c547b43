import type { Profile } from '../../model/index.ts';
import { EVENT_NAMES } from '../../model/operations/index.ts';
import { DAY_MS, MINUTE_MS } from '../../model/vocabulary/time.ts';
import { REFERENCE_PARTS, type ReferenceOptions, type ReferenceParts, referenceOf } from '../reference/index.ts';
import { type InProcessSut, KNOWS_HEADERS } from './sut.ts';

/** Options of the reference under which it is to conform to a shipped profile, by the profile's name. */
export const EMBEDDED_OPTIONS: ReadonlyMap<string, Partial<ReferenceOptions>> = new Map<
  string,
  Partial<ReferenceOptions>
>([
  ['ideal', {}],
  // U-03: plaintext outlives the making of data keys, so that it shows when a bucket key retires.
  ['strict', { cacheLifetimeMs: 10 * MINUTE_MS, generationLifetimeMs: 5 * MINUTE_MS }],
  // U-04: more than one cache was measured; U-07: the current text has bucket keys fetched, not generated, per
  // requester.
  [
    'aws',
    {
      requesterMode: 'rolePolicy',
      caches: 2,
      cacheLifetimeMs: 5 * MINUTE_MS,
      generationLifetimeMs: 5 * MINUTE_MS,
      coldWrite: 'unwrap',
    },
  ],
  ['aws-at-once', { caches: 2, coldWrite: 'unwrap' }],
  // The text of until 2023: every session its own requester, with bucket keys of its own (F-96).
  ['aws-2023', { requesterMode: 'session', caches: 2, coldWrite: 'generate' }],
  // Section 7: cached for about three minutes, rotated after 365 days, the MD5 of the ciphertext for an ETag.
  [
    'huawei-obs',
    {
      caches: 1,
      cacheLifetimeMs: 3 * MINUTE_MS,
      generationLifetimeMs: 365 * DAY_MS,
      coldWrite: 'unwrap',
      etags: { AES256: 'opaque' },
      replicates: false,
    },
  ],
]);

/** The reference as a system under test. The seed of `options` gives way to the one a trace is started with. */
export function embeddedSut(options: Partial<ReferenceOptions> = {}): InProcessSut {
  return embeddedSutOf(REFERENCE_PARTS, options);
}

/** {@link embeddedSut} of other parts, in which faults are planted. */
export function embeddedSutOf(parts: ReferenceParts, options: Partial<ReferenceOptions> = {}): InProcessSut {
  return {
    name: 'embedded reference',
    supports: EVENT_NAMES,
    capabilities: KNOWS_HEADERS,
    start: async (setup, seed) => {
      const reference = referenceOf(parts, setup, { ...options, seed });
      return { apply: (step) => reference.apply(step), stop: async () => {} };
    },
  };
}

/** The reference under the options that are to conform to a profile. */
export function embeddedFor(profile: Profile): InProcessSut {
  return embeddedSut(EMBEDDED_OPTIONS.get(profile.base));
}
