import type { Verdict } from '../../oracle/verdict.ts';
import type { Exploration } from '../exploration.ts';
import type { ExploreOptions } from '../options.ts';

/** Where a simulation stands. */
export interface SimulationProgress {
  readonly walks: number;
  readonly steps: number;
  readonly states: number;
}

/** How a scope is simulated: the same options come to the same simulation. */
export interface SimulateOptions extends Pick<ExploreOptions, 'signal' | 'judges' | 'act'> {
  readonly seed: number;
  /** Walks to be made. */
  readonly runs: number;
  /** Actions and ticks of a walk. */
  readonly depth: number;
  onProgress?(progress: SimulationProgress): void;
}

/** Everything a simulation has to say. Walks settle nothing, so that it never says that a scope conforms. */
export interface Simulation
  extends Pick<
    Exploration,
    'scope' | 'profile' | 'invariants' | 'monitors' | 'charts' | 'choices' | 'actions' | 'answers' | 'found'
  > {
  readonly verdict: Exclude<Verdict, 'conforms'>;
  readonly seed: number;
  /** Walks that were asked for. */
  readonly runs: number;
  /** Actions and ticks of a walk. */
  readonly depth: number;
  /** Walks that were made; one that ends with a violation is the last. */
  readonly walks: number;
  /** Actions and ticks in all. */
  readonly steps: number;
  /** States that were told apart, the first included. */
  readonly states: number;
}
