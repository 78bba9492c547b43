import { type Profile, type ProfileField, WITHOUT_END_MS } from '../../model/index.ts';
import type { OracleBounds } from '../oracle/bounds.ts';
import { type Bisected, leastOf, shortestOf } from './bisect.ts';
import { always, type Bound, type CachesInference, type Ending, type OptionsInference } from './inference.ts';
import { closedTo } from './options.ts';
import type { Exclusion, Recordings } from './recordings.ts';

/** Most caches that are tried. */
const MOST_CACHES = 8;
/** Which of several caches answers is open at each step: beyond this the search takes too long to be of use. */
export const FIXED_BOUNDS: OracleBounds = { worlds: 128, results: 10_000 };

const ENDINGS: readonly Ending[] = ['lifetime', 'idleTime', 'uses'];

/** The points that have to do with each other: how a cold request comes by a bucket key, and whom that serves. */
export const TOGETHER: readonly ProfileField[] = ['coldWrite', 'writeVerifies', 'writeWarmsRead', 'readWarmsWrite'];

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
  /** The profiles that explain the recordings so, each with one option of the points that go {@link TOGETHER}. */
  readonly fixed: readonly Profile[];
  /** Those that do not, each with the step that excludes it. */
  readonly excluded: readonly { readonly profile: Profile; readonly by: Exclusion }[];
  /** Whether no bound of the search was hit. */
  readonly isSettled: boolean;
}

/** The length of time that an entry of a cache ends with. */
export function endingField(endedBy: Ending): 'cacheLifetime' | 'idleTime' {
  return endedBy === 'idleTime' ? 'idleTime' : 'cacheLifetime';
}

/**
 * The explanations that take the fewest caches, of each requester rule that is left. Who explains the recordings with
 * fixed times does so with the shortest that are long enough for each use that was seen: in shorter ones fewer caches
 * hold something, and the key that was fetched last serves whoever was served.
 */
export async function fewestCaches(
  recordings: Recordings,
  ground: Profile,
  modes: readonly Profile['requesterMode'][],
  options: readonly OptionsInference[],
): Promise<{ readonly caches: readonly CachesInference[]; readonly simplest: Simplest | undefined }> {
  const rules = modes.map((requesterMode) => new RequesterRule(recordings, { ...ground, requesterMode }, options));
  for (let caches = 1; caches <= MOST_CACHES; caches += 1) {
    const found: Simplest[] = [];
    for (const rule of rules) {
      const simplest = await rule.explainedWith(caches);
      if (simplest !== undefined) found.push(simplest);
    }
    if (found.length > 0 || rules.every(({ because }) => because !== undefined))
      return { caches: rules.map((rule) => rule.inference), simplest: found[0] };
  }
  return { caches: rules.map((rule) => rule.inference), simplest: undefined };
}

/** How many caches one requester rule takes. */
class RequesterRule {
  readonly #recordings: Recordings;
  readonly #ground: Profile;
  readonly #options: readonly OptionsInference[];
  readonly #leastUses = new Map<Ending, LeastUse>();
  #simplest: Simplest | undefined;
  /** So many caches do not explain the recordings, by this step. */
  #excluded = 0;
  #by: Exclusion | undefined;
  /** The bound of the search that was hit. */
  because: string | undefined;

  constructor(recordings: Recordings, ground: Profile, options: readonly OptionsInference[]) {
    this.#recordings = recordings;
    this.#ground = ground;
    this.#options = options;
  }

  get inference(): CachesInference {
    const { requesterMode } = this.#ground;
    const { caches, endedBy } = this.#simplest ?? { caches: undefined, endedBy: undefined };
    const because = this.#simplest === undefined ? this.because : undefined;
    return {
      requesterMode,
      caches,
      moreThan: this.#excluded,
      endedBy,
      ...(because && { because }),
      ...(this.#by && { by: this.#by }),
    };
  }

  /** The simplest explanation with so many caches, if there is one. */
  async explainedWith(caches: number): Promise<Simplest | undefined> {
    if (this.because !== undefined) return undefined;
    for (const endedBy of ENDINGS) {
      const least = await this.#leastUse(endedBy);
      if (least === undefined) return undefined;
      const profiles = fixedProfiles({ ...this.#ground, caches }, least, this.#options);
      const { fixed, excluded, because } = await explainedWith(this.#recordings, profiles);
      this.because = because;
      if (fixed.length > 0) {
        const { requesterMode } = this.#ground;
        this.#simplest = { ...least, requesterMode, caches, fixed, excluded, isSettled: because === undefined };
        return this.#simplest;
      }
      if (because !== undefined) return undefined;
      if (endedBy === 'lifetime') this.#by = excluded[0]?.by;
    }
    this.#excluded = caches;
    return undefined;
  }

  async #leastUse(endedBy: Ending): Promise<LeastUse | undefined> {
    const known = this.#leastUses.get(endedBy);
    if (known !== undefined) return known;
    const found = await leastUse(this.#recordings, this.#ground, endedBy);
    if ('because' in found) {
      this.because = found.because;
      return undefined;
    }
    this.#leastUses.set(endedBy, found);
    return found;
  }
}

async function explainedWith(recordings: Recordings, profiles: readonly Profile[]) {
  const fixed: Profile[] = [];
  const excluded: Simplest['excluded'][number][] = [];
  let because: string | undefined;
  for (const profile of profiles) {
    const finding = await recordings.try(profile, FIXED_BOUNDS);
    if (finding.verdict === 'explains') fixed.push(profile);
    else if (finding.verdict === 'excluded') excluded.push({ profile, by: finding.by });
    else because = finding.because;
  }
  return { fixed, excluded, because };
}

/** With each combination of the options that are left of what goes {@link TOGETHER}. */
function fixedProfiles(profile: Profile, least: LeastUse, options: readonly OptionsInference[]): readonly Profile[] {
  let profiles: readonly Profile[] = [fixedProfile(profile, least)];
  for (const { field, options: all, told } of options) {
    if (!TOGETHER.includes(field) || told === 'varies' || told === 'unknown') continue;
    const left = all.filter(({ verdict }) => verdict === 'consistent');
    profiles = profiles.flatMap((each) => left.map(({ option }) => closedTo(each, field, option)));
  }
  return profiles;
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
  const { lengths, longestMs } = recordings;
  const within = (profile: Profile) => recordings.try(profile);
  const cached = await shortestOf(lengths, longestMs, (maxMs) => within({ ...ground, [field]: { minMs: 0, maxMs } }));
  if (isUnknown(cached)) return cached;
  const given = { ...ground, [field]: { minMs: 0, maxMs: cached.bound?.value ?? 0 } };
  const generation = await shortestOf(lengths, longestMs, (maxMs) =>
    within({ ...given, generationLifetime: { minMs: 0, maxMs } }),
  );
  if (isUnknown(generation)) return generation;
  const found = { endedBy, cached: cached.bound, generation: generation.bound, uses: undefined };
  if (endedBy !== 'uses') return found;
  const uses = await leastOf([1, recordings.steps + 1], (usesPerBucketKey) => within({ ...ground, usesPerBucketKey }));
  return isUnknown(uses) ? uses : { ...found, uses: uses.bound };
}

function isUnknown(found: Bisected): found is Extract<Bisected, { because: string }> {
  return 'because' in found;
}
