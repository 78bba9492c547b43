import type { EventName, Setup } from '../../../model/index.ts';
import type { Walk } from '../walk.ts';

/** A few steps that belong together because only together they get somewhere. */
export interface Motif {
  readonly id: string;
  /** How often it is drawn against the others. */
  readonly weight: number;
  /** Events without which it has no point. */
  readonly needs: readonly EventName[];
  /** Whether a setup has the rare thing that it is about: it is drawn far more often there. Omitted = nothing rare. */
  readonly isAbout?: (setup: Setup) => boolean;
  play(walk: Walk): void;
}
