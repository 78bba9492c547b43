import type { Profile, Setup, Step } from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import type { Judgement } from '../property.ts';

/** The setup and the steps of a trace, not yet carried out. */
export interface Script {
  readonly setup: Setup;
  readonly steps: readonly Step[];
}

/**
 * What must hold between two traces: one, and a variant of it that is carried out by a second, fresh system. There is
 * nothing to compare unless the system behaves alike both times, so each applies to profiles with one cache that drops
 * nothing early.
 */
export interface MetamorphicProperty {
  /** Stable id. */
  readonly id: string;
  /** One sentence for people. */
  readonly title: string;
  /** Requirement ids it rests on. */
  readonly requirements: readonly string[];
  /** The property as a formula. */
  readonly formula: string;
  /** Whether a system under this profile can be held to it. */
  applies(profile: Profile): boolean;
  /** The other trace to carry out. */
  variant(setup: Setup, steps: readonly Step[]): Script;
  /**
   * Compares the two as they were observed; `idle` where they cannot be compared. Opaque ETags and internals are left
   * out.
   */
  relate(original: readonly ObservedStep[], variant: readonly ObservedStep[]): Judgement;
}
