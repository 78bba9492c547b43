import type { ExploreOptions } from '../options.ts';
import type { Bounds } from './budget.ts';
import type { Checkpoint } from './checkpoint.ts';

/** Bounds and witnesses of an exploration that may take much memory and time. */
export interface LargeOptions extends ExploreOptions, Bounds {
  /** Whether states are told apart by all they are, instead of by hashes of 64 bits. */
  readonly exact?: boolean;
  /** How many partitions the states are divided into; 1 by default. What is found is the same for any number. */
  readonly partitions?: number;
  /**
   * Takes states for one that differ only in names which the scope treats alike; not where states are told apart by all
   * they are.
   */
  readonly symmetry?: boolean;
  /** Where to go on, of the same scope, and with states told apart in the same way. */
  readonly resumeFrom?: Checkpoint;
  /** Takes, whenever a level has ended, all that it takes to go on from there. */
  onLevel?(checkpoint: Checkpoint): void;
}
