import type { perform } from '../../model/index.ts';
import type { ExploreProgress } from './exploration.ts';
import type { Judges } from './questions/judges.ts';

/** Most states that can be asked for: the hashes of more have no room in one buffer. */
export const MOST_EXPLORED = 400_000_000;

/** Bounds and witnesses of an exploration. */
export interface ExploreOptions {
  /** Most states to tell apart; beyond it the verdict is unknown. */
  readonly maxStates: number;
  /** Ends the exploration; what was seen until then is reported, its verdict unknown. */
  readonly signal?: AbortSignal;
  onProgress?(progress: ExploreProgress): void;
  /** What every transition is held to; the invariants of the properties without it. */
  readonly judges?: Judges;
  /** The model, or a wrapper that watches or spoils what it does. */
  readonly act?: typeof perform;
}

/** Why an exploration that was interrupted says unknown. */
export const INTERRUPTED = 'the interruption';

/** Why an exploration that was bounded says unknown. */
export function stateBoundText(maxStates: number): string {
  return `the bound of ${maxStates} states (--max-states)`;
}
