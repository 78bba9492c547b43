import type { EventName } from '../../../model/index.ts';
import type { Walk } from '../walk.ts';

/** A few steps that belong together because only together they get somewhere. */
export interface Motif {
  readonly id: string;
  /** How often it is drawn against the others. */
  readonly weight: number;
  /** Events without which it has no point. */
  readonly needs: readonly EventName[];
  play(walk: Walk): void;
}
