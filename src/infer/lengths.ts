import {
  PROFILE_FIELDS,
  type Profile,
  type ProfileField,
  rowOf,
  type Span,
  WITHOUT_END_MS,
} from '../../model/index.ts';
import { type Bisected, longestOf, mostOf, shortestOf } from './bisect.ts';
import { endingField, FIXED_BOUNDS, leastUse, type Simplest } from './caches.ts';
import type { Bound, LengthInference } from './inference.ts';
import type { Recordings } from './recordings.ts';

/** The delays of changes. */
const DELAYS: readonly ProfileField[] = PROFILE_FIELDS.filter((field) => rowOf(field).field.kind === 'bound');

/** For how long each change acts late at least: any more explains the recordings as well. */
export async function inferDelays(recordings: Recordings, ground: Profile): Promise<readonly LengthInference[]> {
  const delays: LengthInference[] = [];
  for (const field of DELAYS) {
    const found = await shortestOf(recordings.lengths, Number(ground[field]), (ms) =>
      recordings.try({ ...ground, [field]: ms }),
    );
    delays.push(lengthOf(field, 'bound' in found ? found.bound : undefined, found));
  }
  return delays;
}

/** For how long bucket keys serve at least, whatever the caches are. */
export async function inferLeastLifetimes(
  recordings: Recordings,
  ground: Profile,
): Promise<readonly LengthInference[]> {
  const found = await leastUse(recordings, ground, 'lifetime');
  if ('because' in found)
    return [lengthOf('cacheLifetime', undefined, found), lengthOf('generationLifetime', undefined, found)];
  return [lengthOf('cacheLifetime', found.cached), lengthOf('generationLifetime', found.generation)];
}

/**
 * What ends the use of bucket keys by the simplest explanation: each length of time between what was seen to serve and
 * what was seen not to, given that the other is no shorter than it was seen to be.
 */
export async function inferFixedLengths(
  recordings: Recordings,
  { fixed, endedBy, cached, generation, uses }: Simplest,
): Promise<{ readonly lengths: readonly LengthInference[]; readonly either: Bound | undefined }> {
  const all = recordings.lengths;
  const field = endingField(endedBy);
  const atLeast = (minMs: number): Span => ({ minMs, maxMs: WITHOUT_END_MS });
  const open: Partial<Profile> = {
    [field]: atLeast(cached?.value ?? 0),
    generationLifetime: atLeast(generation?.value ?? 0),
  };
  const within = (change: Partial<Profile>) =>
    recordings.tryAny(
      fixed.map((profile) => ({ ...profile, ...open, ...change })),
      FIXED_BOUNDS,
    );
  const [leastCached, leastGeneration] = [cached?.value ?? 0, generation?.value ?? 0];
  const mostCached = await longestOf(all, leastCached, (ms) => within({ [field]: atLeast(ms) }));
  const mostGeneration = await longestOf(all, leastGeneration, (ms) => within({ generationLifetime: atLeast(ms) }));
  const lengths = [lengthOf(field, cached, mostCached), lengthOf('generationLifetime', generation, mostGeneration)];
  if (endedBy === 'uses') {
    const mostUses = await mostOf([uses?.value ?? 1, recordings.steps + 1], (usesPerBucketKey) =>
      within({ usesPerBucketKey }),
    );
    lengths.push(lengthOf('usesPerBucketKey', uses, mostUses));
  }
  const either = await longestOf(all, Math.max(leastCached, leastGeneration), (ms) =>
    within({ [field]: atLeast(ms), generationLifetime: atLeast(ms) }),
  );
  const isSaid = lengths.some(({ most }) => most !== undefined);
  return { lengths, either: isSaid || 'because' in either ? undefined : either.bound };
}

function lengthOf(
  field: ProfileField,
  least: Bound | undefined,
  found?: Bisected | { because: string },
): LengthInference {
  const most = found !== undefined && 'bound' in found && found.bound !== least ? found.bound : undefined;
  return {
    field,
    requirement: rowOf(field).requirements[0],
    unit: rowOf(field).field.kind === 'limit' ? 'number' : 'ms',
    ...(found !== undefined && 'because' in found && { because: found.because }),
    least,
    most,
  };
}

/** A span between what was seen to serve and what was seen not to; as the base has it where nothing says more. */
export function spanOf({ least, most }: Pick<LengthInference, 'least' | 'most'>, base: Span): Span {
  const minMs = least?.value ?? 0;
  return { minMs, maxMs: Math.max(minMs, most?.value ?? base.maxMs) };
}
