import { type Profile, WITHOUT_END_MS } from '../../model/index.ts';
import { type Bisected, leastOf } from './bisect.ts';
import { always, type Bound, type CachesInference, type Ending } from './inference.ts';
import type { Exclusion, Recordings } from './recordings.ts';

/** Most caches that are tried. */
export const MOST_CACHES = 8;

const ENDINGS: readonly Ending[] = ['lifetime', 'idleTime', 'uses'];

/** What ends the use of a bucket key, and for how much use each is good at least, whatever the caches are. */
export interface LeastUse {
  readonly endedBy: Ending;
  /** Of a cached bucket key, from its fetching or from its last use. */
  readonly cached: Bound | undefined;
  /** Of a bucket key that makes data keys, from its making. */
  readonly generation: Bound | undefined;
  readonly uses: Bound | undefined;
}

/** The simplest explanation of what the caches of a system did: nothing is dropped early, and times are fixed. */
export interface Simplest extends LeastUse {
  readonly requesterMode: Profile['requesterMode'];
  readonly caches: number;
  /** The profile with the shortest times that explain the recordings so. */
  readonly fixed: Profile;
}

/** The length of time that an entry of a cache ends with. */
export function endingField(endedBy: Ending): 'cacheLifetime' | 'idleTime' {
  return endedBy === 'idleTime' ? 'idleTime' : 'cacheLifetime';
}

/**
 * The explanation that takes the fewest caches, up to `most` of them. Who explains the recordings with fixed times does
 * so with the shortest that are long enough for each use that was seen: in shorter ones fewer caches hold something, and
 * the key that was fetched last serves whoever was served.
 */
export async function fewestCaches(
  recordings: Recordings,
  ground: Profile,
  requesterMode: Profile['requesterMode'],
  most = MOST_CACHES,
): Promise<{ readonly inference: CachesInference; readonly simplest: Simplest | undefined }> {
  const told = { requesterMode, caches: undefined, endedBy: undefined };
  const leastUses: LeastUse[] = [];
  for (const endedBy of ENDINGS) {
    const found = await leastUse(recordings, { ...ground, requesterMode }, endedBy);
    if ('because' in found) return { inference: { ...told, because: found.because }, simplest: undefined };
    leastUses.push(found);
  }
  let by: Exclusion | undefined;
  for (let caches = 1; caches <= most; caches += 1) {
    for (const least of leastUses) {
      const fixed = fixedProfile({ ...ground, requesterMode, caches }, least);
      const finding = await recordings.try(fixed);
      if (finding.verdict === 'unknown')
        return { inference: { ...told, because: finding.because }, simplest: undefined };
      if (finding.verdict === 'explains') {
        const simplest = { ...least, requesterMode, caches, fixed };
        return { inference: { ...told, caches, endedBy: least.endedBy, ...(by && { by }) }, simplest };
      }
      if (least.endedBy === 'lifetime') by = finding.by;
    }
  }
  return { inference: { ...told, ...(by && { by }) }, simplest: undefined };
}

function fixedProfile(profile: Profile, { endedBy, cached, generation, uses }: LeastUse): Profile {
  return {
    ...profile,
    earlyEviction: false,
    cacheLifetime: always(WITHOUT_END_MS),
    idleTime: always(WITHOUT_END_MS),
    generationLifetime: always(generation?.value ?? 0),
    [endingField(endedBy)]: always(cached?.value ?? 0),
    ...(endedBy === 'uses' && { usesPerBucketKey: uses?.value ?? 1 }),
  };
}

/** For how much use bucket keys are good at least, where caches are as many as it takes and drop what they like. */
export async function leastUse(
  recordings: Recordings,
  ground: Profile,
  endedBy: Ending,
): Promise<LeastUse | { readonly because: string }> {
  const field = endingField(endedBy);
  const longest = recordings.longestMs + 1;
  const cached = await leastOf(recordings, [0, longest], (ms) => ({ ...ground, [field]: { minMs: 0, maxMs: ms } }));
  if (isUnknown(cached)) return cached;
  const given = { ...ground, [field]: { minMs: 0, maxMs: cached.bound?.value ?? 0 } };
  const generation = await leastOf(recordings, [0, longest], (ms) => ({
    ...given,
    generationLifetime: { minMs: 0, maxMs: ms },
  }));
  if (isUnknown(generation)) return generation;
  const found = { endedBy, cached: cached.bound, generation: generation.bound, uses: undefined };
  if (endedBy !== 'uses') return found;
  const uses = await leastOf(recordings, [1, recordings.steps + 1], (usesPerBucketKey) => ({
    ...ground,
    usesPerBucketKey,
  }));
  return isUnknown(uses) ? uses : { ...found, uses: uses.bound };
}

function isUnknown(found: Bisected): found is Extract<Bisected, { because: string }> {
  return 'because' in found;
}
