import { type Profile, type ProfileField, rowOf, type Span } from '../../model/index.ts';
import { DEFAULT_BOUNDS, type OracleBounds } from '../oracle/bounds.ts';
import { FIXED_BOUNDS, type Simplest } from './caches.ts';
import type { Bound, LengthInference, OptionsInference } from './inference.ts';
import { spanOf } from './lengths.ts';
import type { Recordings } from './recordings.ts';

/** What was inferred point by point. */
export interface Told {
  readonly options: readonly OptionsInference[];
  readonly lengths: readonly LengthInference[];
  readonly simplest: Simplest | undefined;
  readonly eitherLifetime: Bound | undefined;
}

/**
 * A profile that explains the recordings and no more: options that are not left are gone, times are as narrow as they
 * can be, and what nothing tells stays as the base has it. Where all narrowings together do not explain them, one half
 * is made and then the other, and so on: none is that would no longer explain the recordings beside those before.
 */
export async function narrowestProfile(
  recordings: Recordings,
  base: Profile,
  ground: Profile,
  told: Told,
): Promise<Profile> {
  let profile: Profile = { ...ground, base: base.base, strict: true, name: 'inferred', title: titleOf(told) };
  const narrow = async (narrowings: readonly Partial<Profile>[]): Promise<void> => {
    const narrower: Profile = Object.assign({ ...profile }, ...narrowings);
    if (await recordings.explainedBy(narrower, boundsOf(narrower))) profile = narrower;
    else if (narrowings.length > 1) {
      const middle = Math.ceil(narrowings.length / 2);
      await narrow(narrowings.slice(0, middle));
      await narrow(narrowings.slice(middle));
    }
  };
  await narrow(narrowingsOf(base, told));
  return profile;
}

/** A narrowing that takes longer to search than that is not made: there are some hundred to be tried. */
function boundsOf({ caches }: Profile): OracleBounds {
  return caches === 'any' || caches === 1 ? DEFAULT_BOUNDS : FIXED_BOUNDS;
}

function titleOf({ simplest }: Told): string {
  return simplest === undefined
    ? 'Inferred from recordings.'
    : 'Inferred from recordings, by the simplest explanation of what the caches did.';
}

function narrowingsOf(base: Profile, { options, lengths, simplest, eitherLifetime }: Told): Partial<Profile>[] {
  const length = (field: ProfileField) => lengths.find((one) => one.field === field);
  const spans = (['cacheLifetime', 'generationLifetime', 'idleTime'] as const).map((field) => {
    const found = length(field);
    if (found === undefined) return { [field]: simplest?.fixed[0]?.[field] ?? base[field] };
    const isFirst = field !== 'generationLifetime';
    const most = found.most ?? (isFirst ? eitherLifetime : undefined);
    return { [field]: spanOf({ ...found, most }, simplest === undefined ? openEnded(base[field]) : base[field]) };
  });
  const caches: Partial<Profile>[] =
    simplest === undefined
      ? [{ earlyEviction: base.earlyEviction }, { caches: base.caches }]
      : [
          {
            caches: simplest.caches,
            earlyEviction: false,
            usesPerBucketKey: simplest.endedBy === 'uses' ? (simplest.uses?.value ?? 1) : 'none',
            ...Object.assign({}, ...spans),
          },
        ];
  const delays = lengths
    .filter(({ field }) => rowOf(field).field.kind === 'bound')
    .map(({ field, least }) => ({ [field]: least?.value ?? 0 }));
  return [...caches, ...spans, ...delays, ...options.map((found) => narrowed(base, found))];
}

/** What may be dropped early is not bounded from below. */
function openEnded({ maxMs }: Span): Span {
  return { minMs: 0, maxMs };
}

function narrowed(base: Profile, { field, options, told }: OptionsInference): Partial<Profile> {
  const { kind } = rowOf(field).field;
  const left = options.filter(({ verdict }) => verdict === 'consistent').map(({ option }) => option);
  if (field === 'requesterMode' || field === 'earlyEviction' || told === 'varies') return {};
  // Nobody needs what a flag admits where the recordings do without; only replication is there or not.
  if (kind === 'flag') return { [field]: left.length === 1 ? left[0] : field === 'replication' && base[field] };
  if (told === 'open' || told === 'unknown') return { [field]: base[field] };
  return { [field]: left };
}
