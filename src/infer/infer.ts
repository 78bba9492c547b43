import type { Profile } from '../../model/index.ts';
import { fewestCaches } from './caches.ts';
import { groundOf, requesterModes } from './ground.ts';
import type { Inference, LengthInference, OptionsInference } from './inference.ts';
import { inferDelays, inferFixedLengths, inferLeastLifetimes } from './lengths.ts';
import { FIELDS_WITH_OPTIONS, inferOptions, isSilent } from './options.ts';
import { excludedPairs } from './pairs.ts';
import { narrowestProfile } from './profile.ts';
import { type Recording, Recordings } from './recordings.ts';
import { sharpened } from './sharpened.ts';

/** How to infer. */
export interface InferRequest {
  /** The profile whose open points are asked about. */
  readonly base: Profile;
  readonly signal?: AbortSignal;
  /** Called with the number of profiles tried. */
  onProgress?(profiles: number): void;
}

/**
 * What recordings of one system say of what AWS leaves open: the oracle holds them to one profile after another, in
 * which one point is closed, or two that have to do with each other.
 *
 * @throws an `AbortError` once the signal is aborted
 */
export async function infer(
  recorded: readonly Recording[],
  { base, signal, onProgress }: InferRequest,
): Promise<Inference> {
  const recordings = new Recordings(recorded, signal, onProgress);
  const { profile: ground, finding, takesUndocumented } = await groundOf(recordings, base);
  const counted = { recordings: recorded.length, steps: recordings.steps, base, takesUndocumented };
  if (finding.verdict !== 'explains')
    return {
      ...counted,
      ...NOTHING,
      tried: recordings.tried,
      ...(finding.verdict === 'excluded'
        ? { verdict: 'violates', by: finding.by }
        : { verdict: 'unknown', because: finding.because }),
    };
  const asked = await recordings.askedBy(ground);
  const options: OptionsInference[] = [];
  for (const field of FIELDS_WITH_OPTIONS) options.push(await inferOptions(recordings, ground, field, asked));
  const { caches, simplest } = await fewestCaches(recordings, ground, modesLeft(ground, options), options);
  const mode = simplest === undefined ? ground : { ...ground, requesterMode: simplest.requesterMode };
  const delays = await inferDelays(recordings, mode);
  const fixed = simplest && (await inferFixedLengths(recordings, simplest));
  const lengths: readonly LengthInference[] = [
    ...(fixed?.lengths ?? (await inferLeastLifetimes(recordings, mode))),
    ...delays,
  ];
  const sharper: OptionsInference[] = [];
  for (const one of options)
    sharper.push(
      simplest && isOpen(one) && !isSilent(ground, one.field, asked) ? await sharpened(recordings, simplest, one) : one,
    );
  const pairs = simplest === undefined ? [] : excludedPairs(simplest, sharper);
  const told = { options: sharper, lengths, caches, simplest, eitherLifetime: fixed?.either };
  const profile = await narrowestProfile(recordings, base, mode, told);
  return {
    ...counted,
    verdict: 'conforms',
    options: sharper,
    lengths,
    caches,
    ...(fixed?.either && { eitherLifetime: fixed.either }),
    pairs,
    profile,
    tried: recordings.tried,
  };
}

const NOTHING = { options: [], lengths: [], caches: [], pairs: [], profile: undefined } as const;

function isOpen({ field, told }: OptionsInference): boolean {
  return (told === 'open' || told === 'narrowed') && field !== 'requesterMode' && field !== 'earlyEviction';
}

/** The requester rules that are left, that of the base first. */
function modesLeft(ground: Profile, options: readonly OptionsInference[]): readonly Profile['requesterMode'][] {
  const rule = options.find(({ field }) => field === 'requesterMode');
  return requesterModes(ground).filter((mode) =>
    rule?.options.some(({ option, verdict }) => option === mode && verdict === 'consistent'),
  );
}
