import type { Profile, ProfileField, Span } from '../../model/index.ts';
import type { Exclusion } from './recordings.ts';

/** What the recordings say of one option of an open point. */
export interface OptionFinding {
  readonly option: string | boolean;
  /**
   * `consistent`: a system that always does so explains the recordings. `excluded`: none does. `unlikely`: only one
   * that drops bucket keys early, or has more caches than it takes otherwise. `unknown`: a bound was hit.
   */
  readonly verdict: 'consistent' | 'excluded' | 'unlikely' | 'unknown';
  /** The step that excludes it, or makes it unlikely. */
  readonly by?: Exclusion;
  /** The bound that was hit. */
  readonly because?: string;
}

/** An open point that has options: which of them are left. */
export interface OptionsInference {
  readonly field: ProfileField;
  readonly requirement: string | undefined;
  readonly options: readonly OptionFinding[];
  /** `told`: one option is left. `narrowed`: some. `open`: all. `varies`: none alone, so that it takes several. */
  readonly told: 'told' | 'narrowed' | 'open' | 'varies' | 'unknown';
}

/** One end of a length of time or of a number, with the step that keeps it from being closer. */
export interface Bound {
  readonly value: number;
  readonly by: Exclusion;
}

/** What the recordings say of a length of time, or of a number. */
export interface LengthInference {
  readonly field: ProfileField;
  readonly requirement: string | undefined;
  readonly unit: 'ms' | 'number';
  /** It is no less; undefined where anything less explains the recordings as well. */
  readonly least: Bound | undefined;
  /** It is no more, given the simplest explanation; undefined where anything more explains them as well. */
  readonly most: Bound | undefined;
  /** The bound of the search that was hit. */
  readonly because?: string;
}

/** How many caches a requester rule takes, if nothing is dropped early and lifetimes are always the same. */
export interface CachesInference {
  readonly requesterMode: Profile['requesterMode'];
  /** The least number; undefined where another rule takes fewer, or none that was tried explains the recordings so. */
  readonly caches: number | undefined;
  /** So many do not. */
  readonly moreThan: number;
  /** What ends the use of a bucket key then. */
  readonly endedBy: Ending | undefined;
  /** The step that they do not explain. */
  readonly by?: Exclusion;
  readonly because?: string;
}

/** What ends the use of a cached bucket key: its age, its last use, or also the number of its uses. */
export type Ending = 'lifetime' | 'idleTime' | 'uses';

/** Two options that are not excluded, but not both at a time. */
export interface ExcludedPair {
  readonly one: { readonly field: ProfileField; readonly option: string | boolean };
  readonly other: { readonly field: ProfileField; readonly option: string | boolean };
  readonly by: Exclusion;
}

/** What recordings say of the system that made them. */
export interface Inference {
  readonly recordings: number;
  readonly steps: number;
  /** Profiles that were tried. */
  readonly tried: number;
  /** The profile whose open points were tried, and from which {@link profile} differs. */
  readonly base: Profile;
  readonly verdict: 'conforms' | 'violates' | 'unknown';
  /** Why nothing can be said: the step that no option explains, or the bound that was hit. */
  readonly by?: Exclusion;
  readonly because?: string;
  /** Whether it takes what AWS documents otherwise. */
  readonly takesUndocumented: boolean;
  readonly options: readonly OptionsInference[];
  readonly lengths: readonly LengthInference[];
  readonly caches: readonly CachesInference[];
  /** One of the two lifetimes is no more than this, and the recordings do not say which. */
  readonly eitherLifetime?: Bound;
  readonly pairs: readonly ExcludedPair[];
  /** Explains the recordings and no more; undefined where the verdict is not `conforms`. */
  readonly profile: Profile | undefined;
}

/** A span in which the least is the greatest. */
export function always(ms: number): Span {
  return { minMs: ms, maxMs: ms };
}
